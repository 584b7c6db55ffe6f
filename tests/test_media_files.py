"""Media files of the snapshot get their place on the new site, and whatever leads to them follows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from linked_site import HOME, LEAFLET, NEWS, PHOTO, SITE, document
from wpharvest.config import Export
from wpharvest.exporters.media_files import media_files, with_media
from wpharvest.linking import Addresses, Plan, relink
from wpharvest.model.items import Resource
from wpharvest.model.nodes import Image, walk
from wpharvest.model.site import Site
from wpharvest.steps.output import write

UPLOADS = f"{HOME}/wp-content/uploads/2019/03"
SMALL = f"{UPLOADS}/Photo_1-150x150.jpg"
LOOSE = f"{UPLOADS}/loose.png"  # no record of the library, but a body shows it


def resource(path: str, url: str) -> Resource:
    """A media file of a snapshot."""
    return Resource(f"media/2019/03/{path}", "media", url, b"", file=f"/snapshot/{path}", sha256=path)


FILES = (
    resource("Photo_1-150x150.jpg", SMALL),
    resource("Photo_1-scaled.jpg", PHOTO.url),
    resource("leaflet.pdf", LEAFLET.url),
    resource("loose.png", LOOSE),
)
SHOWING = document("en", "posts", 22, "/2019/03/news/", f'<p><img src="{SMALL}"> <img src="{LOOSE}"></p>')
WITH_FILES = msgspec.structs.replace(
    SITE,
    files=FILES,
    documents=tuple(SHOWING if each.key == NEWS.key else each for each in SITE.documents),
)
PLACES = {each.key: f"/{each.key.language}/{each.key.id}/" for each in WITH_FILES.documents}


def placed(site: Site = WITH_FILES, **options: object) -> Plan:
    """A plan of pages, with the media files in it."""
    return with_media(Plan(PLACES), site, site.documents, Export(**options))  # type: ignore[arg-type]


def pictures(plan: Plan) -> list[str]:
    """Where the pictures of the post are now."""
    body = relink(SHOWING, Addresses(WITH_FILES, plan)).document.body
    return [node.url for node in walk(body) if isinstance(node, Image)]


def test_in_one_folder() -> None:
    """Each file lies where the snapshot has it, whether or not the library knows it, and bodies follow."""
    plan = placed()
    assert plan.places[PHOTO.key] == "/media/2019/03/Photo_1-scaled.jpg"
    assert pictures(plan) == ["/media/2019/03/Photo_1-150x150.jpg", "/media/2019/03/loose.png"]
    files = list(media_files(WITH_FILES, plan, "static"))
    assert {file.path for file in files} == {f"static/{each.path}" for each in FILES}
    assert all(file.source == f"/snapshot/{file.sha256}" for file in files)


def test_beside_the_page_that_shows_it() -> None:
    """The first document that shows a file has it; what no document shows is in the folder."""
    plan = placed(media_placement="beside")
    assert pictures(plan) == ["/en/22/Photo_1-150x150.jpg", "/en/22/loose.png"]
    assert plan.places[LEAFLET.key] == "/media/2019/03/leaflet.pdf"


def test_two_files_of_one_name_beside_one_page() -> None:
    """They stay two."""
    other = Resource("media/2020/01/Loose.png", "media", f"{HOME}/wp-content/uploads/2020/01/Loose.png", b"")
    page = document("en", "posts", 22, "/2019/03/news/", f'<img src="{LOOSE}"><img src="{other.url}">')
    site = msgspec.structs.replace(WITH_FILES, files=(*FILES, other), documents=(page,))
    plan = with_media(Plan(PLACES), site, site.documents, Export(media_placement="beside"))
    assert sorted(plan.files.values())[:1] == ["/en/22/Loose-2.png"]
    assert "/en/22/loose.png" in plan.files.values()


def test_left_where_they_are() -> None:
    """No file is copied, each link to one keeps its whole old address, and none is said to lead nowhere."""
    plan = placed(media_placement="remote")
    made = relink(SHOWING, Addresses(WITH_FILES, plan))
    assert [node.url for node in walk(made.document.body) if isinstance(node, Image)] == [SMALL, LOOSE]
    assert made.notices == ()
    assert list(media_files(WITH_FILES, plan)) == []


def test_full_sizes_only() -> None:
    """A size of a picture whose whole is there isn't copied; whoever showed it shows the whole."""
    plan = placed(image_sizes="full")
    assert pictures(plan) == ["/media/2019/03/Photo_1-scaled.jpg", "/media/2019/03/loose.png"]
    assert len(list(media_files(WITH_FILES, plan))) == len(FILES) - 1


def test_files_that_could_not_be_fetched_are_named() -> None:
    """Their links keep the old address, in full, and there is a notice for each."""
    site = msgspec.structs.replace(WITH_FILES, files=FILES[1:3])
    made = relink(SHOWING, Addresses(site, placed(site)))
    assert [notice.what for notice in made.notices] == [
        f"leads to {LOOSE}, which isn't here: the old address stays"
    ]


def test_a_file_is_copied_and_counts_as_the_same_next_time(tmp_path: Path) -> None:
    """Bytes come from the snapshot's own file, once; another writing touches nothing."""
    source = tmp_path / "photo.jpg"
    source.write_bytes(b"\xff\xd8picture")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    site = msgspec.structs.replace(
        SITE, files=(Resource("media/photo.jpg", "media", PHOTO.url, b"", file=str(source), sha256=digest),)
    )
    files = list(media_files(site, with_media(Plan(), site, (), Export())))
    first, second = (write(files, tmp_path / "out") for _ in range(2))
    assert (first.new, second.same) == (("media/photo.jpg",), ("media/photo.jpg",))
    assert (tmp_path / "out" / "media" / "photo.jpg").read_bytes() == source.read_bytes()
