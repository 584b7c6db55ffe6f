"""The review page's server: who may ask, what a verdict does, and the way back."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.test import Client, TestResponse

from review_site import HOSTILE, Shelf, desk, documents
from test_translation import document
from wpharvest import config
from wpharvest.errors import PairsError, UsageError
from wpharvest.model.items import Key
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store.pairs import read_pairs
from wpharvest.translation.overrides import Kind, Verdict, read
from wpharvest.web.review import Desk, application, sides
from wpharvest.web.review.guard import TOKEN

SECRET = "s" * 43
PAIR = (Key("fr", "pages", 2), Key("en", "pages", 102))
BY_HAND = '# mine\n\n[[alone]]\ndocument = "fr/pages/50"  # for good\n'


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def table(shelf: Shelf) -> Desk:
    return desk(documents(), shelf)


def client(of: Desk) -> Client:
    return Client(application(of, SECRET))


def get(of: Desk, path: str, **headers: str) -> TestResponse:
    return client(of).get(path, headers={TOKEN: SECRET, **headers})


def post(of: Desk, path: str, **value: Any) -> TestResponse:
    return client(of).post(path, json=value, headers={TOKEN: SECRET})


def together(of: Desk) -> set[frozenset[str]]:
    return {frozenset(each.key for each in row.members) for row in of.rows() if len(row.members) > 1}


# ── who may ask ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/api/rows", {}, 403),
        ("/api/rows", {TOKEN: "x"}, 403),
        ("/api/rows", {TOKEN: "é"}, 403),
        ("/api/rows", {TOKEN: SECRET}, 200),
        ("/api/rows", {TOKEN: SECRET, "Origin": "http://localhost"}, 200),
        ("/api/rows", {TOKEN: SECRET, "Origin": "http://localhost:81"}, 403),
        ("/api/rows", {TOKEN: SECRET, "Origin": "https://evil.example"}, 403),
        ("/api/rows", {TOKEN: SECRET, "Origin": "null"}, 403),
        ("/api/rows", {TOKEN: SECRET, "Host": "evil.example"}, 403),
        ("/api/rows", {TOKEN: SECRET, "Host": "127.0.0.1.evil.example:80"}, 403),
        ("/api/rows", {TOKEN: SECRET, "Host": "[::1"}, 403),
        ("/api/rows", {TOKEN: SECRET, "Host": "127.0.0.1:8080"}, 200),
        ("/", {"Host": "evil.example"}, 403),
        ("/", {}, 200),
        ("/app.js", {}, 200),
        ("/api/nothing", {}, 403),
        ("/api/nothing", {TOKEN: SECRET}, 404),
        ("/../desk.py", {TOKEN: SECRET}, 404),
    ],
)
def test_who_is_answered(table: Desk, path: str, headers: dict[str, str], status: int) -> None:
    """The bare page for this machine, the data for the token, nothing for another site's page."""
    answer = client(table).get(path, headers=headers)
    assert answer.status_code == status
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_verdict_needs_the_token(table: Desk, shelf: Shelf) -> None:
    """A form of another page can reach the port, but can't send the header."""
    verdict = {"kind": "apart", "documents": ["fr/pages/2", "en/pages/102"]}
    assert client(table).post("/api/verdict", json=verdict).status_code == 403
    assert client(table).post("/api/verdict", json=verdict, headers={TOKEN: SECRET}).status_code == 200
    assert "[[apart]]" in shelf.text


def test_every_asset_is_there(table: Desk) -> None:
    """Nothing of the page is anywhere else: it asks no other host."""
    from wpharvest.web.review.application import ASSETS

    for path, (_, kind) in ASSETS.items():
        answer = client(table).get(path)
        assert (answer.status_code, answer.content_type) == (200, kind)
        assert "://" not in answer.text.replace("http://www.w3.org/2000/svg", "")


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────


def test_families_come_by_doubt(table: Desk) -> None:
    """The least sure first, then documents without a sister, then what a person decided."""
    table.decide(Verdict("together", PAIR))
    rows = table.rows()
    open_pairs = [row for row in rows if len(row.members) > 1 and not row.decided]
    assert [row.confidence for row in open_pairs] == sorted(row.confidence for row in open_pairs)
    assert [len(row.members) > 1 for row in rows[: len(open_pairs)]] == [True] * len(open_pairs)
    assert [row.id for row in rows[len(open_pairs) : -1]] == ["en/pages/150", "fr/pages/50"]
    assert (rows[-1].id, rows[-1].by, rows[-1].decided) == ("pages-2", "person", True)


