"""The review page in a real browser: clicks, keys, light and dark, wide and narrow, and a judge of access."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from review_site import Shelf, desk, documents
from test_translation import by_id, document
from wpharvest.translation.overrides import read
from wpharvest.web.review import application
from wpharvest.web.serve import serving

AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
SECRET = "k" * 43
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 800}


class Opened:
    """The page, its file, and what went wrong in it."""

    def __init__(self, page: Page, shelf: Shelf) -> None:
        self.page, self.shelf = page, shelf
        self.wrong: list[str] = []
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: self.wrong.append(dialog.message))

    def kinds(self) -> list[str]:
        return [each.kind for each in read(self.shelf.text)]


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, Shelf]]:
    shelf = Shelf()
    with serving(application(desk(documents(), shelf), SECRET)) as url:
        yield f"{url}/#{SECRET}", shelf


@pytest.fixture
def opened(browser: Browser, address: tuple[str, Shelf]) -> Iterator[Opened]:
    url, shelf = address
    shelf.text = ""
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    found = Opened(page, shelf)
    page.goto(url)
    expect(page.locator(".head")).to_be_attached()
    yield found
    page.close()
    assert found.wrong == []


def select(page: Page, words: str) -> None:
    """Search for a family and wait until it is shown."""
    page.fill("#words", words)
    expect(page.locator("[role=option]").first).to_contain_text(words)
    expect(page.locator(".document h3").filter(has_text=words).first).to_be_attached()


def test_clicks(opened: Opened) -> None:
    """Confirm, reject, and back: the file follows each click."""
    page = opened.page
    select(page, "Sheet 2")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#said")).to_contain_text("Confirmed: “Page 2” and “Sheet 2”")
    expect(page.locator(".head .state")).to_have_text("a person decided")
    expect(page.locator(".verdict")).to_contain_text("line 1: fr/pages/2, en/pages/102 belong together")
    assert opened.kinds() == ["together"]
    page.fill("#words", "Sheet 3")
    expect(page.locator(".document h3").first).to_have_text("Page 3")
    page.get_by_role("button", name="Reject").click()
    expect(page.locator("#said")).to_contain_text("Rejected")
    assert opened.kinds() == ["together", "apart"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_have_text("Undone")
    assert opened.kinds() == ["together"]
    expect(page.locator("#progress-text")).to_have_text("1 of 7 decided")


def test_keys(opened: Opened) -> None:
    """Everything can be done without a mouse, and the list goes on to the next family by itself."""
    page = opened.page
    expect(page.locator("#list")).to_be_focused()
    first = page.locator("[aria-selected=true] .title").first.inner_text()
    page.keyboard.press("c")
    expect(page.locator("#said")).to_contain_text("Confirmed")
    assert page.locator("[aria-selected=true] .title").first.inner_text() != first
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("End")
    expect(page.locator("[aria-selected=true] .badge")).to_have_text("confirmed")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("Undone")
    assert opened.kinds() == []
    page.keyboard.press("/")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("curu")  # letters, not commands
    page.keyboard.press("Escape")
    expect(page.locator("#list")).to_be_focused()
    assert opened.kinds() == []
    page.fill("#words", "")
    expect(page.locator(".head")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#family")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#markdown")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".source").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("u")  # the dialog has the keys
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#family")).to_be_focused()


def test_keys_of_a_letter_can_be_turned_off(opened: Opened) -> None:
    """For whoever speaks to the computer (WCAG 2.1.4)."""
    page = opened.page
    page.get_by_role("button", name="Help").click()
    page.get_by_label("Keys of a single letter").uncheck()
    page.keyboard.press("Escape")
    page.locator("#list").focus()
    page.keyboard.press("c")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#row-1")).to_have_attribute("aria-selected", "true")
    assert opened.kinds() == []


def test_pair_anew_by_search(opened: Opened) -> None:
    page = opened.page
    select(page, "Sheet 4")
    page.locator("#list").focus()
    page.keyboard.press("p")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.type("lonely")
    expect(page.locator("#search-found [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Paired: “Page 4” and “Lonely news”")
    assert 'documents = ["fr/pages/4", "en/pages/150"]' in opened.shelf.text
    page.fill("#words", "lonely")
    expect(page.locator("#row-0 .badge")).to_have_text("confirmed")


def test_mark_as_alone(opened: Opened) -> None:
    """A document alone at once; of a family, the one that the person names."""
    page = opened.page
    select(page, "Lonely")
    page.get_by_role("button", name="No sister").click()
    expect(page.locator("#said")).to_contain_text("No sister: “Lonely news”")
    select(page, "Sheet 4")
    page.get_by_role("button", name="No sister").click()
    page.locator("#alone").get_by_role("button", name="Sheet 4").click()
    expect(page.locator("#said")).to_contain_text("No sister: “Sheet 4”")
    assert [str(each.documents[0]) for each in read(opened.shelf.text)] == ["en/pages/150", "en/pages/104"]


def test_a_contradiction_is_shown(opened: Opened) -> None:
    """What a person wrote by hand meanwhile is respected, and named."""
    page = opened.page
    select(page, "Sheet 4")
    opened.shelf.text = '[[apart]]\ndocuments = ["fr/pages/4", "en/pages/104", "en/pages/150"]\n'
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#wrong")).to_contain_text("lines 1 and 4")
    assert opened.kinds() == ["apart"]
    opened.wrong = [each for each in opened.wrong if "409" not in each]


def test_filters(opened: Opened) -> None:
    page = opened.page
    for field, value, count in (
        ("#status", "alone", 2),
        ("#status", "pair", 5),
        ("#status", "decided", 0),
        ("#language", "+de", 1),
        ("#language", "-en", 1),
        ("#by", "declared", 5),
        ("#words", "FRENCH NOTHING", 0),
        ("#words", "œur", 1),
        ("#words", "actualite", 1),
    ):
        (page.fill if field == "#words" else page.select_option)(field, value)
        found = "1 family" if count == 1 else f"{count} families and documents"
        expect(page.locator("#count")).to_have_text(found)
        (page.fill if field == "#words" else page.select_option)(field, "")


def test_foreign_content_does_nothing(opened: Opened) -> None:
    """Titles are text, bodies are clean, and the page asks no other host (the console would tell)."""
    page = opened.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    select(page, "Feindlich")
    expect(page.locator(".document h3").first).to_have_text('<img src=x onerror=alert(5)> "7"')
    expect(page.locator(".piece .image")).to_have_text("three")
    page.locator(".languages select").first.select_option("de")
    expect(page.locator(".lines")).to_contain_text("Eins zwei")
    assert page.locator("#list").count() == 1
    assert {url.split("/")[2].split(":")[0] for url in asked} == {"127.0.0.1"}


def test_without_the_key_of_the_address(browser: Browser, address: tuple[str, Shelf]) -> None:
    """The page of another tab shows nothing of the site, and says what to do."""
    page = browser.new_page()
    page.goto(address[0].partition("#")[0])
    expect(page.locator("#wrong")).to_contain_text("open the address that wpharvest printed")
    assert page.locator("[role=option]").count() == 0
    page.close()


def test_only_the_rows_in_sight_are_there(browser: Browser) -> None:
    """Of thousands of families the document holds a screenful, and the last is one key away."""
    known = [document("fr", number, title=f"Page {number}") for number in range(1, 1501)]
    known += [
        document("en", 2000 + number, title=f"Sheet {number}", declared=[by_id("fr", number)])
        for number in range(1, 1501)
    ]
    with serving(application(desk(known, Shelf()), SECRET)) as url:
        page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
        page.goto(f"{url}/#{SECRET}")
        expect(page.locator("#count")).to_have_text("1500 families and documents")
        assert page.locator("[role=option]").count() < 40
        page.keyboard.press("End")
        expect(page.locator("[aria-selected=true]")).to_have_attribute("aria-posinset", "1500")
        expect(page.locator("[aria-selected=true]")).to_be_in_viewport()
        page.close()


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: tuple[str, Shelf], scheme: str, narrow: bool) -> None:
    """List, family, Markdown and each dialog, judged by all rules of axe-core."""
    if not AXE.exists():
        pytest.skip("no axe-core here: npm --prefix tests/node install")
    address[1].text = '[[alone]]\ndocument = "fr/pages/50"\n'
    page = browser.new_page(viewport=NARROW if narrow else WIDE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address[0])
    expect(page.locator(".head")).to_be_attached()
    page.evaluate(AXE.read_text(encoding="utf-8"))

    def judged(where: str) -> list[str]:
        found = page.evaluate("async () => (await axe.run()).violations")
        return [f"{where}: {each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    complaints = judged("list")
    page.fill("#words", "Our services")
    expect(page.locator("#count")).to_have_text("1 family")
    page.locator("[role=option]").first.click()
    expect(page.locator(".foreign")).to_be_visible()
    expect(page.locator("a.left-over")).to_have_text("Télécharger le rapport")
    complaints += judged("family")
    page.locator("#markdown").click()
    complaints += judged("Markdown")
    for button, dialog in (("#do-p", "#search"), ("#do-a", "#alone"), ("#help-open", "#help")):
        page.locator(button).click()
        expect(page.locator(dialog)).to_be_visible()
        complaints += judged(dialog)
        page.keyboard.press("Escape")
    assert complaints == []
    page.close()


def test_narrow_shows_one_thing_at_a_time(browser: Browser, address: tuple[str, Shelf]) -> None:
    """The list, then the family, and back; nothing has to be scrolled sideways."""
    page = browser.new_page(viewport=NARROW)  # type: ignore[arg-type]
    page.goto(address[0])
    expect(page.locator("#family")).to_be_hidden()
    page.locator("#row-0").click()
    expect(page.locator("#families")).to_be_hidden()
    expect(page.locator("#family")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.get_by_role("button", name="All families").click()
    expect(page.locator("#list")).to_be_focused()
    page.close()
