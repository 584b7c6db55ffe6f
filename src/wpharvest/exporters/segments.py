"""The texts of a site's families side by side: what the targets for translators write."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.select import select
from wpharvest.model.alignments import Alignment
from wpharvest.model.documents import Document
from wpharvest.model.site import Site
from wpharvest.translation.alignment import align
from wpharvest.translation.gaps import lexicon_of, pairs_of

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Segment(msgspec.Struct, frozen=True):
    """A text in the source language and the same in the target language (empty: it lacks there)."""

    source: str
    target: str


class Couple(msgspec.Struct, frozen=True):
    """Two documents of a family, and their segments in the order of the first."""

    source: Document
    target: Document
    segments: tuple[Segment, ...]


def couples(site: Site, options: Export) -> dict[tuple[str, str], list[Couple]]:
    """(source language, target language) -> the couples of documents that the options choose.

    The source is the site's default language where a family has it, else the family's first.
    """
    chosen = {document.key: document for document in select(site, options)}
    documents = {document.key: document for document in site.documents}
    lexicon = lexicon_of(site.families, documents)
    found: dict[tuple[str, str], list[Couple]] = defaultdict(list)
    for left, right in pairs_of(site.families, documents, site.info.default_language):
        if left.key not in chosen or right.key not in chosen:
            continue
        if segments := tuple(_segments(align(left, right, lexicon))):
            found[left.key.language, right.key.language].append(Couple(left, right, segments))
    return dict(sorted(found.items()))


def _segments(alignment: Alignment) -> Iterator[Segment]:
    for bead in alignment.blocks:
        source = " ".join(alignment.left_blocks[index].text for index in bead.left)
        target = " ".join(alignment.right_blocks[index].text for index in bead.right)
        if source:
            yield Segment(_NOT_XML.sub("", source), _NOT_XML.sub("", target))
