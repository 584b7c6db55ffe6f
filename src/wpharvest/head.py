"""What an HTML page says about itself in its head: language, translations, where its REST API is."""

from __future__ import annotations

import re
import warnings

import msgspec
from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.filter import SoupStrainer

from wpharvest.language import bcp47
from wpharvest.urls import join_url

# What should be a page may be a feed; it has no head then, which is no news to whoever runs a harvest.
warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)

_END = re.compile(rb"</head\s*>|<body[\s>]", re.IGNORECASE)
_WANTED = SoupStrainer(["html", "link", "meta", "title", "base"])


class Head(msgspec.Struct, frozen=True):
    """The parts of an HTML head that matter here. Addresses are absolute.

    `alternates` is (BCP 47 code, address) of each `<link rel="alternate" hreflang>`, `x-default` left out;
    `api` the REST root of `<link rel="https://api.w.org/">`; `item` the address of the page's own object.
    """

    language: str = ""
    title: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    api: str = ""
    item: str = ""
    generator: str = ""


def cut(page: bytes) -> bytes:
    """The page up to the end of its head; all of it where no head ends."""
    match = _END.search(page)
    if not match:
        return page
    return page[: match.end() if match[0].startswith(b"</") else match.start()]


def read(page: bytes | str, url: str) -> Head:
    """Read the head of an HTML page that was served at `url`. Never fails: what isn't there is empty."""
    soup = BeautifulSoup(page, "lxml", parse_only=_WANTED)
    base = soup.find("base", href=True)
    here = join_url(url, str(base["href"])) if base else url
    found: dict[str, str] = {}
    alternates: list[tuple[str, str]] = []
    for link in soup.find_all("link", href=True):
        rels = {str(rel).lower() for rel in link.get_attribute_list("rel")}
        target = join_url(here, str(link["href"]).strip())
        if "alternate" in rels and link.get("hreflang"):
            code = bcp47(str(link["hreflang"]))
            if code:
                alternates.append((code, target))
        elif "alternate" in rels and str(link.get("type", "")) == "application/json":
            found.setdefault("item", target)
        for rel in rels & {"canonical", "https://api.w.org/"}:
            found.setdefault(rel, target)
    html, title = soup.find("html"), soup.find("title")
    generator = soup.find("meta", attrs={"name": "generator"})
    return Head(
        language=bcp47(str(html.get("lang", ""))) if html else "",
        title=title.get_text().strip() if title else "",
        canonical=found.get("canonical", ""),
        alternates=tuple(dict.fromkeys(alternates)),
        api=found.get("https://api.w.org/", ""),
        item=found.get("item", ""),
        generator=str(generator.get("content", "")) if generator else "",
    )
