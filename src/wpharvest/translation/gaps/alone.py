"""Documents without a sister in a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wpharvest.model.documents import Document
from wpharvest.model.families import Family
from wpharvest.model.gaps import Gap
from wpharvest.model.items import UNDETERMINED, Key


def find(documents: Iterable[Document], families: Mapping[Key, Family]) -> Iterator[Gap]:
    """Each document that isn't there in a language in which the site has others of its kind."""
    documents = [each for each in documents if each.key.language != UNDETERMINED]
    languages: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        languages[document.key.kind].add(document.key.language)
    for document in documents:
        family = families.get(document.key)
        members = family.members.keys() if family else {document.key.language}
        if family and document.key != next(iter(sorted(family.members.values()))):
            continue  # a family is told once, at its first member
        for language in sorted(languages[document.key.kind] - members):
            why = f"there is no {language} for it"
            yield Gap("alone", document.key, None, (), -1, document.title or document.slug, why)
