"""The bundled sample: a small French and English site around the two documents that started this project.

`wpharvest/sample/` holds it as files: `site.json`, `objects/LANG/KIND/ID.json` with the bytes WordPress would
send, `heads/LANG/KIND/ID.html`, `media/YEAR/MONTH/NAME`.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

import msgspec

from wpharvest.model.items import RawItem, Resource, SiteInfo
from wpharvest.text import short_id, slugify

Parts = tuple[SiteInfo, tuple[RawItem, ...], tuple[Resource, ...]]


def load() -> Parts:
    """The sample site: what it says about itself, its objects, and its heads and media files."""
    folder = files("wpharvest") / "sample"
    info = msgspec.json.decode((folder / "site.json").read_bytes(), type=SiteInfo)
    items = tuple(_items(info, folder / "objects"))
    links = {(item.language, item.kind, item.id): item.value for item in items}
    heads = []
    for path, file in _walk(folder / "heads"):
        language, kind, name = path.parts
        id_ = int(name.removesuffix(".html"))
        value = links[language, kind, id_]
        place = f"heads/{language}/{kind}/{short_id(id_)}-{slugify(value['slug'])}.html"
        heads.append(Resource(place, "head", value["link"], file.read_bytes(), "text/html; charset=UTF-8"))
    media = [
        Resource(
            f"media/{path}",
            "media",
            f"{info.home}/wp-content/uploads/{path}",
            file.read_bytes(),
            mimetypes.guess_type(path.name)[0] or "",
        )
        for path, file in _walk(folder / "media")
    ]
    return info, items, (*heads, *media)


def _items(info: SiteInfo, folder: Traversable) -> Iterator[RawItem]:
    roots = {language.code: language.root for language in info.languages}
    namespaces = {each.kind: each.namespace for each in info.collections}
    for path, file in _walk(folder):
        language, kind, _ = path.parts
        body = file.read_bytes()
        id_: int = json.loads(body)["id"]
        url = f"{info.home}{roots[language]}{namespaces[kind]}/{kind}/{id_}"
        yield RawItem(kind, id_, language, url, body)


def _walk(folder: Traversable, below: str = "") -> Iterator[tuple[PurePosixPath, Traversable]]:
    """Every file below a folder with its path there, sorted."""
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        path = f"{below}{each.name}"
        if each.is_dir():
            yield from _walk(each, f"{path}/")
        else:
            yield PurePosixPath(path), each
