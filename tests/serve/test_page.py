"""The page, in a browser without a window, against a server of its own process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bench.serve_process import Serving
from palate import Catalog
from tests.conftest import TINY_ITEMS
from tests.serve.conftest import write_secret

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Request, Route

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
SCRIPT = "<script>document.title='taken'</script>"
PICTURE = "<img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server over the eight films, with a picture of each, and one whose title would be a script."""
    path = tmp_path_factory.mktemp("page") / "tiny.db"
    hostile = {"id": "9", "title": SCRIPT, "year": 2020, "runtime": 90, "genres": ["Western"], "country": "Italy"}
    elsewhere = {"poster": "https://pictures.example/9.png"}
    malformed = {"id": "10", "title": "Malformed", "year": 2021, "genres": ["Western"], "poster": "http://[/a.png"}
    items = [*(item | {"poster": PIXEL} for item in TINY_ITEMS), hostile | elsewhere, malformed]
    Catalog.build(path, items=items, noun="film", fields={"poster": "text"}).close()
    with Serving(path) as serving:
        yield serving


@pytest.fixture
def page(server: Serving, browser: Browser) -> Iterator[Page]:
    """The page, of somebody of whom nothing is known; whatever it asks for lies on this machine."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    raised: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: raised.append(str(error)))
    page.goto(server.page)
    page.wait_for_selector(".welcome")
    page.evaluate("headers => fetch('v1/memory', { method: 'DELETE', headers })", server.bearer)
    yield page
    context.close()
    assert {re.sub(r"^(\w+://[^/]+/).*", r"\1", url) for url in asked if not url.startswith("data:")} == {
        f"{server.address}/"
    }
    assert raised == []


def say(page: Page, words: str) -> Locator:
    """Say something, and return its answer."""
    before = page.locator(".answer:not(.waiting)").count()
    page.get_by_label("Your message").fill(words)
    page.get_by_label("Your message").press("Enter")
    answer = page.locator(".answer:not(.waiting)").nth(before)
    answer.wait_for()
    return answer


def titles(answer: Locator) -> list[str]:
    return [text.lstrip("0123456789") for text in answer.locator(".card h3").all_inner_texts()]


def test_a_conversation_shows_cards_and_how_they_came_about_and_fits_a_phone(page: Page) -> None:
    say(page, "a comedy")
    answer = say(page, "from 1996")

    assert [title.strip() for title in titles(answer)] == ["Fargo"]
    assert answer.locator(".facts li").all_inner_texts() == ["1996", "98 minutes", "Crime, Comedy", "United States"]
    assert answer.locator("img.picture").get_attribute("src") == PIXEL
    answer.locator(".how summary").click()
    assert answer.locator(".how code").all_inner_texts()[:2] == ["Plan", "filter"]

    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#open-known").click()
    page.wait_for_selector("#known:modal")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_like_is_known_corrected_switched_off_and_erased(page: Page) -> None:
    answer = say(page, "a comedy from 1996")
    answer.get_by_role("button", name="Like", exact=True).click()
    known = page.locator(".preference")
    sync_api.expect(known.locator(".what")).to_have_text("likesFargo")

    known.get_by_role("button", name="Correct").click()
    known.get_by_role("combobox").select_option("avoid")
    known.get_by_role("button", name="Save").click()
    sync_api.expect(known.locator(".what")).to_have_text("dislikesFargo")

    known.get_by_role("switch").click()
    sync_api.expect(known.get_by_role("switch")).to_have_attribute("aria-checked", "false")

    known.get_by_role("button", name="Erase").click()
    known.get_by_role("button", name="Yes, erase").click()
    sync_api.expect(page.locator("#known-body .note")).to_contain_text("Nothing yet.")


def test_what_was_asked_for_is_taken_back_one_by_one(page: Page) -> None:
    say(page, "a comedy from 1996")
    chips = page.locator("#constraints button")
    sync_api.expect(chips).to_have_count(2)

    page.get_by_role("button", name="Take back: Comedy").click()

    sync_api.expect(chips).to_have_count(1)
    page.reload()
    sync_api.expect(chips).to_have_text(["from 1996"])
    chips.click()
    sync_api.expect(page.locator("#constraints")).to_be_hidden()


def test_what_was_said_is_corrected_in_words(page: Page) -> None:
    say(page, "I love horror")
    known = page.locator(".preference")
    sync_api.expect(known.locator("q")).to_have_text("horror")

    known.get_by_role("button", name="Correct").click()
    known.get_by_role("textbox").fill("comedy")
    known.get_by_role("button", name="Save").click()

    sync_api.expect(known.locator(".what")).to_have_text("likesComedy")


def test_seen_taken_and_more_like_this(page: Page) -> None:
    answer = say(page, "a comedy from 1996")
    answer.get_by_role("button", name="Seen it").click()
    sync_api.expect(page.locator("#known .named")).to_contain_text("Fargo")
    answer.get_by_role("button", name="Take it").click()
    sync_api.expect(answer.get_by_role("button", name="Take it")).to_have_attribute("aria-pressed", "true")

    answer.get_by_role("button", name="More like this").click()
    sync_api.expect(page.locator(".said").last).to_contain_text("more like Fargo")


def test_a_conversation_is_kept_over_a_reload_found_again_and_erased(page: Page) -> None:
    say(page, "a comedy from 1996")

    page.reload()

    sync_api.expect(page.locator(".said")).to_contain_text("a comedy from 1996")
    sync_api.expect(page.locator(".card h3")).to_contain_text("Fargo")

    page.get_by_role("button", name="New", exact=True).click()
    page.wait_for_selector(".welcome")

    page.get_by_role("button", name="Conversations").click()
    page.locator(".talk").first.click()
    sync_api.expect(page.locator(".said")).to_contain_text("a comedy from 1996")

    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name="Erase: a comedy from 1996").click()
    page.wait_for_selector(".welcome")


def test_a_script_in_a_title_is_text_and_an_address_that_is_none_is_no_picture(page: Page) -> None:
    answer = say(page, "a western from 2020")

    say(page, PICTURE)
    assert [title.strip() for title in titles(answer)] == [SCRIPT]
    assert answer.locator("img").count() == 0
    assert page.locator(".said").last.inner_text().endswith(PICTURE)
    assert page.title() == "Palate"

    answer = say(page, "a western from 2021")

    assert [title.strip() for title in titles(answer)] == ["Malformed"]
    assert answer.locator("img").count() == 0
    sync_api.expect(page.locator(".failure")).to_have_count(0)


def answered(page: Page, old: str, new: str) -> None:
    """Have the server's answers changed on their way."""

    def change(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(old, new, 1))

    page.route("**/v1/ask*", change)


