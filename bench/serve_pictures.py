"""`python -m bench.serve_pictures`: pictures of the page for `docs/images`, of a conversation over the films."""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

from bench.serve_process import Serving
from palate import Catalog

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SIZES = {"phone": (390, 844), "tablet": (820, 1100), "desk": (1280, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHOWN = ("desk-light-talk", "desk-dark-known", "phone-light-how", "phone-dark-known")
"""Those that `docs/serving.md` shows."""
COLOURS = 200
"""Of a picture's palette."""
TALK = (
    "I love film noir and I can't stand musicals",
    "a comedy from the nineties under 100 minutes, not with Jim Carrey",
)


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--all", action="store_true", help="Those too that no document shows.")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, page in _states():
        if asked.all or name in SHOWN:
            _save(page, asked.out / f"page-{name}.png")


def _states() -> Iterator[tuple[str, Page]]:
    """Yield the page in each state, size and scheme, with its name."""
    from playwright.sync_api import sync_playwright

    with Catalog.films() as films:
        path = films.path
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with Serving(path, "--state", state) as serving:
            for size, (width, height) in SIZES.items():
                for scheme in SCHEMES:
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
                    )
                    page.goto(serving.page)
                    for state_name in _talk(page):
                        yield f"{size}-{scheme}-{state_name}", page
                    page.close()
        browser.close()


def _talk(page: Page) -> Iterator[str]:
    """Hold a conversation, and yield what is to be seen then; at its end nothing is known of the person again."""
    page.wait_for_selector(".welcome")
    yield "welcome"
    for number, message in enumerate(TALK, start=1):
        page.get_by_label("Your message").fill(message)
        page.keyboard.press("Enter")
        page.wait_for_function("n => document.querySelectorAll('.answer:not(.waiting)').length === n", arg=number)
    page.locator(".act.like").first.click()
    page.wait_for_selector(".act.like[aria-pressed=true]")
    page.mouse.move(0, 0)
    yield "talk"
    page.locator(".how summary").last.click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    yield "how"
    if not page.locator("#known").is_visible():
        page.locator("#open-known").click()
    page.wait_for_selector(".preference")
    yield "known"
    page.locator("#known .ends .erase").click()
    page.get_by_role("button", name="Yes, erase").click()
    page.wait_for_selector(".welcome")


def _save(page: Page, path: Path) -> None:
    """Save what is seen, in few colours."""
    page.wait_for_timeout(200)
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
