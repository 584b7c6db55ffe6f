"""`manage.py import_wpharvest FOLDER`: take in what `wpharvest export --to wagtail` wrote."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.files.images import get_image_dimensions
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from wpharvest_import.models import ImportedPage, PageTerm

Row = dict[str, Any]

# Fields of a page that are taken as they are.
SAID = (
    "kind",
    "source_url",
    "author",
    "excerpt",
    "canonical_url",
    "fields",
    "comments",
    "search_description",
)
# A page or document that is named by its key, in Wagtail's rich text.
_NAMED = re.compile(r'<a linktype="(page|document)" id="([^"]*)">')


class Command(BaseCommand):
    """Pages by their tree, then their texts, then what leads to them."""

    help = "Take in the pages, pictures, documents and redirects of a folder that wpharvest wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the data is, and for which site."""
        parser.add_argument("folder", type=Path, help="the folder `data` of the export")

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """All or nothing: what fails half way leaves the site as it was."""
        site = json.loads((folder / "site.json").read_text("utf-8"))
        rows = list(_rows(folder / "pages.jsonl"))
        with transaction.atomic():
            for code in site["languages"]:
                Locale.objects.get_or_create(language_code=code)
            media = {row["path"]: _medium(row, folder) for row in _rows(folder / "media.jsonl")}
            pages: dict[str, ImportedPage] = {}
            for row in rows:
                pages[row["key"]] = _page(row, pages)
            for row in rows:
                _fill(pages[row["key"]].pk, row, pages, media)
            _site(site, pages)
            redirects = _redirects(folder / "redirects.jsonl", pages)
        told = f"{len(pages)} pages, {len(media)} files, {redirects} redirects"
        self.stdout.write(self.style.SUCCESS(told))


def _rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _medium(row: Row, folder: Path) -> int:
    """A picture or document of the library, under the name that links lead to."""
    model = get_image_model() if row["kind"] == "image" else get_document_model()
    name = row["path"]
    if not default_storage.exists(name):
        with (folder / "media" / name).open("rb") as opened:
            default_storage.save(name, File(opened))
    known = model.objects.filter(file=name).first() or model(file=name)
    known.title = row["title"][:255]
    if row["kind"] == "image":
        with default_storage.open(name) as opened:
            width, height = get_image_dimensions(opened)
        known.width, known.height = width or 0, height or 0
        known.description = row["alt"][:255]
    known.file_size = default_storage.size(name)
    known.save()
    return known.pk


def _page(row: Row, pages: dict[str, ImportedPage]) -> ImportedPage:
    """The page in the tree, as yet without a text; one of an earlier import stays where it is."""
    known = ImportedPage.objects.filter(key=row["key"]).first()
    if known:
        return known
    page = ImportedPage(
        key=row["key"],
        title=row["title"][:255],
        slug=row["slug"],
        locale=Locale.objects.get(language_code=row["language"]),
        translation_key=row["translation_key"],
        live=False,
    )
    parent = pages[row["parent"]] if row["parent"] else Page.get_first_root_node()
    # Read again: adding a child changes its parent's row, which the value in memory doesn't know.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page


def _fill(pk: int, row: Row, pages: dict[str, ImportedPage], media: dict[str, int]) -> None:
    page = ImportedPage.objects.get(pk=pk)
    page.title, page.draft_title = row["title"][:255], row["title"][:255]
    for name in SAID:
        setattr(page, name, row[name])
    page.seo_title = row["seo_title"][:255]
    page.date = parse_datetime(row["date"]) if row["date"] else None
    page.owner = _owner(row["owner"], row["author"])
    picture = row["picture"]
    page.picture_id = media.get(picture["path"])
    page.picture_alt, page.picture_caption = picture["alt"], picture["caption"]
    page.body = json.dumps([_resolved(block, pages, media) for block in row["body"]])
    page.page_terms.set([PageTerm(term=pages[key]) for key in row["terms"] if key in pages])
    page.go_live_at = page.date if row["status"] == "future" else None
    revision = page.save_revision()
    if row["status"] == "publish" or row["status"] == "future":
        revision.publish()
    elif page.live:
        page.unpublish()
    dates = {"first_published_at": page.date, "last_published_at": parse_datetime(row["modified"] or "")}
    told = {name: date for name, date in dates.items() if date}
    if told and row["status"] == "publish":
        Page.objects.filter(pk=pk).update(**told)


def _owner(slug: str, name: str) -> object:
    """A user who can't sign in."""
    if not slug:
        return None
    users = get_user_model()
    user, made = users.objects.get_or_create(**{users.USERNAME_FIELD: slug}, defaults={"is_active": False})
    if made:
        user.first_name = name[:150]
        user.set_unusable_password()
        user.save()
    return user


def _resolved(block: Row, pages: dict[str, ImportedPage], media: dict[str, int]) -> Row:
    """A block with the numbers of this site in the place of keys."""
    value = block["value"]
    if block["type"] == "image":
        return {**block, "value": {**value, "image": media[value["image"]]}}
    if block["type"] in ("text", "quote"):
        return {**block, "value": _NAMED.sub(lambda match: _number(match, pages, media), value)}
    return block


def _number(match: re.Match[str], pages: dict[str, ImportedPage], media: dict[str, int]) -> str:
    kind, name = match[1], unescape(match[2])
    number = pages[name].pk if kind == "page" else media[name]
    return f'<a linktype="{kind}" id="{number}">'


def _site(told: Row, pages: dict[str, ImportedPage]) -> None:
    """The default site begins at the first page of the default language."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    site.root_page = Page.objects.get(pk=pages[told["home"]].pk)
    site.site_name = told["name"][:255]
    site.save()


def _redirects(file: Path, pages: dict[str, ImportedPage]) -> int:
    """Old addresses; those with a question (`/?p=12`) too. They lead to a page where one is there."""
    count = 0
    for row in _rows(file):
        path = Redirect.normalise_path(row["old"])
        page = Page.objects.get(pk=pages[row["page"]].pk) if row["page"] in pages else None
        link = {"redirect_page": page, "redirect_link": "" if page else row["new"]}
        Redirect.objects.update_or_create(old_path=path, site=None, defaults={**link, "is_permanent": True})
        count += 1
    return count
