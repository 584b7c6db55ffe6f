"""Pictures that have an alternative text in one language and none in the other."""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.model.alignments import Block
from wpharvest.model.documents import Document
from wpharvest.model.gaps import Gap
from wpharvest.model.nodes import Image, walk
from wpharvest.translation.addresses import file_name
from wpharvest.translation.gaps.side import Side


def find(side: Side) -> Iterator[Gap]:
    """Pictures of this side without a text, where the sister has one for the same file or the same place."""
    by_file = {file_name(image.url): image.alt for image in _images(side.sister) if image.alt.strip()}
    by_file.pop("", None)
    for block in side.blocks:
        for image in _pictures(block):
            beside = [each.alt for answer in side.answer(block) for each in _pictures(answer)]
            alt = by_file.get(file_name(image.url)) or (beside[0] if len(beside) == 1 else "")
            if alt.strip() and not image.alt.strip():
                yield side.gap("alt", block, image.url, f"{side.sister.key.language} describes it: {alt}")
    yield from _featured(side)


def _featured(side: Side) -> Iterator[Gap]:
    own, theirs = side.document.featured_media, side.sister.featured_media
    if own and theirs and theirs.alt.strip() and not own.alt.strip():
        why = f"{side.sister.key.language} describes its featured image: {theirs.alt}"
        yield Gap("alt", side.document.key, side.sister.key, (), -1, own.url, why)


def _pictures(block: Block) -> Iterator[Image]:
    return (node for node in walk(block.node) if isinstance(node, Image))


def _images(document: Document) -> Iterator[Image]:
    return (node for node in walk(document.body) if isinstance(node, Image))
