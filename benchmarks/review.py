"""How long the review page takes with 5,000 documents, in a real Chromium: `make bench-review`.

Prints milliseconds (median and worst of a few runs) from a key or a letter to the picture that answers it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser import FLAGS, program
from wpharvest.markup import html_reader
from wpharvest.model.documents import Document
from wpharvest.model.families import Evidence, Family
from wpharvest.model.items import Key, SiteInfo
from wpharvest.model.site import Site
from wpharvest.store.pairs import read_pairs, write_pairs
from wpharvest.web.review import Desk, PairsFile, application
from wpharvest.web.serve import serving

DOCUMENTS = 5_000
TIMES = 9
SECRET = "b" * 43
WORDS = {
    "fr": "Nous accompagnons les victimes depuis vingt ans avec une équipe de juristes et de bénévoles. ",
    "en": "We have supported victims for twenty years with a team of lawyers and of volunteers. ",
}
# Runs in the page: does something, waits until it holds, then for the frame that shows it.
MEASURE = """
async ([act, done]) => {
  const holds = new Function(`return ${done}`);
  const start = performance.now();
  new Function(act)();
  while (!holds()) await new Promise((next) => setTimeout(next, 1));
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  return performance.now() - start;
}
"""
KEY = (
    "document.querySelector('#list').dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
)
ALL = f"document.querySelector('#count').textContent.startsWith('{DOCUMENTS // 2}')"
STEPS: dict[str, Callable[[int], tuple[str, str]]] = {
    "one row down": lambda at: (KEY % "ArrowDown", "document.querySelector('[aria-selected=true]')"),
    "to the last row, or the first": lambda at: (
        KEY % ("Home" if at % 2 else "End"),
        f"document.querySelector('[aria-posinset=\"{1 if at % 2 else DOCUMENTS // 2}\"]')",
    ),
    "a letter in the search": lambda at: (
        f"const w = document.querySelector('#words'); w.value = '{'' if at % 2 else 12}';"
        "w.dispatchEvent(new Event('input', {bubbles: true}))",
        ALL if at % 2 else f"!{ALL}",
    ),
    "a family, side by side": lambda at: (
        KEY % "ArrowDown" + "; document.querySelector('.head').remove()",
        "document.querySelector('.head')",
    ),
    "a verdict, written to the disk": lambda at: (
        "document.querySelector('#said').textContent = ''; document.querySelector('#do-c').click()",
        "document.querySelector('#said').textContent.startsWith('Confirmed')",
    ),
    "undo": lambda at: (
        "document.querySelector('#said').textContent = ''; document.querySelector('#undo').click()",
        "document.querySelector('#said').textContent === 'Undone'",
    ),
}


def document(language: str, number: int) -> Document:
    """A page of twelve paragraphs below three headings."""
    text = WORDS[language]
    body = "".join(f"<h2>{text[:30]}{at}</h2>" + f"<p>{text * 3}{number}.{at}</p>" * 4 for at in range(3))
    url = f"https://example.org/{language}/page-{number}/"
    path = f"/{language}/page-{number}/"
    title = f"{text[:40]} {number}"
    return Document(
        Key(language, "pages", number),
        "type",
        "page",
        f"page-{number}",
        title,
        url,
        path,
        html_reader.read(body),
    )


def site() -> Site:
    """2,500 families of two, each with a reason."""
    known: list[Document] = []
    families: list[Family] = []
    for number in range(1, DOCUMENTS // 2 + 1):
        pair = document("fr", number), document("en", number)
        known += pair
        a, b = sorted(each.key for each in pair)
        why = (Evidence(a, b, "links", 3.2, "both link to example.com"),)
        members = {"en": a, "fr": b}
        families.append(Family(f"pages-{number}", members, 0.5 + number / DOCUMENTS, "inferred", why))
    info = SiteInfo("https://example.org", name="A large site", default_language="fr")
    return Site(info, tuple(sorted(known, key=lambda each: each.key)), tuple(families))


def measured(page: Page, name: str) -> list[float]:
    """Milliseconds of each run of a step."""
    found = []
    for at in range(TIMES):
        found.append(page.evaluate(MEASURE, list(STEPS[name](at))))
        page.wait_for_selector(".head")
        page.wait_for_timeout(150)  # whoever decides looks at the next one first
    return found


def main() -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp())
    start = time.perf_counter()
    desk = Desk(site(), PairsFile("pairs.toml", partial(read_pairs, folder), partial(write_pairs, folder)))
    print(f"{DOCUMENTS} documents on the desk: {time.perf_counter() - start:.1f} s")
    with serving(application(desk, SECRET)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program() or None, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        page.goto(f"{url}/#{SECRET}")
        page.wait_for_selector(".head")
        took = 1000 * (time.perf_counter() - start)
        print(f"{'the page, until the first family is shown':<45} {took:6.0f} ms")
        for name in STEPS:
            times = measured(page, name)
            print(f"{name:<45} {statistics.median(times):6.0f} ms, worst {max(times):.0f}")
        browser.close()


if __name__ == "__main__":
    main()
