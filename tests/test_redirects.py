"""Every old address leads to the new one in one step: as data, for each server, and in a real nginx."""

from __future__ import annotations

import csv
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linked_site import A_PROPOS, ABOUT, GONE, HOME, NEWS, PHOTO, PLAN, SITE, document
from wpharvest.errors import RedirectError
from wpharvest.linking import SERVERS, Plan, Redirect, Redirects, aliases, redirects
from wpharvest.linking.old import feeds, old_addresses
from wpharvest.model.documents import Media
from wpharvest.model.items import Key
from wpharvest.model.site import Site
from wpharvest.urls import normal, split_url

FOUND = redirects(SITE, PLAN)
SECONDS = 20.0


def by_old(found: Redirects) -> dict[str, str]:
    """Old address, with its query, to the new one."""
    return {f"{row.old}?{row.query}" if row.query else row.old: row.new for row in found.rows}


def test_every_kind_of_old_address_is_redirected() -> None:
    """Permalinks, numbers, feeds, attachments, categories, tags, authors and files, with their sizes."""
    found = by_old(FOUND)
    wanted = {
        "/": "/en/",
        "/about/": "/en/pages/about/",
        "/fr/caf%C3%A9/": "/fr/posts/caf%C3%A9/",
        "/?page_id=11": "/en/pages/about/",
        "/?p=22": "/en/posts/news/",
        "/fr/?p=12": "/fr/pages/a-propos/",
        "/2019/03/news/feed/": "/en/posts/news/",
        "/?attachment_id=32": "/media/leaflet.pdf",
        "/category/topic/": "/en/topics/topic/",
        "/category/topic/feed/": "/en/topics/topic/",
        "/?cat=5": "/en/topics/topic/",
        "/?tag=a-label": "/en/labels/a-label/",
        "/author/ann/": "/people/ann/",
        "/?author=2": "/people/ann/",
        "/wp-content/uploads/2019/03/leaflet.pdf": "/media/leaflet.pdf",
        "/wp-content/uploads/2019/03/Photo_1-150x150.jpg": "/media/photo-1-150x150.jpg",
    }
    assert wanted.items() <= found.items()


def test_each_old_address_leads_somewhere_or_is_named() -> None:
    """No old address is forgotten: it has a redirect, or a notice says that it is gone."""
    found = by_old(FOUND)
    for key, address in (*old_addresses(SITE), *feeds(SITE)):
        parts = split_url(address)
        old = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if key == GONE.key:
            assert old not in found
        else:
            assert found[old] == PLAN.places[key]
    assert [notice.key for notice in FOUND.notices] == [GONE.key, GONE.key]
    assert "/gone/ leads nowhere now" in FOUND.notices[0].what


def test_archives_of_dates_lead_to_the_first_page_of_their_language() -> None:
    """Year, month and day in the site's own time zone, in each language that has a first page."""
    info = msgspec.structs.replace(SITE.info, timezone="+02:00")
    posts = (
        msgspec.structs.replace(NEWS, date="2019-02-28T23:00:00Z"),
        msgspec.structs.replace(document("fr", "posts", 23, "/fr/x/"), date="2020-01-05T10:00:00"),
    )
    site = msgspec.structs.replace(SITE, info=info, documents=posts)
    found = by_old(redirects(site, Plan(homes={"en": "/home/", "fr": "/fr/accueil/"})))
    assert {
        "/2019/": "/home/",
        "/2019/03/": "/home/",
        "/2019/03/01/": "/home/",
        "/fr/2020/01/05/": "/fr/accueil/",
    }.items() <= found.items()


def test_pages_can_send_on_only_from_addresses_that_are_free() -> None:
    """An alias is an old path that nothing has on the new site; numbers and feeds need a server."""
    found = aliases(SITE, Plan({ABOUT.key: "/en/about/", NEWS.key: "/about/"}))
    assert found == {NEWS.key: ("/2019/03/news/",)}
    assert aliases(SITE, Plan({ABOUT.key: "/about/"})) == {}


def test_an_address_that_stays_needs_no_redirect() -> None:
    """What keeps its path isn't redirected to itself, with or without the last slash."""
    found = by_old(redirects(SITE, Plan({ABOUT.key: "/about", NEWS.key: "/2019/03/news/"})))
    assert not {"/about/", "/2019/03/news/"} & set(found)
    assert found["/?page_id=11"] == "/about"


def test_an_address_of_two_is_the_first_ones() -> None:
    """Two objects under one address: the first has it, and a notice tells of the other."""
    twin = msgspec.structs.replace(A_PROPOS, url=ABOUT.url)
    found = redirects(msgspec.structs.replace(SITE, documents=(ABOUT, twin)), PLAN)
    assert by_old(found)["/about/"] == "/en/pages/about/"
    assert any(notice.key == twin.key and "another's" in notice.what for notice in found.notices)


@pytest.mark.parametrize(
    ("about", "news", "trail"),
    [
        ("/2019/03/news/", "/about/", ("/2019/03/news/", "/about/", "/2019/03/news/")),
        ("/2019/03/news/", "/new/", ("/2019/03/news/", "/new/")),
        ("/2019/03/news", "/new/", ("/2019/03/news/", "/new/")),
    ],
    ids=["a circle", "a chain", "a chain, but for a slash"],
)
def test_circles_and_chains_are_errors(about: str, news: str, trail: tuple[str, ...]) -> None:
    """A redirect from where a new page is would send its readers away, on and on or in a circle."""
    with pytest.raises(RedirectError) as caught:
        redirects(SITE, Plan({ABOUT.key: about, NEWS.key: news}))
    assert caught.value.trail[: len(trail)] == trail or set(trail) <= set(caught.value.trail)
    assert "choose other addresses" in str(caught.value)


