"""TMX 1.4b, a translation memory for each two languages (needs `wpharvest[translators]`)."""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest import __version__
from wpharvest.config import Export
from wpharvest.errors import MissingExtraError
from wpharvest.exporters.segments import couples
from wpharvest.exporters.unmoved import HEEDS as HEEDS
from wpharvest.exporters.unmoved import plan as plan
from wpharvest.linking import Plan
from wpharvest.model.notices import File
from wpharvest.model.site import Site

NEXT = ("pocount {output}/tmx  # then import the files into your translation tool",)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`tmx/SOURCE-TARGET.tmx`: every text that stands in both languages, once, as plain text.

    What is the same on both sides is left out: a memory that offers it would keep leftovers alive. Raises
    MissingExtraError without translate-toolkit, UnknownNameError for options that don't fit the site.
    """
    try:
        from translate.storage.tmx import tmxfile
    except ModuleNotFoundError as error:
        raise MissingExtraError("--to tmx", "translators") from error
    for (source, target), found in couples(site, options).items():
        memory = tmxfile(sourcelanguage=source, targetlanguage=target)
        memory.addheader()
        for header in memory.document.getroot().iter("header"):
            header.set("creationtool", "wpharvest")
            header.set("creationtoolversion", __version__)
            header.set("segtype", "paragraph")
        texts = ((segment.source, segment.target) for each in found for segment in each.segments)
        for said, answer in dict.fromkeys(texts):
            if answer and said != answer:
                memory.addtranslation(said, source, answer, target)
        yield File(f"tmx/{source}-{target}.tmx", bytes(memory))
