"""TMX and XLIFF: what the standards allow, and that another reader finds the same texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff2 import Xliff2File

from test_alignment import document, seeds
from wpharvest.config import Export
from wpharvest.errors import MissingExtraError
from wpharvest.exporters import tmx, xliff
from wpharvest.linking import Plan
from wpharvest.model.documents import Document
from wpharvest.model.families import Family
from wpharvest.model.items import SiteInfo
from wpharvest.model.notices import File
from wpharvest.model.site import Site

XML = "{http://www.w3.org/XML/1998/namespace}"
# Element -> its children in order, its attributes (those that must be there with !).
# TMX 1.4b's DTD: https://www.gala-global.org/tmx-14b; XLIFF 2.0's core schema: docs.oasis-open.org/xliff/.
TMX = {
    "tmx": (["header", "body"], {"version!"}),
    "header": (
        ["note", "ude", "prop"],
        {
            "creationtool!",
            "creationtoolversion!",
            "segtype!",
            "o-tmf!",
            "adminlang!",
            "srclang!",
            "datatype!",
        },
    ),
    "body": (["tu"], set()),
    "tu": (["note", "prop", "tuv"], {"tuid", "srclang", "segtype", "datatype"}),
    "tuv": (["note", "prop", "seg"], {f"{XML}lang!"}),
    "seg": ([], set()),
}
XLIFF = {
    "xliff": (["file"], {"version!", "srcLang!", "trgLang"}),
    "file": (["skeleton", "notes", "unit"], {"id!", "original", f"{XML}space"}),
    "unit": (["notes", "originalData", "segment"], {"id!", "name", "translate", f"{XML}space"}),
    "segment": (["source", "target"], {"id", "state", "subState", "canResegment"}),
    "source": ([], {f"{XML}lang", f"{XML}space"}),
    "target": ([], {f"{XML}lang", f"{XML}space", "order"}),
}
NEEDS = {"tu": "tuv", "tuv": "seg", "xliff": "file", "file": "unit", "unit": "segment", "segment": "source"}


def site(*documents: Document) -> Site:
    """A site whose default language is that of the first document."""
    members = {each.key.language: each.key for each in documents}
    info = SiteInfo(home="https://h", default_language=documents[0].key.language)
    return Site(info, documents, (Family("f", members, 1.0, "declared"),))


def complaints(file: File, grammar: dict[str, tuple[list[str], set[str]]]) -> Iterator[str]:
    """What a file holds that its standard doesn't allow, or lacks that it asks for."""
    for element in etree.fromstring(file.body).iter(etree.Element):
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element]
        order, attributes = grammar[name]
        if [child for child in order for _ in range(children.count(child))] != children:
            yield f"{name} holds {children}"
        if NEEDS.get(name, "") not in ("", *children):
            yield f"{name} has no {NEEDS[name]}"
        told = {str(attribute) for attribute in element.attrib}
        allowed = {attribute.rstrip("!") for attribute in attributes}
        needed = {attribute.rstrip("!") for attribute in attributes if attribute.endswith("!")}
        if told - allowed or needed - told:
            yield f"{name} has the attributes {told}"


def one(files: Iterator[File]) -> File:
    (file,) = files
    return file


AWKWARD = document("fr", "<p>a &lt;b&gt; &amp; “c” \x0b\ufffe]]&gt; ﷺ</p><p>Pareil 2024</p>", "Titre")
ANSWER = document("en", "<p>a &lt;b&gt; &amp; “c” d</p><p>Pareil 2024</p>", "Title")


@pytest.mark.parametrize("pair", [seeds(), (AWKWARD, ANSWER)], ids=["seeds", "awkward"])
def test_the_files_are_what_the_standards_allow(pair: tuple[Document, Document]) -> None:
    """Elements in their order, with the attributes they may and must have; ids once in their file."""
    whole = site(*pair)
    memory, work = one(tmx.export(whole, Plan(), Export())), one(xliff.export(whole, Plan(), Export()))
    assert [*complaints(memory, TMX), *complaints(work, XLIFF)] == []
    units = [unit.get("id") for unit in etree.fromstring(work.body).iter("{*}unit")]
    assert len(units) == len(set(units)) > 0


def test_a_memory_holds_what_stands_in_both_languages() -> None:
    """Another reader finds each text with its translation; what is the same on both sides isn't there."""
    file = one(tmx.export(site(*seeds()), Plan(), Export()))
    assert file.path == "tmx/en-fr.tmx"  # from the default language
    memory = tmxfile(BytesIO(file.body))
    memory.settargetlanguage("fr")
    texts = {unit.source: unit.target for unit in memory.units}
    assert texts["Council of Europe"] == "Conseil de l’Europe"
    assert texts["Press releases"] == "Communiqués de presse"
    assert "MYRIA" not in texts
    assert "Pag-Asa (Brussels)" not in texts


def test_work_holds_what_is_still_to_be_done() -> None:
    """A text that the other side lacks has no target, and its state says so."""
    file = one(xliff.export(site(*seeds()), Plan(), Export()))
    assert file.path == "xliff/en-fr.xlf"
    units = {unit.source: unit for unit in Xliff2File(BytesIO(file.body)).units}
    assert units["MYRIA"].target == "MYRIA"
    assert units["MYRIA"].istranslated()
    assert not units["Pag-Asa (Brussels)"].target
    states = [segment.get("state") for segment in etree.fromstring(file.body).iter("{*}segment")]
    assert (states.count("initial"), states.count("translated")) == (6, len(states) - 6)


def test_characters_that_xml_cannot_hold() -> None:
    work = Xliff2File(BytesIO(one(xliff.export(site(AWKWARD, ANSWER), Plan(), Export())).body))
    assert work.units[1].source == "a <b> & “c” ]]> ﷺ"


def test_same_site_same_bytes() -> None:
    pair = seeds()
    for target in (tmx, xliff):
        first, again = (one(target.export(site(*pair), Plan(), Export())) for _ in range(2))
        assert first == again


def test_without_families_there_is_nothing_to_write() -> None:
    alone = Site(SiteInfo(home="https://h"), (AWKWARD,))
    assert [*tmx.export(alone, Plan(), Export()), *xliff.export(alone, Plan(), Export())] == []
    only = Export(languages=("fr",))
    assert [*tmx.export(site(AWKWARD, ANSWER), Plan(), only)] == []


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, target in (("tmx", tmx), ("xliff", xliff)):
        module = f"translate.storage.{name}{2 if name == 'xliff' else ''}"
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(MissingExtraError, match=r"wpharvest\[translators\]"):
            list(target.export(site(AWKWARD, ANSWER), Plan(), Export()))
