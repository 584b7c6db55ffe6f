"""Wagtail: a Django app with a page model and a command that takes the site in, with locales and redirects.

Below `wagtail/` lie the app `wpharvest_import`, its `data`, and `wpharvest_settings.py` with the languages.
Translations share a `translation_key`, with which wagtail-localize works. Texts are StreamFields.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.heeded import MEDIA, PLACES
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.media_files import in_one_folder, media_files, with_media
from wpharvest.exporters.paths import in_order
from wpharvest.exporters.select import select
from wpharvest.exporters.skeletons import skeleton
from wpharvest.exporters.wagtail.rows import (
    Desk,
    lines,
    media_rows,
    page_row,
    redirect_rows,
    references,
)
from wpharvest.exporters.wagtail.tree import Spot, locale, tree
from wpharvest.linking import Addresses, Plan, free_redirects
from wpharvest.model.notices import File
from wpharvest.model.site import Site

# docs/how-to/move-to-wagtail.md
NEXT = (
    "cp -r {output}/wagtail/wpharvest_import {output}/wagtail/wpharvest_settings.py .  # beside manage.py",
    "python manage.py makemigrations wpharvest_import && python manage.py migrate",
    "python manage.py import_wpharvest {output}/wagtail/data",
)
FOLDER = "wagtail"
HEEDS = PLACES | MEDIA
DATA = f"{FOLDER}/data"


def plan(site: Site, options: Export) -> Plan:
    """Pages where they were, each below the page whose address begins its own; files below `/media/`.

    A language is told by its code in front, as Django's `i18n_patterns` has it. Raises UnknownNameError,
    UsageError for options that don't fit the site.
    """
    documents = select(site, options)
    spots = tree(site, documents, options)
    places = {spot.document.key: spot.address for spot in spots if spot.document}
    homes = {spot.language: spot.address for spot in spots if not spot.path}
    options, told = in_one_folder(options, "Wagtail")
    return with_media(Plan(places, homes=homes, notices=told), site, documents, options)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """The app `wagtail/wpharvest_import/`, what it takes in (`wagtail/data/`), and settings.

    Raises as `plan` does.
    """
    documents = select(site, options)
    spots = tree(site, documents, options)
    media = media_rows(site, plan)
    desk = Desk(
        site=site,
        plan=plan,
        known=atlas(site, options),
        addresses=Addresses(site, plan),
        names={(spot.language, spot.path): spot.name for spot in spots},
        terms=frozenset(str(each.key) for each in documents if each.role == "taxonomy"),
        references=references(spots, media, plan),
    )
    ordered = replace(site, documents=tuple(in_order(site.documents)))
    yield from (File(f"{FOLDER}/{path}", body) for path, body in skeleton("wagtail"))
    yield File(f"{FOLDER}/wpharvest_settings.py", _settings(site, spots, options).encode())
    yield json_file(f"{DATA}/site.json", _site(site, spots))
    yield lines(f"{DATA}/pages.jsonl", (page_row(spot, desk) for spot in spots))
    yield lines(f"{DATA}/media.jsonl", media)
    yield lines(f"{DATA}/redirects.jsonl", redirect_rows(free_redirects(ordered, plan).rows, spots))
    yield from media_files(site, plan, DATA)


def _site(site: Site, spots: list[Spot]) -> dict[str, object]:
    homes = [spot.name for spot in spots if not spot.path]
    languages = list(dict.fromkeys(locale(spot.language) for spot in spots))
    return {"name": site.info.name, "languages": languages, "home": homes[0] if homes else ""}


def _settings(site: Site, spots: list[Spot], options: Export) -> str:
    """What a project's settings say about its languages (`from wpharvest_settings import *`)."""
    names = {locale(each.code): each.name or each.code for each in site.info.languages}
    codes = list(dict.fromkeys(locale(spot.language) for spot in spots))
    languages = [(code, names.get(code, code)) for code in codes]
    return (
        '"""The languages of the site that wpharvest took over."""\n\n'
        f"LANGUAGE_CODE = {(codes or ['en'])[0]!r}\n"
        f"LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = {languages!r}\n"
        "USE_I18N = WAGTAIL_I18N_ENABLED = True\n"
        "# For i18n_patterns(…, prefix_default_language=PREFIX_DEFAULT_LANGUAGE) in urls.py.\n"
        f"PREFIX_DEFAULT_LANGUAGE = {options.language_roots == 'prefix'}\n"
        "MEDIA_URL = '/media/'\n"
    )
