"""A static site as data: where a generator wants its files, and what it calls the facts about a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import msgspec

from wpharvest.config import Export, FrontMatterSyntax, MarkdownFlavor
from wpharvest.errors import UsageError
from wpharvest.exporters.atlas import Atlas, atlas
from wpharvest.exporters.chosen_facts import check_dates, chosen_facts
from wpharvest.exporters.frontmatter import front_matter
from wpharvest.exporters.heeded import BASE, FRONT, MEDIA, PLACES
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.media_files import media_files, with_media
from wpharvest.exporters.permalinks import OLD, permalinks
from wpharvest.exporters.site_facts import SiteFacts, site_facts
from wpharvest.exporters.site_pages import HOME, first_pages, lists, shown, with_pages
from wpharvest.exporters.skeletons import skeleton
from wpharvest.linking import Plan, aliases
from wpharvest.markup.writers import markdown
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.notices import File
from wpharvest.model.site import Site

_AWAY = '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={}">\n'
HEEDS = PLACES | BASE | MEDIA | FRONT
Table = Callable[[SiteFacts], Any]


class StaticSite(msgspec.Struct, frozen=True):
    """How one generator wants a site.

    `files` says where a document lies, by its role (`type`, `taxonomy`, `author`, `home`) or, within
    `type`, by WordPress's name of its type (`post`, if it has a date), as a pattern over `{language}`,
    `{kind}`, `{path}` (parents and slug), `{slug}`, `{date}` (`2024-03-01`), `{page}` (its address below
    the language's first page, which is `index`) and `{suffix}` (`.fr`; nothing for the language at the
    root); a role that it doesn't name lies where `type` does. `fields` goes from the name in the front
    matter to the fact; the name `*` spreads a fact that is a mapping. Without the fields `needed` nothing
    can be built, so they are written whatever a person chooses. `served` is the folder whose files the
    generator publishes as they are (empty: the project itself). `skeleton` is a folder of files that are
    the same for every site, `shared` another one, of what is served; `tables` are files made of what is
    known of the whole site, as JSON. No file is called one of `reserved`, without its ending; no page has an
    address that the generator has `kept` for itself.
    """

    skeleton: str
    files: Mapping[str, str]
    served: str
    fields: Mapping[str, str]
    tables: Mapping[str, Table]
    syntaxes: tuple[FrontMatterSyntax, ...] = ("yaml",)
    flavor: MarkdownFlavor = "gfm"
    permalink: str = OLD
    reserved: tuple[str, ...] = ()
    shared: str = "shared"
    needed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def plan(self, site: Site, options: Export) -> Plan:
        """Where every page and file will be: as the permalink's pattern says, by default where it was.

        Raises UnknownNameError and UsageError for options that don't fit the site or the generator.
        """
        self.check(options)
        documents = shown(site, options)
        base = base_of(options)
        homes = first_pages(site, documents)
        pattern, roots = options.permalink or self.permalink, options.language_roots
        found = permalinks(site, documents, pattern, roots, set(homes.values()), self.kept)
        places = {key: base + address for key, address in found.items()}
        first = {language: places[key] for language, key in homes.items()}
        return with_media(Plan(places, homes=first, base=base), site, documents, options, base)

    def check(self, options: Export) -> None:
        """Raise UsageError for front matter that the generator can't read."""
        syntax = options.front_matter.syntax
        if syntax and syntax not in self.syntaxes:
            raise UsageError(f"--front-matter {syntax}: {self.skeleton} reads {', '.join(self.syntaxes)}")
        check_dates(options.front_matter, self.skeleton)

    def export(self, site: Site, plan: Plan, options: Export) -> Iterator[File]:
        """A project that the generator builds as it stands."""
        syntax = options.front_matter.syntax or self.syntaxes[0]
        documents = shown(site, options)
        known = _known(site, plan, options, documents)
        homes = set(first_pages(site, documents).values())
        for document in documents:
            told = chosen_facts(document, known, self.fields, options.front_matter, self.needed)
            body = markdown.write(document.body, self.flavor).strip("\n")
            head = front_matter(told, syntax)
            text = f"{head}\n{body}\n" if body else head
            role = HOME if document.key in homes else document.role
            yield File(self._path(document, role, known), text.encode("utf-8", "replace"))
        yield from self._frame(site_facts(site, known, documents, options))
        yield from media_files(site, _without_base(plan), self.served)

    def _path(self, document: Document, role: str, known: Atlas) -> str:
        if role == document.role == "type" and document.date:
            role = document.type
        language, kind, *names = known.places[document.key].split("/")
        names = [f"{name}-page" if name in self.reserved else name for name in names]
        return self.files.get(role, self.files["type"]).format(
            language=language,
            kind=kind,
            path="/".join(names),
            slug=names[-1],
            date=document.date[:10],
            page=page_of(known.plan, document.key) or "index",
            suffix=suffix_of(known.plan, document.key.language),
        )

    def _frame(self, facts: SiteFacts) -> Iterator[File]:
        """What makes documents a site: layouts, styles, settings, a way from the root to the first page."""
        for path, body in skeleton(self.skeleton):
            yield File(path, body)
        for path, body in skeleton(self.shared) if self.shared else ():
            yield File(self._served(path), body)
        for path, table in self.tables.items():
            yield json_file(path, table(facts))
        first = facts.home
        if first not in ("/", ""):
            page = (
                f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={first}">'
            )
            yield File(self._served("index.html"), f"{page}\n".encode())

    def _served(self, path: str) -> str:
        return f"{self.served}/{path}" if self.served else path


def redirects_step(target: str) -> str:
    """What a person types so that nobody who follows an old link finds nothing."""
    command = f"wpharvest redirects {{snapshot}} --to {target} --for nginx"
    return f"{command}  # or apache, caddy, netlify, …; with the options of this export"


def base_of(options: Export) -> str:
    """The part of every address that the new host adds: `/blog` of `https://example.org/blog/`."""
    return quote(urlsplit(options.base_url).path.rstrip("/"), safe="/-._~%")


def page_of(plan: Plan, key: Key) -> str:
    """The address of a document below its language's first page, decoded; empty for the first page itself.

    >>> key = Key("fr", "pages", 1)
    >>> page_of(Plan({key: "/base/fr/%C3%A9t%C3%A9/"}, {}, {"fr": "/base/fr/"}), key)
    'été'
    """
    return unquote(plan.places.get(key, "").removeprefix(plan.homes.get(key.language, "/"))).strip("/")


def suffix_of(plan: Plan, language: str) -> str:
    """`.fr` for a language whose first page is `/fr/`; empty for the one at the root."""
    below = plan.homes.get(language, "/").removeprefix(plan.base).strip("/")
    return f".{below}" if below else ""


def _known(site: Site, plan: Plan, options: Export, documents: tuple[Document, ...]) -> Atlas:
    known = atlas(site, options, plan)
    known = with_pages(known, documents, first_pages(site, documents).values())
    known = msgspec.structs.replace(known, aliases=aliases(site, plan))
    return msgspec.structs.replace(known, lists=lists(documents, known))


def _without_base(plan: Plan) -> Plan:
    """Files lie below the served folder without the part of the address that the host adds."""
    return msgspec.structs.replace(
        plan,
        places={key: address.removeprefix(plan.base) for key, address in plan.places.items()},
        files={url: address.removeprefix(plan.base) for url, address in plan.files.items()},
    )
