"""Images of a message: what is taken, and how a provider gets them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from palate.errors import BadArgument
from palate.llm import litellm_calls
from palate.llm.images import MOST_BYTES, image_urls, takes_images
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import CallOptions, Message
from palate.llm.open import open_model
from palate.llm.scripted import ScriptedModel

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
URL = "data:image/png;base64," + base64.b64encode(PNG).decode()


def test_paths_bytes_and_urls_become_urls(tmp_path: Path) -> None:
    path = tmp_path / "poster.jpg"
    path.write_bytes(PNG)

    assert image_urls([path, str(path), PNG, URL]) == (URL,) * 4
    assert image_urls(["https://example.org/a.png"]) == ("https://example.org/a.png",)


@pytest.mark.parametrize(
    ("start", "form"), [(b"\xff\xd8\xff\xe0", "jpeg"), (b"GIF89a", "gif"), (b"RIFF0000WEBP", "webp")]
)
def test_the_type_is_told_by_the_content(start: bytes, form: str) -> None:
    assert image_urls([start])[0].startswith(f"data:image/{form};base64,")


@pytest.mark.parametrize(
    ("images", "why"),
    [
        ([b"<svg/>"], "a PNG, JPEG, WebP or GIF was expected"),
        ([PNG + b"\0" * MOST_BYTES], "more than 5 MB"),
        ([PNG] * 5, "4 are the most"),
        (["http://example.org/a.png"], "is no `https:` URL"),
        (["file:///etc/passwd"], "is no `https:` URL"),
        (["data:image/png,abc"], "has to be base64"),
        (["data:image/png;base64,!"], "no valid base64"),
        (["/no/such.png"], "cannot be read"),
        ([5], "a path, bytes"),
        (PNG, "a list of images"),
    ],
)
def test_what_is_no_image_is_refused(images: list[bytes], why: str) -> None:
    with pytest.raises(BadArgument, match=why):
        image_urls(images)


def test_a_provider_gets_parts_and_a_message_without_images_is_as_it_was() -> None:
    plain, seen = Message(role="user", content="hi"), Message(role="user", content="this?", images=(URL,))
    sent = litellm_calls.request("m", [plain, seen], CallOptions(), structured=False, where={})["messages"]

    assert plain.model_dump() == {"role": "user", "content": "hi"}
    assert sent[0] == {"role": "user", "content": "hi"}
    parts = [{"type": "text", "text": "this?"}, {"type": "image_url", "image_url": {"url": URL}}]
    assert sent[1] == {"role": "user", "content": parts}


def test_a_model_says_itself_whether_it_takes_images() -> None:
    assert takes_images(open_model(LitellmModel("hosted_vllm/mine", images=True)))
    assert not takes_images(open_model(LitellmModel("hosted_vllm/mine", images=False)))
    assert not takes_images(open_model(ScriptedModel([])))
