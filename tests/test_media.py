"""Media files: streamed, gone on with, checked, capped, and never from where they don't belong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rawsite import Asked, Sent, sent, serving
from rest_harness import still
from wpharvest.config import Harvest
from wpharvest.conversion.references import file_references
from wpharvest.model.items import Collection, Key, Resource, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.sources import Wanted
from wpharvest.sources.rest.addresses import Mapping
from wpharvest.sources.rest.media import Downloads
from wpharvest.sources.rest.session import Session
from wpharvest.steps.beside import Beside, is_empty

BODY = bytes(range(256)) * 40
TAG = {"ETag": '"v1"'}


def fetch(
    folder: Path, site: Callable[[Asked], Sent], *wanted: Wanted, **options: Any
) -> tuple[list[Resource | Notice], list[Asked]]:
    """Fetch files from a site on the loopback; `/a.bin` unless others are named."""
    with serving(site) as (url, log):
        harvest = Harvest(retries=2, **options)
        mapping = Mapping("https://h.org", url)
        downloads = Downloads(Session(harvest, still()), mapping, harvest, folder)
        files = wanted or (Wanted("https://h.org/a.bin", "media/a.bin"),)
        return list(downloads.read(files, 1)), log


def image(body: bytes = BODY, status: int = 200, length: int = -1, said: str = "") -> Sent:
    headers = {**TAG, "Content-Range": said} if said else TAG
    return sent(body, status, headers, "application/octet-stream", length)


def lost(events: list[Resource | Notice]) -> str:
    (notice,) = events
    assert isinstance(notice, Notice)
    assert notice.lost
    return notice.what


def got(events: list[Resource | Notice]) -> bytes:
    """The bytes of the one file, which has the digest that was said."""
    resource = events[0]
    assert isinstance(resource, Resource)
    body = Path(resource.file).read_bytes()
    assert hashlib.sha256(body).hexdigest() == resource.sha256
    assert resource.body == b""
    return body


def test_a_file_comes_whole(tmp_path: Path) -> None:
    events, log = fetch(tmp_path, lambda asked: image())
    assert got(events) == BODY
    assert len(log) == 1
    assert [each.suffix for each in tmp_path.iterdir()] == [".part"]


def test_a_broken_transfer_is_gone_on_with(tmp_path: Path) -> None:
    """Only the rest is asked for, of the same version."""

    def site(asked: Asked) -> Sent:
        if "range" not in asked.headers:
            return image(BODY[:4000], length=len(BODY))
        start = int(asked.headers["range"].removeprefix("bytes=").rstrip("-"))
        return image(BODY[start:], 206, said=f"bytes {start}-{len(BODY) - 1}/{len(BODY)}")

    events, log = fetch(tmp_path, site)
    assert got(events) == BODY
    assert [each.headers.get("range") for each in log] == [None, "bytes=4000-"]
    assert log[1].headers["if-range"] == '"v1"'


def test_the_next_run_goes_on_too(tmp_path: Path) -> None:
    """What a run that was stopped left half fetched isn't fetched twice."""
    answers = [
        image(BODY[:4000], length=len(BODY)),
        image(BODY[4000:], 206, said=f"bytes 4000-{len(BODY) - 1}/{len(BODY)}"),
    ]
    with serving(lambda asked: answers.pop(0)) as (url, log):
        for run in (1, 2):
            harvest = Harvest(retries=0)
            downloads = Downloads(Session(harvest, still()), Mapping("https://h.org", url), harvest, tmp_path)
            events = list(downloads.read([Wanted("https://h.org/a.bin", "media/a.bin")], 1))
            if run == 1:
                assert "cut off" in lost(events)
    assert got(events) == BODY
    assert log[1].headers["range"] == "bytes=4000-"


def test_a_changed_file_is_begun_anew(tmp_path: Path) -> None:
    """`If-Range` doesn't fit any more: the server sends all of the new file."""
    other = BODY[::-1]

    def site(asked: Asked) -> Sent:
        return image(other) if "range" in asked.headers else image(BODY[:4000], length=len(BODY))

    events, _ = fetch(tmp_path, site)
    assert got(events) == other


