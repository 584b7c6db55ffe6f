"""The signals: one file each, one row each. `wpharvest list signals` prints their first lines."""

from __future__ import annotations

from wpharvest.translation.signals import (
    code,
    cognates,
    contacts,
    dates,
    declared,
    headings,
    hosts,
    lengths,
    links,
    media,
    names,
    numbers,
    shape,
    slugs,
    title_facts,
    titles,
    words,
)
from wpharvest.translation.signals.signal import Signal

SIGNALS: dict[str, Signal] = {
    "declared": declared,
    "links": links,
    "hosts": hosts,
    "media": media,
    "numbers": numbers,
    "contacts": contacts,
    "names": names,
    "code": code,
    "words": words,
    "cognates": cognates,
    "titles": titles,
    "headings": headings,
    "title_facts": title_facts,
    "shape": shape,
    "lengths": lengths,
    "slugs": slugs,
    "dates": dates,
}
