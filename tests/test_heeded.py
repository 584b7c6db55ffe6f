"""An option to which no target listens is told; one to which a target listens changes what it writes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from linked_site import HOME, SITE
from wpharvest.config import Export, FrontMatter
from wpharvest.exporters import TARGETS
from wpharvest.exporters.heeded import unheeded
from wpharvest.linking import redirects
from wpharvest.markup import html_reader
from wpharvest.model.documents import Media
from wpharvest.model.items import Key
from wpharvest.model.site import Site
from wpharvest.steps.export import lead

PICTURE = Media(Key("en", "media", 41), f"{HOME}/wp-content/uploads/a.jpg", "A")
BODY = html_reader.read(f'<p>a<br>b</p><img src="{HOME}/wp-content/uploads/a-150x150.jpg" alt="x">')
WHOLE = msgspec.structs.replace(
    SITE,
    documents=tuple(msgspec.structs.replace(each, body=BODY, date="2024-02-29") for each in SITE.documents),
    media=(*SITE.media, PICTURE),
)
FRONT: dict[str, Any] = {
    "syntax": "toml",
    "fields": ("slug",),
    "extra": ("x={title}!",),
    "date_format": "%Y-%m-%d",
    "time_zone": "+02:00",
    "flat": True,
}
CHOSEN = Export(
    permalink="/x/{slug}/",
    language_roots="prefix",
    base_url="https://new.example/",
    media_placement="remote",
    image_sizes="full",
    flavor="pandoc",
    front_matter=FrontMatter(**FRONT),
)


def written(site: Site, target: str, options: Export) -> list[tuple[str, object]]:
    """A target's files, as an export writes them."""
    led = lead(site, target, options)
    return [(each.path, each.body) for each in led.target.export(led.site, led.plan, options)]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", ["permalink", "language_roots", "base_url", "image_sizes", "flavor"])
def test_what_a_target_ignores_is_what_it_says(target: str, name: str) -> None:
    """An option that isn't among those that a target heeds changes none of its files."""
    if name not in TARGETS[target].HEEDS:
        wanted = Export(**{name: getattr(CHOSEN, name)})
        assert written(WHOLE, target, wanted) == written(WHOLE, target, Export())


@pytest.mark.parametrize("target", TARGETS)
def test_front_matter_is_for_those_that_have_some(target: str) -> None:
    """Where front matter isn't heeded, it changes nothing; where it is, each part of it does."""
    heeds = TARGETS[target].HEEDS
    usual = written(WHOLE, target, Export())
    for name in ("fields", "extra", "date_format", "flat"):
        told = written(WHOLE, target, Export(front_matter=FrontMatter(**{name: FRONT[name]})))
        assert (told == usual) <= (name not in heeds or name in ("date_format", "flat"))
        assert (told != usual) <= (name in heeds)


def test_each_flag_to_which_nobody_listens() -> None:
    """The names are those of the command line; what one of several targets heeds is heeded."""
    said = unheeded(CHOSEN, [TARGETS["json"].HEEDS])
    assert sorted(said) == [
        *("--base-url", "--date-format", "--extra", "--field", "--flat", "--flavor", "--front-matter"),
        *("--image-sizes", "--language-roots", "--media", "--permalink", "--time-zone"),
    ]
    both = [TARGETS[name].HEEDS for name in ("csv", "hugo")]
    assert unheeded(CHOSEN, both) == ()
    assert unheeded(Export(), [frozenset()]) == ()


@pytest.mark.parametrize("target", ["ghost", "wagtail"])
def test_a_library_of_files_is_no_place_beside_a_page(target: str) -> None:
    """Ghost and Wagtail have one place for files: who wishes otherwise is told, and loses nothing."""
    beside = Export(media_placement="beside")
    assert written(WHOLE, target, beside) == written(WHOLE, target, Export())
    assert [each.what for each in lead(WHOLE, target, beside).plan.notices if "--media beside" in each.what]
    assert not [each for each in lead(WHOLE, target, Export()).plan.notices if "--media" in each.what]


@pytest.mark.parametrize("target", [name for name in TARGETS if "permalink" in TARGETS[name].HEEDS])
def test_a_pattern_moves_no_first_page(target: str) -> None:
    """A language's first page stays it whatever `--permalink` says, and redirects can be written."""
    first = msgspec.structs.replace(WHOLE.documents[0], title="Home", slug="home")
    site = msgspec.structs.replace(WHOLE, documents=(first, *WHOLE.documents[1:]))
    plan = lead(site, target, Export(permalink="{prefix}/n/{slug}/")).plan
    assert plan.places[first.key] == "/"
    assert "/n/about/" in plan.places.values() or target in ("mkdocs", "ghost")
    assert redirects(site, plan).rows
