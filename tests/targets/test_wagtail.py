"""A real Wagtail takes in what `--to wagtail` writes, and its site is the one that was harvested."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from lexical_facts import said
from targets.built import HOST, Built
from targets.conftest import Harvested
from targets.wagtail import Ask, again, asking, missing, new_project, take_in
from test_markup_laws import LAW, canonical, trees
from wpharvest.linking import free_redirects
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS, streamfield
from wpharvest.model.nodes import Root
from wpharvest.steps.export import Led

CASES = Path(__file__).parents[1] / "cases"
# Of the many pages that are alike only one in ten is asked for; the database is asked for all of them.
ALIKE = re.compile(r"/note-\d*[1-9]/$")
FILES = sorted([*CASES.glob("markup/*/input.html"), *CASES.glob("blocks/*.html")])


pytestmark = pytest.mark.xdist_group("wagtail")


@pytest.fixture(scope="module", autouse=True)
def wagtail() -> None:
    """A Wagtail that can be run; under CI=true there must be one."""
    why = missing()
    if why and os.environ.get("CI") == "true":
        pytest.fail(why)
    if why:
        pytest.skip(why)


@pytest.fixture(scope="module")
def project(wagtail: None, sample: Harvested, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the exported app, as yet without data."""
    folder = tmp_path_factory.mktemp("wagtail")
    sample.written("wagtail", folder / "out")
    new_project(folder / "out" / "wagtail", folder / "project")
    return folder / "project"


@pytest.fixture(scope="module")
def shown(project: Path) -> Iterator[Callable[[Root], str]]:
    """From a body to the HTML that Wagtail makes of it."""
    with asking(project) as ask:
        yield lambda body: str(ask("stream", streamfield.blocks(body, {})))


def fetched(ask: Ask, led: Led, root: Path) -> list[str]:
    """Every page and file that can be reached is written below `root`; what can't be had is told."""
    todo, seen, complaints = sorted(led.plan.targets), set[str](), list[str]()
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        answer: dict[str, Any] = {"status": 200, "text": ""} if ALIKE.search(address) else ask("get", address)
        if answer["status"] != 200:
            complaints.append(f"{answer['status']} at {address}")
            continue
        path = root / unquote(address).lstrip("/")
        path = path / "index.html" if address.endswith("/") else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(answer["text"], "utf-8")
        todo += [each for each in _own_links(answer["text"], address) if each not in seen]
    return complaints


def _own_links(html: str, address: str) -> Iterator[str]:
    for link in BeautifulSoup(html, "lxml").select("a[href]"):
        asked = urlsplit(urljoin(HOST + address, str(link["href"])))
        if asked.netloc == urlsplit(HOST).netloc:
            yield asked.path


def test_the_site_is_the_harvested_one(harvested: Harvested, project: Path, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments.

    Then what the database holds, and the redirects.
    """
    led = harvested.written("wagtail", tmp_path / "out")
    take_in(project, tmp_path / "out" / "wagtail", tmp_path / "project")
    with asking(tmp_path / "project") as ask:
        complaints = fetched(ask, led, tmp_path / "site")
        built = Built(tmp_path / "site", led)
        built.documents = [each for each in built.documents if not ALIKE.search(led.plan.places[each.key])]
        complaints += built.complaints()
        complaints += _rows(ask("pages", True), led)
        complaints += _redirects(ask, led)
    assert "\n".join(complaints) == ""


def _rows(rows: list[dict[str, Any]], led: Led) -> Iterator[str]:
    """What the database holds of each document."""
    pages = {row["key"]: row for row in rows}
    if len(pages) != len(rows):
        yield "a page is there twice"
    families = led.site.family_of()
    for document in led.site.documents:
        row = pages[str(document.key)]
        family = families.get(document.key)
        sisters = {language: str(key) for language, key in (family.members if family else {}).items()}
        sisters.pop(document.key.language, None)
        told = {
            "url": (unquote(row["url"]), unquote(led.plan.places[document.key])),
            "live": (row["live"], document.status == "publish"),
            "date": (_day(row["date"]), document.date[:19]),
            "first published": (
                _day(row["first_published"]),
                document.date[:19] or _day(row["first_published"]),
            ),
            "owner": (row["owner"], document.author),
            "locale": (row["locale"], document.key.language),
            "translations": (row["translations"], sisters),
        }
        yield from (f"{document.key}: {what}: {a!r}, not {b!r}" for what, (a, b) in told.items() if a != b)


def _day(date: str | None) -> str:
    return (date or "")[:19]


def _redirects(ask: Ask, led: Led) -> Iterator[str]:
    for row in free_redirects(led.site, led.plan).rows:
        if not row.query:
            answer = ask("get", row.old)
            if (answer["status"], unquote(answer["location"])) != (301, unquote(row.new)):
                yield f"{row.old}: {answer['status']} {answer['location']}, not {row.new}"


def test_a_second_import_changes_nothing(sample: Harvested, project: Path, tmp_path: Path) -> None:
    """Each page is found again under the key that it had, and stays as it is."""
    sample.written("wagtail", tmp_path / "out", languages=("en",), types=("pages",))
    take_in(project, tmp_path / "out" / "wagtail", tmp_path / "project")
    with asking(tmp_path / "project") as ask:
        once = ask("pages", True)
    again(tmp_path / "project")
    with asking(tmp_path / "project") as ask:
        assert ask("pages", True) == once
    assert len({row["key"] for row in once}) == len(once) > 5


@LAW
@given(trees)
def test_wagtail_shows_what_the_tree_says(shown: Callable[[Root], str], tree: Root) -> None:
    """Each letter with its marks, each link, picture and block is the same when Wagtail shows it."""
    body = canonical(tree)
    html = shown(body)
    assert said(read(html)) == said(body), f"{WRITERS['html'](body)}\n{html}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + "/" + file.name)
def test_wagtail_shows_the_blocks_of_wordpress(shown: Callable[[Root], str], file: Path) -> None:
    """So it is with each case of the markup room and each block that WordPress has."""
    body = read(file.read_text("utf-8"))
    html = shown(body)
    assert said(read(html)) == said(body), html
