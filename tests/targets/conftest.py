"""The two sites that every target is tried with: the bundled sample, and the real WordPress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import wpharvest
from wordpress.fixtures import Filled
from wpharvest import config
from wpharvest.model.site import Site
from wpharvest.steps.export import Led, export, lead
from wpharvest.steps.load import load_site
from wpharvest.web.replay import application
from wpharvest.web.sample import load
from wpharvest.web.serve import serving


@dataclass(frozen=True)
class Harvested:
    """A snapshot of a site, and the site in it."""

    snapshot: Path
    site: Site

    def led(self, target: str, options: config.Export) -> Led:
        """The site as a target gets it, with its plan."""
        return lead(self.site, target, options)

    def written(self, target: str, folder: Path, **options: object) -> Led:
        """Export into a folder, as `wpharvest export` does; what the target was given."""
        wanted = config.Export(targets=(target,), **options)  # type: ignore[arg-type]  # a test's own choice
        export(self.snapshot, folder, wanted)
        return self.led(target, wanted)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Harvested:
    """The bundled sample site, harvested over HTTP as `wpharvest demo` does."""
    folder = tmp_path_factory.mktemp("sample")
    with serving(application(*load()), port=0) as url:
        return _harvested(url, folder)


@pytest.fixture(scope="session")
def real(filled: Callable[[str], Filled], tmp_path_factory: pytest.TempPathFactory) -> Harvested:
    """The bilingual site of a real WordPress with Polylang Pro's fields, with all its media files."""
    return _harvested(filled("polylang-pro").site.url, tmp_path_factory.mktemp("real"))


@pytest.fixture(params=["sample", "real"])
def harvested(request: pytest.FixtureRequest) -> Iterator[Harvested]:
    """Each of the two sites."""
    yield request.getfixturevalue(request.param)


def _harvested(url: str, folder: Path) -> Harvested:
    fetched = wpharvest.fetch(
        url, snapshots=folder, output=None, name="site", options=config.Harvest(media="all", hreflang="never")
    )
    return Harvested(fetched.snapshot, load_site(fetched.snapshot))