def test_each_verdict_is_in_the_file_at_once(table: Desk, shelf: Shelf) -> None:
    sent = [
        {"kind": "together", "documents": ["fr/pages/2", "en/pages/102"], "family": "pages-2"},
        {"kind": "apart", "documents": ["fr/pages/3", "en/pages/103"], "family": "pages-3"},
        {"kind": "alone", "documents": ["fr/pages/50"], "family": "fr/pages/50", "note": "news"},
    ]
    for at, verdict in enumerate(sent, 1):
        answer = post(table, "/api/verdict", **verdict)
        assert answer.status_code == 200, answer.text
        assert len(read(shelf.text)) == at
    told = {row["id"]: (row["by"], row["decided"]) for row in answer.get_json()["rows"]}
    assert told["pages-2"] == told["fr/pages/50"] == ("person", True)
    assert told["fr/pages/3"] == told["en/pages/103"] == ("", False)


def test_another_mind_replaces_the_first(table: Desk, shelf: Shelf) -> None:
    """A verdict on the same documents takes the place of the one before; others stay."""
    shelf.text = BY_HAND
    table.decide(Verdict("together", PAIR), PAIR)
    table.decide(Verdict("apart", PAIR), PAIR)
    assert [each.kind for each in read(shelf.text)] == ["alone", "apart"]
    table.decide(Verdict("alone", PAIR[:1]), PAIR)
    assert [each.kind for each in read(shelf.text)] == ["alone", "alone"]
    assert shelf.text.startswith(BY_HAND)


def test_pairing_anew(table: Desk, shelf: Shelf) -> None:
    """A document goes to another sister; the one it had stays alone."""
    table.decide(Verdict("together", (PAIR[0], Key("en", "pages", 103))), PAIR)
    assert frozenset({"fr/pages/2", "en/pages/103"}) in together(table)
    assert {"en/pages/102", "fr/pages/3"} <= {row.id for row in table.rows()}


def test_a_contradiction_is_shown_and_not_written(table: Desk, shelf: Shelf) -> None:
    shelf.text = BY_HAND
    answer = post(
        table,
        "/api/verdict",
        kind="together",
        documents=["fr/pages/50", "en/pages/150"],
        family="en/pages/150",
    )
    assert answer.status_code == 409
    assert answer.get_json()["error"].startswith("pairs.toml, lines 3 and 6: fr/pages/50 can't be both alone")
    assert shelf.text == BY_HAND


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ({"kind": "married", "documents": ["fr/pages/2"]}, 400),
        ({"kind": "alone"}, 400),
        ({"kind": "alone", "documents": ["fr/pages/999"]}, 409),
        ({"kind": "alone", "documents": ["x"]}, 409),
        ({"kind": "alone", "documents": []}, 409),
        ({"kind": "alone", "documents": ["fr/pages/2", "fr/pages/3"]}, 409),
        ({"kind": "apart", "documents": ["fr/pages/2"]}, 409),
        ({"kind": "alone", "documents": ["fr/pages/2"], "note": "x" * 70_000}, 400),
    ],
)
def test_nonsense_is_refused(table: Desk, shelf: Shelf, value: dict[str, Any], status: int) -> None:
    assert post(table, "/api/verdict", **value).status_code == status
    assert shelf.text == ""


def test_undo_goes_all_the_way_back(table: Desk, shelf: Shelf) -> None:
    """Step by step, to the letter; then it says that there is nothing left."""
    shelf.text = BY_HAND
    table.refresh()
    before = together(table)
    texts = []
    kinds: tuple[Kind, ...] = ("together", "apart", "together")
    for kind in kinds:
        texts.append(shelf.text)
        table.decide(Verdict(kind, PAIR), PAIR)
    for text in reversed(texts):
        table.undo()
        assert shelf.text == text
    assert together(table) == before
    with pytest.raises(UsageError, match="nothing to undo"):
        table.undo()


