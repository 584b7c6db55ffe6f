"""Languages: their codes, and which one a text is written in."""

from __future__ import annotations

import re
from functools import cache
from math import log
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


def language_folder(path: str, code: str) -> str:
    """The part of a home page's path that all addresses of its language share, without a slash at its end.

    With Polylang a static first page keeps its name (`/en/home/`), and the language is told by `/en` alone.

    >>> language_folder("/en/home/", "en-GB"), language_folder("/blog/fr/", "fr"), language_folder("/", "fr")
    ('/en', '/blog/fr', '')
    >>> language_folder("/accueil/", "fr")
    '/accueil'
    """
    names = path.strip("/").split("/")
    for number, name in enumerate(names, 1):
        if bcp47(name) in (code, primary(code)):
            return "/" + "/".join(names[:number])
    return path.rstrip("/")


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


def leaning(text: str, own: str, others: tuple[str, ...]) -> tuple[str, float]:
    """To which of the other languages a text leans, and how much: log-odds against its own language.

    Below 0 it leans to its own; `("", 0.0)` if it is too short to tell. All are primary language codes.

    >>> code, odds = leaning("Télécharger le rapport annuel", "en", ("fr", "nl"))
    >>> code, odds > 3
    ('fr', True)
    """
    if sum(c.isalpha() for c in text) < ENOUGH_LETTERS:
        return "", 0.0
    among = tuple(sorted({own, *others}))
    found = {str(code): max(float(sure), 1e-6) for code, sure in _identifier(among).rank(text[:20_000])}
    rivals = [code for code in others if code in found]
    if own not in found or not rivals:
        return "", 0.0  # a language that the model doesn't know
    best = max(rivals, key=lambda code: (found[code], code))
    return best, log(found[best] / found[own])
