"""Languages: their codes, and which one a text is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_CODE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[-_.@].*)?")
ENOUGH_LETTERS = 12  # shorter texts are guesses


def bcp47(code: str) -> str:
    """A language code as BCP 47 writes it; empty if it is none.

    >>> bcp47("fr_FR"), bcp47("zh-hans"), bcp47("de_DE_formal"), bcp47("x-default"), bcp47("blog")
    ('fr-FR', 'zh-Hans', 'de-DE', '', '')
    """
    match = _CODE.fullmatch(code.strip())
    if not match:
        return ""
    language, script, region = match.groups()
    return "-".join(
        part for part in (language.lower(), script and script.title(), region and region.upper()) if part
    )


def primary(code: str) -> str:
    """The language alone: `fr` of `fr-BE`."""
    return code.split("-", 1)[0].lower()


@cache
def _identifier(among: tuple[str, ...]) -> Any:
    # Imported here because numpy and the model take 0.3 s, and most runs of the program need neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if among:
        identifier.set_languages(list(among))
    return identifier


def detect(text: str, among: tuple[str, ...] = ()) -> tuple[str, float]:
    """Which language a text is in, and how sure that is (0 to 1); `("", 0.0)` if too short to tell.

    `among` limits the answer to these primary language codes.

    >>> detect("Lutte contre la traite des êtres humains")[0]
    'fr'
    """
    if sum(c.isalpha() for c in text) < ENOUGH_LETTERS:
        return "", 0.0
    code, sureness = _identifier(tuple(sorted(among))).classify(text[:20_000])
    return str(code), float(sureness)
