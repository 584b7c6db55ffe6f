"""Media files where Ghost's import takes them from: `content/images`, `content/media`, `content/files`."""

from __future__ import annotations

import re
from posixpath import splitext
from urllib.parse import unquote

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.exporters.ghost.tags import counted
from wpharvest.exporters.media_files import in_one_folder, with_media
from wpharvest.linking import Plan
from wpharvest.model.site import Site

# The endings that Ghost's import takes (`uploads` in its `core/shared/config/overrides.json`).
ENDINGS = {
    "images": ".jpg .jpeg .gif .png .svg .svgz .ico .webp",
    "media": ".mp4 .webm .ogv .mp3 .wav .ogg .m4a",
    "files": ".pdf .json .jsonld .odp .ods .odt .ppt .pptx .rtf .txt .xls .xlsx .xml",
}
FOLDERS = {ending: folder for folder, endings in ENDINGS.items() for ending in endings.split()}

_UNSAFE = re.compile(r"[^\w@./-]", re.ASCII)  # what Ghost replaces in the name of a file (`LocalStorageBase`)


def with_ghost_media(plan: Plan, site: Site, options: Export) -> Plan:
    """The plan, with the address of each file that Ghost's import takes.

    Ghost makes sizes of pictures itself. What it doesn't take (`.docx`, `.zip`) keeps its old address.
    """
    wanted, told = in_one_folder(replace(options, image_sizes="full"), "Ghost")
    placed = with_media(Plan(), site, (), wanted)
    addresses = dict.fromkeys((*placed.places.values(), *placed.files.values()))
    taken: set[str] = set()
    moved: dict[str, str] = {}
    for old in addresses:
        stem, ending = splitext(unquote(old).removeprefix("/media/"))
        folder = FOLDERS.get(ending.lower())
        if folder is None:
            continue
        wish = f"/content/{folder}/{_UNSAFE.sub('-', stem)}"
        new = next(each for each in counted(wish) if (each + ending).lower() not in taken) + ending
        taken.add(new.lower())
        moved[old] = new
    return replace(
        plan,
        places={**plan.places, **{key: moved[old] for key, old in placed.places.items() if old in moved}},
        files={old: moved[new] for old, new in placed.files.items() if new in moved},
        remote=placed.remote,
        notices=(*plan.notices, *told),
    )
