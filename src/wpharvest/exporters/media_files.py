"""Where the media files of a site will be, and the files to be copied there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from posixpath import basename, dirname, splitext
from urllib.parse import quote, unquote

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.exporters.paths import in_order, same_place
from wpharvest.linking import Addresses, Plan, led_to, without_size
from wpharvest.model.documents import Document
from wpharvest.model.items import Key, Resource
from wpharvest.model.notices import File, Notice
from wpharvest.model.site import Site
from wpharvest.urls import normal


def with_media(
    plan: Plan, site: Site, documents: Iterable[Document], options: Export, root: str = ""
) -> Plan:
    """The plan, with a new address for each media file of the snapshot.

    In one folder (`/media/2024/03/photo.jpg`, below `root`), or beside the first document that shows it, by
    key; a file that no document shows is in the folder anyway. With `image_sizes` full, sizes of pictures
    whose whole is there are left out. Where files stay remote, none has a new address.
    """
    if options.media_placement == "remote":
        return replace(plan, remote=True)
    records = _records(site)
    wholes = {without_size(each) for each in records} if options.image_sizes == "full" else set()
    files = [each for each in site.files if not _is_size(normal(each.url), records, wholes)]
    folder = {each.path: quote(f"{root}/{each.path}", safe="/-._~") for each in files}
    in_folder = _placed(plan, files, folder, records)
    if options.media_placement == "folder":
        return in_folder
    known = Addresses(site, in_folder)
    by_address = {address: path for path, address in folder.items()}
    beside = _beside(in_order(documents), plan.places, known, by_address)
    return _placed(plan, files, folder | beside, records)


def media_files(site: Site, plan: Plan, folder: str = "") -> Iterator[File]:
    """The media files that a plan places, to be copied below the folder that is the new site's root."""
    records = _records(site)
    for resource in site.files:
        keys = records.get(normal(resource.url), ())
        address = plan.files.get(resource.url) or next(
            (plan.places[key] for key in keys if key in plan.places), ""
        )
        if address:
            path = unquote(address).lstrip("/")
            yield File(f"{folder}/{path}" if folder else path, source=resource.file, sha256=resource.sha256)


def in_one_folder(options: Export, system: str) -> tuple[Export, tuple[Notice, ...]]:
    """The options for a system that has a library of files, and a notice where a person wished otherwise."""
    if options.media_placement != "beside":
        return options, ()
    told = Notice("media", f"--media beside: {system} has one library for all files")
    return replace(options, media_placement="folder"), (told,)


def _records(site: Site) -> dict[str, list[Key]]:
    """The records of the media library by the address of their file: one file may have one a language."""
    found: dict[str, list[Key]] = {}
    for media in site.media:
        found.setdefault(normal(media.url), []).append(media.key)
    return found


def _is_size(address: str, records: Mapping[str, list[Key]], wholes: set[str]) -> bool:
    """Whether this is a size of one of these whole pictures, and not a record of its own."""
    whole = without_size(address)
    return whole != address and whole in wholes and address not in records


def _placed(
    plan: Plan, files: list[Resource], places: Mapping[str, str], records: Mapping[str, list[Key]]
) -> Plan:
    of_library: dict[Key, str] = {}
    others: dict[str, str] = {}
    for resource in files:
        keys = records.get(normal(resource.url), ())
        of_library.update(dict.fromkeys(keys, places[resource.path]))
        if not keys:
            others[resource.url] = places[resource.path]
    return replace(plan, places={**plan.places, **of_library}, files={**plan.files, **others})


def _beside(
    documents: list[Document], pages: Mapping[Key, str], known: Addresses, by_address: Mapping[str, str]
) -> dict[str, str]:
    """File -> address beside the first document that leads to it; names stay apart from each other."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for document in documents:
        if document.key not in pages:
            continue
        home = dirname(unquote(pages[document.key])).rstrip("/")
        for path in filter(None, map(by_address.get, led_to(document, known))):
            if path in found:
                continue
            stem, ending = splitext(basename(path))
            names = chain([stem], (f"{stem}-{number}" for number in count(2)))
            wishes = (f"{home}/{name}{ending}" for name in names)
            place = next(each for each in wishes if same_place(each) not in taken)
            taken.add(same_place(place))
            found[path] = quote(place, safe="/-._~")
    return found
