"""`http:` links and images of the page's own site become `https:`, if the page itself is served so.

Sites that moved to https keep the old addresses in their old texts; a browser blocks or warns of such images.
Other hosts' addresses stay as they are: nobody knows whether they have https.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs
from wpharvest.model.notices import Notice

ATTRIBUTES = ("href", "src", "poster", "srcset")
SIGNS = Signs(texts=("http://",))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """`http:` addresses of the page's own host become `https:`."""
    if not page.startswith("https://"):
        return
    host = urlsplit(page).netloc
    old = f"http://{host}"
    if not host:
        return
    found = 0
    for name in ATTRIBUTES:
        found += sum(_secure(each, name, old) for each in body.root.select(f'[{name}*="{old}"]'))
    if found:
        yield Notice("same_host", "http addresses of the site itself made https", count=found)


def _secure(element: Element, name: str, old: str) -> int:
    written = value(element, name)
    candidates = written.split(" ") if name == "srcset" else [written]
    secured = " ".join(
        f"https{each[4:]}" if each == old or each.startswith((f"{old}/", f"{old}?", f"{old}#")) else each
        for each in candidates
    )
    if secured == written:
        return 0
    element.attrs[name] = secured
    return 1
