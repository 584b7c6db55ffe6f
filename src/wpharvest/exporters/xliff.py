"""XLIFF 2.0, what there is to translate between each two languages (needs `wpharvest[translators]`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from wpharvest.config import Export
from wpharvest.errors import MissingExtraError
from wpharvest.exporters.segments import couples
from wpharvest.exporters.unmoved import HEEDS as HEEDS
from wpharvest.exporters.unmoved import plan as plan
from wpharvest.linking import Plan
from wpharvest.model.items import Key
from wpharvest.model.notices import File
from wpharvest.model.site import Site

NEXT = ("grep -o 'state=\"initial\"' {output}/xliff/*.xlf | wc -l  # how much is left to translate",)

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_NAME = re.compile(r"[^\w.-]")


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`xliff/SOURCE-TARGET.xlf`: a `file` for each document, a unit for each of its texts, as plain text.

    A text that the other side has is `translated`; one that it lacks is `initial` and has no target. Raises
    MissingExtraError without translate-toolkit, UnknownNameError for options that don't fit the site.
    """
    try:
        from translate.storage.xliff2 import Xliff2File, Xliff2Unit
    except ModuleNotFoundError as error:
        raise MissingExtraError("--to xliff", "translators") from error
    for (source, target), found in couples(site, options).items():
        work = Xliff2File()
        work.setsourcelanguage(source)
        work.settargetlanguage(target)
        root = work.document.getroot()
        for empty in root.findall("{*}file"):
            root.remove(empty)
        for couple in found:
            work.body = etree.SubElement(root, f"{{{work.namespace}}}file", id=_name(couple.source.key))
            for number, segment in enumerate(couple.segments, 1):
                unit = Xliff2Unit(segment.source)
                work.addunit(unit)
                unit.setid(f"u{number}")
                # The library says on the segment what the schema allows on its unit.
                unit.getunitelement().set(SPACE, unit.xmlelement.attrib.pop(SPACE))
                if segment.target:
                    unit.settarget(segment.target)
                    unit.marktranslated()
                else:
                    unit.xmlelement.set("state", "initial")
        yield File(f"xliff/{source}-{target}.xlf", bytes(work))


def _name(key: Key) -> str:
    """A key as XML's NMTOKEN."""
    return _NOT_NAME.sub("-", str(key))