def test_always_cut_short_is_a_loss_that_is_named(tmp_path: Path) -> None:
    events, log = fetch(tmp_path, lambda asked: sent(BODY[:10], length=99, kind="image/jpeg"))
    assert "https://h.org/a.bin" in lost(events)
    assert len(log) == 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (sent("gone", 404, kind="image/jpeg"), "status 404"),
        (sent("<html>login</html>", kind="text/html"), "HTML page"),
        (sent(b"x", kind="image/jpeg", length=100 * 10**9), "over the limit"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once(tmp_path: Path, answer: Sent, why: str) -> None:
    """One request, and nothing stays on the disk."""
    events, log = fetch(tmp_path, lambda asked: answer)
    assert why in lost(events)
    assert len(log) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_declares_100_gb_isnt_even_asked_for(tmp_path: Path) -> None:
    wanted = Wanted("https://h.org/film.mp4", "media/film.mp4", size=100 * 10**9)
    events, log = fetch(tmp_path, lambda asked: image(), wanted)
    assert "95,367 MB" in lost(events)
    assert log == []


def test_an_endless_body_ends_at_the_limit(tmp_path: Path) -> None:
    """Without a declared length the bytes are counted as they come."""
    answer = sent(b"x" * (2 * 2**20), kind="video/mp4", length=None)
    events, _ = fetch(tmp_path, lambda asked: answer, max_media_size=1)
    assert "over the limit of 1 MB" in lost(events)
    assert list(tmp_path.iterdir()) == []


def test_another_size_than_the_library_says_is_told(tmp_path: Path) -> None:
    """Image optimisers shrink files without telling the library: kept, and said."""
    events, _ = fetch(tmp_path, lambda asked: image(), Wanted("https://h.org/a.bin", "media/a.bin", size=7))
    assert got(events) == BODY
    notice = events[1]
    assert isinstance(notice, Notice)
    assert not notice.lost
    assert "the media library says 7" in notice.what


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.jpg", "http://10.0.0.1/a.jpg", "http://[::1]/a.jpg"])
def test_nothing_comes_from_a_private_network(tmp_path: Path, url: str) -> None:
    """Unless the site itself is there."""
    harvest = Harvest()
    mapping = Mapping("https://93.184.216.34", "https://93.184.216.34")
    downloads = Downloads(Session(harvest, still()), mapping, harvest, tmp_path)
    assert "private network" in lost(list(downloads.read([Wanted(url, "media/a.jpg")], 1)))


def test_a_redirect_to_a_file_on_this_machine_is_refused(tmp_path: Path) -> None:
    events, _ = fetch(tmp_path, lambda asked: sent("", 302, {"Location": "file:///etc/passwd"}))
    assert "isn't an http address" in lost(events)


def record(id_: int, url: str, language: str = "fr", **details: Any) -> tuple[Key, dict[str, Any]]:
    value = {"id": id_, "source_url": url, "mime_type": "image/jpeg", "media_details": details}
    return Key(language, "media", id_), value


def beside(media: str = "library", folder: Path = Path(), srcset: str = "largest") -> Beside:
    kinds = (Collection("media", "attachment", "media"), Collection("pages", "page", "type"))
    info = SiteInfo("https://h.org", collections=kinds)
    options = Harvest(media=media, srcset=srcset)  # type: ignore[arg-type]
    return Beside(options, info, (), folder)


def test_one_file_of_two_languages_is_fetched_once() -> None:
    listener = beside()
    for id_, language in ((1, "fr"), (2, "en")):
        url = "https://h.org/wp-content/uploads/2024/03/a.jpg"
        listener.note(*record(id_, url, language, filesize=12), "new")
    (wanted,) = listener.files()
    assert (wanted.path, wanted.size) == ("media/2024/03/a.jpg", 12)


def test_bodies_tell_of_files_that_the_library_doesnt_know() -> None:
    """Of the site's own hosts alone, and not the sizes that WordPress made of a picture in the library."""
    listener = beside("all")
    up = "https://h.org/wp-content/uploads/2024/03/"
    sizes = {"medium": {"source_url": f"{up}a-300x200.jpg"}}
    listener.note(*record(1, f"{up}a.jpg", sizes=sizes), "new")
    body = (
        f'<img src="{up}a-300x200.jpg"><a href="/files/b.pdf">B</a><video poster="{up}p.png" src="{up}v.mp4">'
        '</video><img src="https://elsewhere.org/c.jpg"><a href="/a-page/">no file</a>'
    )
    value = {"id": 9, "link": "https://h.org/x/", "content": {"rendered": body}}
    listener.note(Key("fr", "pages", 9), value, "new")
    assert [each.path for each in listener.files()] == [
        "media/2024/03/a.jpg",
        "media/2024/03/p.png",
        "media/2024/03/v.mp4",
        "media/h.org/files/b.pdf",
    ]


def test_every_size_on_request() -> None:
    """`--srcset all`: those that the library lists, and with `--media all` those that bodies name."""
    up = "https://h.org/wp-content/uploads/2024/03/"
    sizes = {"medium": {"source_url": f"{up}a-300x200.jpg"}, "full": {"source_url": f"{up}a.jpg"}}
    body = f'<img src="{up}a-300x200.jpg" srcset="{up}a-600x400.jpg 600w, {up}a.jpg 900w">'
    value = {"id": 9, "link": "https://h.org/x/", "content": {"rendered": body}}
    found = {}
    for media in ("none", "library", "all"):
        listener = beside(media, srcset="all")
        listener.note(*record(1, f"{up}a.jpg", sizes=sizes), "new")
        listener.note(Key("fr", "pages", 9), value, "new")
        found[media] = [each.path.removeprefix("media/2024/03/") for each in listener.files()]
    assert found == {
        "none": [],
        "library": ["a-300x200.jpg", "a.jpg"],
        "all": ["a-300x200.jpg", "a-600x400.jpg", "a.jpg"],
    }


def test_none_is_none() -> None:
    listener = beside("none")
    listener.note(*record(1, "https://h.org/wp-content/uploads/a.jpg"), "new")
    assert list(listener.files()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<img src="a.jpg" srcset="a-1.jpg 300w, a-2.jpg 1200w, a.jpg 600w">', ["https://h/p/a-2.jpg"]),
        ('<img src="data:image/png;base64,AA">', []),
        ('<a href="b.PDF#page=2">b</a><a href="mailto:x@y.org">m</a>', ["https://h/p/b.PDF"]),
        ("<div style=\"background-image:url('/bg.png')\"></div>", ["https://h/bg.png"]),
        ('<img src="http://[broken/a.jpg">', []),
    ],
)
def test_references(source: str, found: list[str]) -> None:
    assert list(file_references(source, "https://h/p/")) == found


def test_all_sizes_of_a_body() -> None:
    source = (
        '<picture><source srcset="b.webp 1x, b2.webp 2x"><img src="a.jpg" srcset="a-1.jpg 300w"></picture>'
    )
    found = ["b.webp", "b2.webp", "a.jpg", "a-1.jpg"]
    assert file_references(source, "https://h/p/", "all") == tuple(f"https://h/p/{each}" for each in found)


@pytest.mark.parametrize(
    ("source", "empty"),
    [
        ("", True),
        ("<div><style>.a{color:red}</style>&nbsp;</div>", True),
        ('<!-- wp:acf/hero {"a":1} /-->\n', True),
        ("<p>&amp;</p>", False),
        ("<img src=a.jpg>", False),
        ("text", False),
    ],
)
def test_what_shows_nothing_is_empty(source: str, empty: bool) -> None:
    assert is_empty(source) is empty