PLACES = st.sampled_from(["/about/", "/2019/03/news/", "/fr/a-propos", "/new/", "/en/about/", "/"])


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from([each.key for each in SITE.documents]), PLACES))
def test_one_step_is_enough(places: dict[Key, str]) -> None:
    """Whatever the plan: either an error, or no redirect leads to a path that is redirected."""
    try:
        found = redirects(SITE, Plan(places))
    except RedirectError:
        return
    olds = {row.old.rstrip("/") for row in found.rows if not row.query}
    assert all(row.new in places.values() for row in found.rows)
    assert not olds & {row.new.rstrip("/") for row in found.rows}


@pytest.mark.parametrize("server", SERVERS)
def test_no_address_writes_a_rule_of_its_own(server: str) -> None:
    """A line feed, a quote or a backtick in an address gives no redirect, but a notice."""
    bad = document("en", "pages", 50, "/a%0Abad%22%60/")
    plan = Plan({bad.key: '/x\n$y"`z/'})
    found = redirects(Site(SITE.info, (bad,)), plan)
    assert "/a%0Abad%22%60/" not in by_old(found)
    assert any("can't be written" in notice.what for notice in found.notices)
    for file in SERVERS[server](found.rows):
        assert not set('\n`"$') & set("".join(row.new for row in found.rows))
        assert b"\nbad" not in file.body


@pytest.mark.parametrize("server", SERVERS)
def test_each_form_holds_every_redirect(server: str) -> None:
    """In each server's words, each new address is there; what a form can't do it says."""
    text = b"\n".join(file.body for file in SERVERS[server](FOUND.rows)).decode()
    for row in FOUND.rows:
        assert row.new.replace("%", r"\%") in text if server == "apache" else row.new in text


def test_the_table_reads_back() -> None:
    """`redirects.csv`: old, new, status."""
    (file,) = SERVERS["csv"](FOUND.rows)
    head, *rows = csv.reader(file.body.decode().splitlines())
    assert head == ["old", "new", "status"]
    assert {old: new for old, new, _ in rows} == by_old(FOUND)


def test_vercel_reads_as_json() -> None:
    """`vercel.json`: a question is asked with `has`, and signs of a pattern are letters."""
    rows = (Redirect("/a(b)/", "", "/x/"), Redirect("/", "p=12", "/y/"))
    (file,) = SERVERS["vercel"](rows)
    first, *paths = msgspec.json.decode(file.body)["redirects"]
    assert first["has"] == [{"type": "query", "key": "p", "value": "12"}]
    assert [each["source"] for each in paths] == ["/a\\(b\\)/", "/a\\(b\\)"]


# ── a real nginx ─────────────────────────────────────────────────────────────────────────────────────

CONFIG = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off; default_type text/plain;
    client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
    uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
    include {folder}/nginx-maps.conf;
    server {{
        listen 127.0.0.1:{port};
        absolute_redirect off;
        include {folder}/nginx-redirects.conf;
        location / {{ {shows}; }}
    }}
}}
"""


@contextmanager
def nginx(found: Redirects, folder: Path, shows: str = 'return 200 "new"') -> Iterator[int]:
    """A real nginx on loopback with these redirects, which shows its site for everything else; its port."""
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        why = "no nginx here: apt install nginx"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    for file in SERVERS["nginx"](found.rows):
        (folder / file.path).write_bytes(file.body)
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=port, shows=shows), "utf-8")
    log = folder / "error.log"
    with subprocess.Popen(
        [program, "-p", folder, "-e", log, "-c", config], stderr=subprocess.PIPE
    ) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            assert process.stderr is not None
            pytest.fail(process.stderr.read().decode())
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nginx doesn't answer")


def asked(connection: http.client.HTTPConnection, path: str) -> tuple[int, str]:
    """Status and `Location` of one request."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get("Location", "")


def test_a_real_nginx_answers_for_every_old_address(tmp_path: Path) -> None:
    """Each old address, asked once, is moved for good to its new place, and that place isn't moved."""
    alike = Media(Key("en", "media", 33), PHOTO.url.replace("Photo_1", "photo_1"))
    site = msgspec.structs.replace(SITE, media=(*SITE.media, alike))
    plan = Plan({**PLAN.places, alike.key: "/media/another.jpg"}, PLAN.files)
    long = document("en", "posts", 60, "/" + "a-long-name-" * 40 + "/")
    site = msgspec.structs.replace(site, documents=(*site.documents, long))
    plan = Plan({**plan.places, long.key: "/en/posts/long/"}, plan.files)
    found = redirects(site, plan)
    with nginx(found, tmp_path) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        for old, new in by_old(found).items():
            assert asked(connection, old) == (301, new), old
            assert asked(connection, new) == (200, ""), new
        assert asked(connection, "/about") == (301, "/en/pages/about/")
        assert asked(connection, "/about/?utm_source=letter") == (301, "/en/pages/about/")
        assert asked(connection, "/?p=22&preview=1") == (301, "/en/posts/news/")
        assert asked(connection, "/gone/") == (200, "")
        connection.close()
    assert {normal(address) for _, address in old_addresses(site)} >= {normal(f"{HOME}/?p=60")}
