"""The report page in a real browser: light, dark, wide, narrow, on paper, by key, and a judge of access."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from report_site import NOWHERE, ORIGIN, bare, full, told
from test_review_page import AXE, NARROW, WIDE
from wpharvest.exporters.report import report
from wpharvest.exporters.report_page import report_page


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "full": report_page(full(), told(full()), ORIGIN),
        "bare": report_page(bare(), report(bare()), NOWHERE),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_bytes(page.body)
    return {name: (folder / f"{name}.html").as_uri() for name in pages}


@pytest.fixture
def page(browser: Browser, files: dict[str, str]) -> Iterator[Page]:
    """The full page, of which the console says nothing and which asks for nothing but itself."""
    wrong: list[str] = []
    opened = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    opened.on("console", lambda said: wrong.append(said.text))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened.on("request", lambda request: wrong.append(request.url) if request.url != files["full"] else None)
    opened.goto(files["full"])
    yield opened
    opened.close()
    assert wrong == []


def test_it_needs_nothing_but_itself(page: Page) -> None:
    """From a file, without network or script: every plot has a size, and its numbers open below it."""
    pictures = page.locator("svg")
    assert pictures.count() == 13
    for at in range(pictures.count()):
        box = pictures.nth(at).bounding_box()
        assert box and box["width"] > 300 and box["height"] > 20
    page.locator("#types summary").click()
    expect(page.locator("#types table")).to_be_visible()
    expect(page.locator("#types tbody tr").first).to_contain_text("Articles")


def test_the_keyboard_reaches_everything(page: Page) -> None:
    """Past the head with one key, to a finding with Enter, to the numbers with Enter."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#report")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#types summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#types table")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#types .scroll")).to_be_focused()


def test_on_paper_the_numbers_are_there_in_black_on_white(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#types table")).to_be_visible()
    expect(page.locator("nav")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    assert page.evaluate(_CUT) == []


@pytest.mark.parametrize(
    ("scheme", "narrow"), [("light", False), ("dark", True)], ids=["light", "dark-narrow"]
)
def test_axe_finds_nothing(browser: Browser, files: dict[str, str], scheme: str, narrow: bool) -> None:
    """All rules of axe-core, with the numbers open, in both schemes and both layouts; nothing is too wide."""
    if not AXE.exists():
        pytest.skip("no axe-core here: npm --prefix tests/node install")
    size = NARROW if narrow else WIDE
    complaints = []
    for name in files:
        page = browser.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        page.goto(files[name])
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for found in page.evaluate("async () => (await axe.run()).violations"):
            complaints += [f"{name}: {found['id']}: {node['html'][:200]}" for node in found["nodes"]]
        page.close()
    assert complaints == []


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_no_text_lies_on_another(browser: Browser, files: dict[str, str], narrow: bool) -> None:
    """In a picture, no label meets a number, a bar or another label."""
    page = browser.new_page(viewport=NARROW if narrow else WIDE)  # type: ignore[arg-type]
    page.goto(files["full"])
    met = page.evaluate(_MEET)
    page.close()
    assert met == []


_CUT = """() => [...document.querySelectorAll(".scroll")].filter((each) => {
  const [table, card] = [each.firstChild, each.closest(".card")].map((box) => box.getBoundingClientRect());
  return table.right > card.right || table.bottom > card.bottom;
}).map((each) => each.getAttribute("aria-label"))"""
_MEET = """() => [...document.querySelectorAll("svg")].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll("text, rect")].map((each) => [each, each.getBoundingClientRect()]);
  const apart = (a, b) => a.right - 1 <= b.left || a.bottom - 3 <= b.top;
  const meet = (a, b) => !apart(a, b) && !apart(b, a);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
    .filter(([other, b]) => (one.tagName === "text" || other.tagName === "text") && meet(a, b))
    .map(([other]) => `${svg.parentElement.id}: ${one.textContent} / ${other.textContent}`));
})"""
