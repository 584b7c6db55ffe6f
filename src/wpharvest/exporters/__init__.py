"""A site as files: one module a target. Exporters yield `File` values; somebody else writes them to disk.

To add a target: a module here with `plan`, `export` and `NEXT`, its row in `TARGETS`, a case folder of its
name below `tests/cases/export/`. The first line of the module's docstring is what `wpharvest list targets`
prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wpharvest.config import Export
from wpharvest.exporters import (
    astro,
    csv,
    eleventy,
    ghost,
    hugo,
    jekyll,
    json,
    markdown,
    mkdocs,
    parquet,
    pelican,
    tmx,
    wagtail,
    wxr,
    xliff,
)
from wpharvest.linking import Plan
from wpharvest.model.notices import File
from wpharvest.model.site import Site


class Target(Protocol):
    """A form in which a site can be written."""

    @property
    def NEXT(self) -> tuple[str, ...]:  # noqa: N802  a constant of the module
        """What a person types after the export, a line each, with a `# why` where it isn't plain.

        `{output}` and `{snapshot}` stand for the folders, as words of a shell or at the start of a path.
        """
        ...

    @property
    def HEEDS(self) -> frozenset[str]:  # noqa: N802  a constant of the module
        """The options (by their names in `config`) that change what it writes; those of the choice apart.

        What is chosen and heeded by no target is told after the export.
        """
        ...

    def plan(self, site: Site, options: Export) -> Plan:
        """Where everything will be. An empty plan: addresses stay those of the old site."""
        ...

    def export(self, site: Site, plan: Plan, options: Export) -> Iterator[File]:
        """The files of the chosen documents, whose links already lead to the places of the plan.

        Paths are unique; the order is that of the documents' keys.
        """
        ...


TARGETS: dict[str, Target] = {
    "markdown": markdown,
    "json": json,
    "csv": csv,
    "parquet": parquet,
    "hugo": hugo,
    "jekyll": jekyll,
    "eleventy": eleventy,
    "astro": astro,
    "pelican": pelican,
    "mkdocs": mkdocs,
    "tmx": tmx,
    "xliff": xliff,
    "wxr": wxr,
    "ghost": ghost,
    "wagtail": wagtail,
}