def test_a_card_that_cannot_be_drawn_leaves_the_others(page: Page) -> None:
    answered(page, '"fields":{', '"fields":null,"were":{')

    answer = say(page, "a comedy")

    shown = answer.locator(".card")
    assert shown.count() > 1
    assert "This card could not be shown in full." in shown.nth(0).inner_text()
    assert shown.nth(0).locator("h3").inner_text().strip("1\n ") in {str(item["title"]) for item in TINY_ITEMS}
    assert shown.nth(1).locator(".act").count()
    sync_api.expect(page.locator(".failure")).to_have_count(0)


def test_an_answer_that_cannot_be_shown_is_no_server_that_does_not_answer(page: Page) -> None:
    answered(page, '"items":[', '"items":null,"were":[')

    page.get_by_label("Your message").fill("a comedy")
    page.get_by_label("Your message").press("Enter")

    sync_api.expect(page.locator(".failure")).to_contain_text("The server answered, but this page could not show it.")


def test_the_page_speaks_chinese(page: Page) -> None:
    page.locator("#language").click()

    sync_api.expect(page.locator(".welcome h2")).to_have_text("说说你想要什么。")
    assert page.locator("html").get_attribute("lang") == "zh"
    page.locator("#language").click()


def test_keys_alone_are_enough(page: Page) -> None:
    sync_api.expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("a comedy from 1996")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    page.locator(".act.like").focus()
    page.keyboard.press("Space")

    sync_api.expect(page.locator(".act.like")).to_have_attribute("aria-pressed", "true")


def test_a_server_that_is_gone_and_comes_back(page: Page, server: Serving) -> None:
    say(page, "a comedy")
    port = server.address.rpartition(":")[2]
    server.stop()

    page.get_by_label("Your message").fill("from 1996")
    page.get_by_label("Your message").press("Enter")
    failure = page.get_by_role("alert")
    sync_api.expect(failure).to_contain_text("The server does not answer right now. What you wrote is not lost.")
    sync_api.expect(failure).to_contain_text("from 1996")

    server.start("--token", server.token, port=port)
    failure.get_by_role("button", name="Try again").click()
    sync_api.expect(page.locator(".answer").nth(1).locator(".card h3")).to_contain_text("Fargo")


def test_the_token_leaves_the_address_and_stays_in_the_tab(page: Page, server: Serving, browser: Browser) -> None:
    assert page.url == f"{server.address}/"
    assert page.evaluate("history.length") <= 2
    assert page.evaluate("sessionStorage.getItem('palate.key')") == server.token
    assert server.token not in page.evaluate("JSON.stringify(localStorage) + document.cookie")

    page.reload()
    page.wait_for_selector(".welcome")


def test_without_a_token_the_page_asks_for_it(server: Serving, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(server.address)
    dialog = page.locator("#key")

    sync_api.expect(dialog).to_contain_text("Open the address that palate serve printed when it started")
    sync_api.expect(dialog.get_by_role("alert")).to_be_hidden()
    page.locator("#key-text").fill("of another server")
    page.keyboard.press("Enter")
    sync_api.expect(dialog.get_by_role("alert")).to_contain_text("The server did not accept that one.")
    page.locator("#key-text").fill(server.token)
    page.keyboard.press("Enter")

    page.wait_for_selector(".welcome")
    context.close()


def test_where_there_are_keys_the_page_asks_for_one(
    page: Page, server: Serving, tmp_path_factory: pytest.TempPathFactory
) -> None:
    keys = tmp_path_factory.mktemp("keys") / "keys"
    write_secret(keys, "a-key-of-ann-0123456789 = ann")
    server.stop()
    server.start("--api-keys", str(keys), port=server.address.rpartition(":")[2])

    page.reload()
    page.locator("#key-text").fill("a-key-of-ann-0123456789")
    page.keyboard.press("Enter")

    page.wait_for_selector(".welcome")
    say(page, "I love horror")
    sync_api.expect(page.locator(".preference q")).to_have_text("horror")
