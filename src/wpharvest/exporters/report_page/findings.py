"""What on the page needs a person, in a few lines at its top."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wpharvest.exporters.report_page.charts import Chart, Listing, Section, counted

# A listing, what one of its rows is, what several are, and how grave that is.
WANTED = {
    "missing": ("thing is missing", "things are missing", "bad"),
    "dead": ("address in links leads nowhere", "addresses in links lead nowhere", "warn"),
    "without": ("document has undescribed pictures", "documents have undescribed pictures", "warn"),
    "empty-named": ("document has no body", "documents have no body", "warn"),
}


class Finding(msgspec.Struct, frozen=True):
    """One line: what was found, and the place on the page that shows it. `role` is its colour."""

    said: str
    place: str
    role: str


def findings(sections: tuple[Section, ...]) -> tuple[Finding, ...]:
    """What is wrong, the gravest first; nothing, if nothing is."""
    cards = {card.id: card for section in sections for card in section.cards}
    return tuple(_found(cards))


def _found(cards: dict[str, Chart | Listing]) -> Iterator[Finding]:
    for place, (one, many, role) in WANTED.items():
        card = cards.get(place)
        count = len(card.rows) if isinstance(card, Listing) else 0
        if count:
            yield Finding(counted(count, one, many), place, role)
