"""Media files over several runs of the program: what failed is tried again, what is forbidden isn't."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakepress import INDEX, FakePress, post
from fault_harness import COMPLETE, PARTIAL, fetch
from rawsite import Asked, Sent, Site, sent

Capture = pytest.CaptureFixture[str]
PHOTO = "/wp-content/uploads/2024/03/lake.jpg"
ICON = "/wp-content/uploads/2024/03/icon.png"


def site(files: dict[str, bytes], robots: str = "") -> Site:
    """One post, and a photo in the library."""
    record = post(
        7, "https://h.org/lake/", source_url=f"https://h.org{PHOTO}", modified_gmt="2024-01-01T00:00:00"
    )
    wordpress = FakePress([post(1, modified_gmt="2024-01-01T00:00:00")], media=[record])
    wordpress.index = {**INDEX, "site_icon": 9, "site_icon_url": f"https://h.org{ICON}"}

    def answer(asked: Asked) -> Sent:
        if asked.path == "/robots.txt":
            return sent(robots, kind="text/plain")
        if asked.path in files:
            return sent(files[asked.path], kind="image/jpeg")
        return wordpress(asked)

    return answer


def test_a_file_that_failed_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Though its record didn't change since; what came the first time isn't asked for again."""
    files = {ICON: b"icon"}
    ran = fetch(site(files), tmp_path, monkeypatch, capsys, "--name", "h")
    assert ran.code == PARTIAL
    assert f"{PHOTO} couldn't be fetched" in ran.said
    files[PHOTO] = b"lake"
    ran = fetch(site(files), tmp_path, monkeypatch, capsys, "--name", "h")
    assert ran.code == COMPLETE, ran.said
    assert (tmp_path / "snapshots/h/data/media/2024/03/lake.jpg").read_bytes() == b"lake"
    assert [asked.path for asked in ran.log if "uploads" in asked.path] == [PHOTO]


def test_robots_txt_counts_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A file that robots.txt forbids isn't asked for, is missing, and the rule is named."""
    forbids = site({PHOTO: b"lake", ICON: b"icon"}, f"User-agent: *\nDisallow: {PHOTO}\n")
    ran = fetch(forbids, tmp_path, monkeypatch, capsys, robots=True)
    assert ran.code == PARTIAL
    assert not any(asked.path == PHOTO for asked in ran.log)
    assert "Disallow: /wp-content/uploads/2024/03/lake.jpg, line 2" in ran.said


def test_the_sites_icon_comes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """The index names it, be it in the library or not; `site.json` tells its address."""
    ran = fetch(site({PHOTO: b"lake", ICON: b"icon"}), tmp_path, monkeypatch, capsys, "--name", "h")
    assert ran.code == COMPLETE, ran.said
    assert (tmp_path / "snapshots/h/data/media/2024/03/icon.png").read_bytes() == b"icon"
    told = json.loads((tmp_path / "output/h/site.json").read_text(encoding="utf-8"))
    assert told["icon"]["url"] == f"https://h.org{ICON}"


@pytest.mark.parametrize("page", ["https://h.org/?attachment_id=7", "https://h.org/lost/"])
def test_a_record_without_a_file_lacks_none(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """WordPress then gives the address of the record's page as that of its file: nothing is missing."""
    record = post(7, source_url=page)
    ran = fetch(FakePress([post(1)], media=[record]), tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert ran.keys == {"posts/1", "media/7"}
