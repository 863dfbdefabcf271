"""Addresses of pages and pictures, as browsers read them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from palate.catalog.parsing.missing import line_of

STARTS = ("http://", "https://", "www.", "data:image/")


@cache
def _urls() -> TypeAdapter[AnyHttpUrl]:
    return TypeAdapter(AnyHttpUrl)


def parse_link(cell: Any) -> str | None:
    """Return a cell that is a URL of http or https with a host, `www.` without a scheme, or a picture as data."""
    text = line_of(cell)
    if not text.startswith("data:image/"):
        try:
            _urls().validate_python(f"http://{text}" if text.startswith("www.") else text)
        except ValidationError:
            return None
    return text
