"""Front matter says what a person chose, under the names that they chose, in the syntax that they chose."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from linked_site import ABOUT, PLAN, SITE
from wpharvest.config import Export, FrontMatter
from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters import TARGETS
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.chosen_facts import USUAL_NAMES, check_front_matter, chosen_facts
from wpharvest.exporters.frontmatter import front_matter, tidy

PAGE = msgspec.structs.replace(
    ABOUT,
    title="About us",
    date="2024-02-29T23:30:00Z",
    seo={"title": "Us", "og_image": {"url": "a.png"}},
)
KNOWN = atlas(SITE, Export(), PLAN)


def told(**wanted: Any) -> dict[str, Any]:
    """The front matter of the page under these settings."""
    settings_of_it = FrontMatter(**wanted)
    check_front_matter(settings_of_it)
    return chosen_facts(PAGE, KNOWN, USUAL_NAMES, settings_of_it)


def test_fields_stand_in_their_order_under_their_names() -> None:
    """`date=published` is the fact `date` called `published`; what isn't named isn't there."""
    found = told(fields=("lang", "title=headline", "date=published", "permalink"))
    assert list(found) == ["lang", "headline", "published", "permalink"]
    assert found["headline"] == "About us"
    assert found["permalink"] == "/en/pages/about/"


def test_what_a_target_needs_is_written_anyway() -> None:
    """A choice of fields can't take away what the site couldn't be built without."""
    own = {"title": "title", "url": "permalink"}
    found = chosen_facts(PAGE, KNOWN, own, FrontMatter(fields=("lang",)), ("url",))
    assert found == {"lang": "en", "url": "/en/pages/about/"}


def test_extra_fields_are_filled_from_facts() -> None:
    """A template names facts, and parts of facts; two braces are one."""
    found = told(
        fields=("id",), extra=("label={title} ({lang}) {{x}}", "seo={seo.title}", "lost={seo.nothing}")
    )
    assert found == {"id": 11, "label": "About us (en) {x}", "seo": "Us"}


def test_dates_are_written_as_asked_for() -> None:
    """A pattern of strftime, in a time zone; one without the other too."""
    assert told(fields=("date",))["date"] == "2024-02-29T23:30:00Z"
    assert told(fields=("date",), date_format="%d.%m.%Y")["date"] == "29.02.2024"
    assert told(fields=("date",), time_zone="Europe/Brussels")["date"] == "2024-03-01T00:30:00+01:00"
    both = told(fields=("date",), date_format="%Y-%m-%d", time_zone="+02:00")
    assert both["date"] == "2024-03-01"


def test_nested_facts_can_be_flat() -> None:
    """`seo: {og_image: {url: …}}` becomes `seo_og_image_url`."""
    assert told(fields=("seo",), flat=True) == {"seo_title": "Us", "seo_og_image_url": "a.png"}


@pytest.mark.parametrize(
    ("wanted", "error", "says"),
    [
        ({"fields": ("titel",)}, UnknownNameError, "did you mean 'title'"),
        ({"extra": ("x={titel}",)}, UnknownNameError, "did you mean 'title'"),
        ({"extra": ("no template",)}, UsageError, "NAME=TEMPLATE"),
        ({"extra": ("=x",)}, UsageError, "NAME=TEMPLATE"),
        ({"extra": ("x={title",)}, UsageError, "a brace without its other"),
        ({"extra": ("x={{title}",)}, UsageError, "a brace without its other"),
        ({"fields": ("title=",)}, UsageError, "has no name"),
        ({"fields": ("title=a", "date=a")}, UsageError, "--field 'title=a' has that name already"),
        ({"fields": ("date", "modified=date")}, UsageError, "--field 'date' has that name already"),
        ({"date_format": "day"}, UsageError, "each date alike"),
        ({"time_zone": "Mars/Base"}, UsageError, "no time zone"),
    ],
)
def test_mistakes_are_named(wanted: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        told(**wanted)


@pytest.mark.parametrize("target", ["hugo", "jekyll", "eleventy", "astro", "pelican", "mkdocs"])
@pytest.mark.parametrize("pattern", ["%d.%m.%Y", "%Y", "%H:%M", "%m/%d/%y"])
def test_a_generator_gets_no_date_that_it_misreads(target: str, pattern: str) -> None:
    """Pelican takes 12.01.2026 for December, Hugo for no date at all: such a pattern is refused at once."""
    with pytest.raises(UsageError, match="--date-format"):
        TARGETS[target].plan(SITE, Export(front_matter=FrontMatter(date_format=pattern)))
    for fine in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"):
        TARGETS[target].plan(SITE, Export(front_matter=FrontMatter(date_format=fine)))


@pytest.mark.parametrize("target", ["hugo", "jekyll", "eleventy", "astro", "pelican", "mkdocs"])
def test_a_choice_takes_no_switcher_and_no_post_away(target: str) -> None:
    """Flat or chosen, the translations stay the mapping that layouts read; Pelican drops a post undated."""
    site = msgspec.structs.replace(
        SITE, documents=tuple(msgspec.structs.replace(each, date="2024-02-29") for each in SITE.documents)
    )
    wanted = Export(front_matter=FrontMatter(fields=("slug",), flat=True))
    plan = TARGETS[target].plan(site, wanted)
    pages = {
        file.path: yaml.safe_load(file.body.split(b"---\n")[1])
        for file in TARGETS[target].export(site, plan, wanted)
        if file.path.endswith(".md")
    }
    assert not any(name.startswith("alternates_") for page in pages.values() for name in page)
    if target != "hugo":  # which pairs by itself
        assert any(isinstance(page.get("alternates"), dict) for page in pages.values())
    if target == "pelican":
        articles = [page for path, page in pages.items() if "/articles/" in path]
        assert articles and all(page["date"] for page in articles)


VALUES = st.recursive(
    st.text(max_size=12) | st.integers(-(2**62), 2**62) | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), VALUES, min_size=1, max_size=5))
def test_each_syntax_says_the_same(facts: dict[str, Any]) -> None:
    """YAML, TOML and JSON are read back as the same facts, whatever stands in them."""
    clean = tidy(facts)
    as_yaml, as_toml, as_json = (front_matter(facts, syntax) for syntax in ("yaml", "toml", "json"))
    assert yaml.safe_load(as_yaml.removeprefix("---\n").removesuffix("---\n")) == clean
    assert tomllib.loads(as_toml.removeprefix("+++\n").removesuffix("+++\n")) == clean
    assert json.loads(as_json) == clean
