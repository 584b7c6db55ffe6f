"""A search as WordPress takes it apart (`parse_search` and `parse_search_terms` in `class-wp-query.php`)."""

from __future__ import annotations

import re

_TERM = re.compile(r'"(.*?)(?:"|$)|((?<=[\t ",+])|^)[^\t ",+]+')
MOST_TERMS = 9  # a search of more is taken as one sentence
# `get_search_stopwords`
STOPWORDS = frozenset(
    (
        *("about", "an", "are", "as", "at", "be", "by", "com", "for", "from", "how", "in", "is", "it", "of"),
        *(
            "on",
            "or",
            "that",
            "the",
            "this",
            "to",
            "was",
            "what",
            "when",
            "where",
            "who",
            "will",
            "with",
            "www",
        ),
    )
)


def words_of(search: str) -> list[str]:
    """Words and quoted sentences, each as it was typed.

    >>> words_of('the "forced labour" -2019')
    ['the', '"forced labour"', '-2019']
    """
    return [match[0] for match in _TERM.finditer(search)]


def search_terms(search: str) -> list[str]:
    """The words that must all be there; the whole search where it has no words of weight, or too many.

    >>> search_terms('the "forced labour" -2019 a')
    ['forced labour', '-2019']
    """
    found = [word.strip("\"'\n\r ") for word in words_of(search)]
    terms = [
        term
        for term in found
        if term
        and not (len(term) == 1 and term.isascii() and term.isalpha())
        and term.lower() not in STOPWORDS
    ]
    return terms if 0 < len(terms) <= MOST_TERMS else [search]
