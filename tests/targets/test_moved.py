"""Whoever follows an old address comes to the page that was there, on the built site behind a real nginx."""

from __future__ import annotations

import http.client
from pathlib import Path

from bs4 import BeautifulSoup

from targets.built import Built
from targets.conftest import Harvested
from targets.test_hugo import hugo, pytestmark  # noqa: F401  what builds the site must be there
from test_redirects import SECONDS, asked, by_old, nginx
from wpharvest.linking import redirects

PERMALINK = "/{language}/{kind}/{id}-{slug}/"


def test_every_old_address_comes_to_its_page(sample: Harvested, tmp_path: Path) -> None:
    """Moved once, for good, to a page that is there; documents, by address and by number, to their title."""
    site = tmp_path / "site"
    led = sample.written("hugo", site, permalink=PERMALINK)
    built = Built(hugo(site), led)
    assert built.complaints() == []
    found = redirects(sample.site, led.plan)
    titles = {led.plan.places[each.key]: each.title for each in built.documents}
    folder = tmp_path / "nginx"
    folder.mkdir()
    with nginx(found, folder, shows=f"root {built.root}") as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        for old, new in by_old(found).items():
            assert asked(connection, old) == (301, new), old
            connection.request("GET", new)
            answer = connection.getresponse()
            page = answer.read()
            assert answer.status == 200, new
            if new in titles:
                heading = BeautifulSoup(page, "lxml").h1
                assert heading is not None and heading.get_text().split() == titles[new].split()
        connection.close()
    told = by_old(found)
    assert told["/autres-ressources/"].startswith("/fr/pages/")
    assert told["/?page_id=5106"] == "/en/pages/5106-other-resources/"
