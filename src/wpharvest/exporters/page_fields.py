"""What a layout is told of a page by generators that take any front matter: name in the file to fact."""

from __future__ import annotations

FIELDS = {
    "title": "title",
    "permalink": "permalink",
    "lang": "lang",
    "date": "date",
    "modified": "modified",
    "draft": "draft",
    "translationKey": "translation_key",
    "alternates": "alternates",
    "description": "description",
    "author": "author",
    "*": "term_slugs",
    "terms": "terms",
    "image": "featured_image",
    "listed": "listed",
    "seo": "seo",
    "fields": "fields",
    "comments": "comments",
    "wordpress": "origin",
}
# Without these there is no page, or it isn't where its translations look for it.
NEEDED = ("permalink", "lang", "draft", "alternates")
