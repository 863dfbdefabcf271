"""Images that come with a message: read, checked, and in the form that providers take."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from palate.errors import BadArgument
from palate.llm.model import Model

Image: TypeAlias = str | bytes | os.PathLike[str]
"""A path, the bytes of a file, or a `data:` or `https:` URL."""
MOST_IMAGES = 4
MOST_BYTES = 5_000_000
_FORMS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))


def image_urls(images: Iterable[Image]) -> tuple[str, ...]:
    """Return images as URLs: an `https:` one as it is, which the provider fetches; any other as a `data:` URL.

    Raises:
        BadArgument: there are too many, or one is no image that models take, is too large, or cannot be read.
    """
    if isinstance(images, str | bytes | os.PathLike):
        raise BadArgument("`images` is a single image; a list of images was expected.")
    given = list(images)
    if len(given) > MOST_IMAGES:
        raise BadArgument(f"`images` has {len(given)} images; {MOST_IMAGES} are the most of one message.")
    return tuple(_url(image) for image in given)


def takes_images(model: Model) -> bool:
    """Tell whether a model, or the one inside of its wrappers, takes images: it says so itself (`takes_images`)."""
    inner: object = model
    while not hasattr(inner, "takes_images") and hasattr(inner, "model"):
        inner = inner.model
    return bool(getattr(inner, "takes_images", False))


def _url(image: object) -> str:
    if isinstance(image, bytes):
        return _as_data(image, "the bytes")
    if isinstance(image, str) and image.startswith("data:"):
        return _as_data(_decoded(image), "the `data:` URL")
    if isinstance(image, str) and "://" in image:
        parts = urlsplit(image)
        if parts.scheme != "https" or not parts.hostname:
            raise BadArgument(f"The image `{image:.60}` is no `https:` URL.")
        return image
    if isinstance(image, str | os.PathLike):
        return _as_data(_read(Path(image)), f"`{image!s:.80}`")
    raise BadArgument(f"An image is `{image!r:.60}`; a path, bytes, or a `data:` or `https:` URL was expected.")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadArgument(f"The image `{path!s:.80}` cannot be read: {why}.") from None


def _decoded(url: str) -> bytes:
    head, _, body = url.partition(",")
    if not head.endswith(";base64"):
        raise BadArgument("A `data:` URL of an image has to be base64: `data:image/png;base64,…`.")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise BadArgument("The `data:` URL of an image is no valid base64.") from None


def _as_data(content: bytes, what: str) -> str:
    """Return bytes as a `data:` URL, of the type that they begin as, whatever the file is called."""
    if len(content) > MOST_BYTES:
        raise BadArgument(f"The image {what} has more than {MOST_BYTES / 1e6:g} MB; make it smaller.")
    form = next((form for sign, form in _FORMS if content.startswith(sign)), None)
    if form is None and content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        form = "webp"
    if form is None:
        raise BadArgument(f"The image {what} is none; a PNG, JPEG, WebP or GIF was expected.")
    return f"data:image/{form};base64,{base64.b64encode(content).decode()}"
