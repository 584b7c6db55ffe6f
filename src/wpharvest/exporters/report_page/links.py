"""Where links lead: to a place within, to nothing, to other hosts; and pages that nothing stored covers."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from wpharvest.exporters.report_page.charts import (
    Chart,
    Listing,
    Row,
    Section,
    Series,
    counted,
    number,
)
from wpharvest.exporters.report_page.markup import joined, link, text, words
from wpharvest.exporters.report_page.subject import Subject
from wpharvest.linking import Address, Addresses, Plan, gathered
from wpharvest.linking.old import roots
from wpharvest.model.documents import Document
from wpharvest.urls import join_url, normal, split_url

Fate = Literal["inside", "nowhere", "outside"]
FATES: dict[Fate, Series] = {
    "inside": Series("to what is here", "good"),
    "outside": Series("to other sites", "s0"),
    "nowhere": Series("to nothing here", "bad"),
}
USES = (Series("links", "s0"), Series("pictures", "s2"), Series("players and files", "s3"))
PLACE_OF_USE = {"link": 0, "image": 1, "file": 2}
MOST_HOSTS = 12


class Led(msgspec.Struct, frozen=True):
    """Where all addresses of a site lead, counted.

    `fates` by language; `hosts` by host and use; `dead` are whole addresses of this site that nothing stored
    answers to, `first` the key of the first document that leads there.
    """

    fates: dict[str, Counter[Fate]]
    hosts: dict[str, Counter[str]]
    dead: Counter[str]
    first: dict[str, str]


def links(subject: Subject) -> Section:
    """What a new site would have to do something about."""
    found = led(subject)
    lead = text(
        "What is here (a page, term, file or author in the snapshot) can be linked to in its new place. "
        "A link to nothing keeps its old address, and is dead once the old site is gone."
    )
    cards = (_fates(subject, found), _hosts(found), _dead(subject, found), _uncovered(subject))
    return Section("links", "Links", lead, cards)


def led(subject: Subject) -> Led:
    """Every address of every body, followed."""
    site = subject.site
    keys = (each.key for group in (site.documents, site.media, site.authors) for each in group)
    known = Addresses(site, Plan({key: f"/{key}" for key in keys}))
    homes = frozenset(normal(root) for root in roots(site))
    found = Led({}, {}, Counter(), {})
    for key, document in subject.documents.items():
        for address in gathered(document.body):
            _follow(address, document, key, known, homes, found)
    return found


def _follow(
    address: Address, document: Document, key: str, known: Addresses, homes: frozenset[str], found: Led
) -> None:
    whole = join_url(document.url, address.url)
    host = _host(whole)
    if not host or address.url.startswith("#"):
        return
    fate: Fate = "outside"
    if known.is_own(whole):
        there = normal(whole) in homes or known.find(whole, document.key.language)
        fate = "inside" if there else "nowhere"
    found.fates.setdefault(document.key.language, Counter())[fate] += 1
    if fate == "nowhere":
        found.dead[whole.partition("#")[0]] += 1
        found.first.setdefault(whole.partition("#")[0], key)
    if fate == "outside":
        found.hosts.setdefault(host, Counter())[address.use] += 1


def _host(url: str) -> str:
    """The host of an address on the web, without `www.`; empty for any other."""
    parts = split_url(url)
    if parts.scheme not in ("http", "https"):
        return ""
    try:
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _fates(subject: Subject, found: Led) -> Chart:
    dead = found.dead.total()
    addresses = sum(counts.total() for counts in found.fates.values())
    return Chart(
        id="fates",
        title="Where links and pictures lead",
        said=f"{counted(addresses, 'address', 'addresses')}, {number(dead)} of them to nothing here.",
        rows_are="language",
        series=tuple(FATES.values()),
        rows=tuple(
            Row(subject.language(code), tuple(found.fates[code][fate] for fate in FATES))
            for code in subject.tongues
            if code in found.fates
        ),
        nothing="No text holds a link or a picture.",
        share=True,
    )


def _hosts(found: Led) -> Chart:
    ordered = sorted(found.hosts.items(), key=lambda each: (-each[1].total(), each[0]))
    rows = [Row(host, _uses(counts)) for host, counts in ordered[:MOST_HOSTS]]
    if rest := ordered[MOST_HOSTS:]:
        others: Counter[str] = Counter()
        for _, counts in rest:
            others += counts
        rows.append(Row(f"{number(len(rest))} other hosts", _uses(others)))
    return Chart(
        id="hosts",
        title="Other hosts that the texts lean on",
        said=f"{counted(len(found.hosts), 'host')}. What they show goes when they go.",
        rows_are="host",
        series=USES,
        long_labels=True,
        rows=tuple(rows),
        nothing="No text links to another host.",
    )


def _uses(counts: Counter[str]) -> tuple[int, ...]:
    return tuple(counts[use] for use in PLACE_OF_USE)


def _dead(subject: Subject, found: Led) -> Listing:
    ordered = sorted(found.dead.items(), key=lambda each: (-each[1], each[0]))
    rows = []
    for url, count in ordered:
        document = subject.documents[found.first[url]]
        times = f" and {counted(count - 1, 'time')} more" if count > 1 else ""
        where = joined((link(document.url, document.title or str(document.key)), text(times)))
        rows.append((link(url, subject.below_home(url)), where))
    return Listing(
        id="dead",
        title="Dead links within the site",
        heads=("address", "linked from"),
        rows=tuple(rows),
        nothing="None: every internal link leads to something in the snapshot.",
    )


def _uncovered(subject: Subject) -> Listing:
    told, short = subject.told.uncovered, subject.below_home
    return Listing(
        id="uncovered",
        title="Pages that sitemaps list and the snapshot lacks",
        heads=("address", "listed in"),
        rows=tuple((link(each.url, short(each.url)), words(short(each.where))) for each in told),
        nothing="None: all that the site lists for everybody is in the snapshot.",
    )