def test_a_person_may_write_at_the_same_time(table: Desk, shelf: Shelf) -> None:
    """What somebody adds to the file by hand meanwhile counts at once, and undo leaves it."""
    table.decide(Verdict("together", PAIR), PAIR)
    table.decide(Verdict("apart", PAIR), PAIR)
    shelf.text += "\n" + BY_HAND
    rows = {row["id"]: row["decided"] for row in get(table, "/api/rows").get_json()["rows"]}
    assert rows["fr/pages/50"] is True
    table.undo()
    assert BY_HAND in shelf.text
    assert [each.kind for each in read(shelf.text)] == ["alone", "together"]
    shelf.text = "[[alone]"
    with pytest.raises(PairsError):
        table.decide(Verdict("alone", PAIR[1:]))
    assert shelf.text == "[[alone]"
    assert get(table, "/api/rows").status_code == 409


def test_what_cannot_be_written_has_not_happened(shelf: Shelf) -> None:
    """The disk is full: the page says so, and shows what the file still says."""
    table = desk(documents(), shelf)

    def full(text: str) -> None:
        raise UsageError("disk full")

    shelf.put = full  # type: ignore[method-assign]
    table = desk(documents(), shelf)
    before = together(table)
    with pytest.raises(UsageError):
        table.decide(Verdict("apart", PAIR))
    assert together(table) == before


# ── one family ───────────────────────────────────────────────────────────────────────────────────────


def test_a_family_side_by_side(table: Desk) -> None:
    """What one side lacks, what is in the other language, and numbers that differ."""
    told = get(table, "/api/family?id=pages-1").get_json()
    assert (told["left"], told["right"]) == ("fr", "en")
    assert told["evidence"][0]["why"] == "each names the other by translations"
    found = [piece for pair in told["pairs"] for piece in (*pair["left"], *pair["right"])]
    pieces = {piece["markdown"]: piece for piece in found}
    since = pieces["We have supported victims since 2005, with a team of lawyers."]
    assert since["only"] == ["2005"]
    assert [text[:10] for text, piece in pieces.items() if piece["foreign"]] == ["Le rapport"]
    alone = [pair["right"][0]["markdown"][:14] for pair in told["pairs"] if not pair["left"]]
    assert alone == ["This paragraph"]
    left_over = [piece["left_over"] for piece in found if piece["left_over"]]
    assert left_over == [["Télécharger le rapport"]]
    assert pieces["- free legal assistance"]["html"].startswith("<p>free legal")


def test_languages_of_a_family_can_be_chosen(table: Desk) -> None:
    told = get(table, "/api/family?id=pages-7&left=de&right=en").get_json()
    assert (told["left"], told["right"]) == ("de", "en")
    odd = get(table, "/api/family?id=pages-7&left=xx&right=en").get_json()
    assert (odd["left"], odd["right"]) == ("fr", "de")
    assert get(table, "/api/family?id=fr/pages/50").get_json()["right"] == ""
    assert get(table, "/api/family?id=pages-999").get_json() is None


def test_foreign_content_is_only_content() -> None:
    """No script, no handler, no picture, no frame, no name, no style comes through."""
    html = "".join(piece.html for pair in sides.alone(document("fr", 1, HOSTILE)) for piece in pair.left)
    for bad in ("javascript", "alert", "<img", "<svg", "<iframe", "style", "id=", "<h5"):
        assert bad not in html
    assert '<span class="image">three</span>' in html
    assert "Five" in html


# ── the command ──────────────────────────────────────────────────────────────────────────────────────


def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    """A verdict sent to the address that it prints is in the snapshot's folder; Ctrl-C ends it in peace."""
    source = open_source(str(Path(__file__).parent / "seeds"), config.Harvest())
    fetch(source, tmp_path / "snap", config.Harvest(), started_at="2026-01-01T00:00:00Z")
    command = [sys.executable, "-m", "wpharvest", "review", str(tmp_path / "snap"), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            address = next(word for word in running.stdout.readline().split() if word.startswith("http"))
            url, _, token = address.partition("/#")
            assert url.startswith("http://127.0.0.1:")
            rows = requests.get(f"{url}/api/rows", headers={TOKEN: token}, timeout=30).json()["rows"]
            keys = [member["key"] for member in rows[0]["members"]]
            assert len(keys) == 2
            verdict = {"kind": "together", "documents": keys, "family": rows[0]["id"]}
            sent = requests.post(f"{url}/api/verdict", json=verdict, headers={TOKEN: token}, timeout=30)
            assert sent.status_code == 200
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 0
    (written,) = read(read_pairs(tmp_path / "snap"))
    assert (written.kind, list(map(str, written.documents))) == ("together", keys)
