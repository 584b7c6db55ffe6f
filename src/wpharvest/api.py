"""The public functions: what a program may call. `import wpharvest` has them all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from wpharvest import config
from wpharvest.cleaning import clean
from wpharvest.conversion import body_of
from wpharvest.markup.writers import WRITERS
from wpharvest.model.site import Site
from wpharvest.steps.export import Exported
from wpharvest.steps.export import export as export_snapshot
from wpharvest.steps.fetch import Fetched
from wpharvest.steps.fetch import fetch as fetch_source
from wpharvest.steps.load import load_site as load_snapshot
from wpharvest.steps.open import open_source


def clean_html(html: str, url: str = "") -> str:
    """Clean HTML: scripts, editor residue and empty wrappers out, every word, link and emphasis kept.

    HTML that has no junk comes back as it was. `url`, where given, makes relative links absolute.

    >>> clean_html('<p data-start="1" data-end="9">Caf&eacute;&nbsp;: <b>oui</b><script>x()</script></p>')
    '<p>Café\\xa0: <b>oui</b></p>'
    """
    return clean(html, url).html


def html_to_markdown(html: str, url: str = "") -> str:
    """Clean HTML and write it as Markdown (CommonMark with GFM's tables and strikethrough).

    >>> html_to_markdown('<h2>Deux</h2><ul><li>un<ul><li>et demi</li></ul></li></ul>')
    '## Deux\\n\\n- un\\n  - et demi\\n'
    """
    return WRITERS["markdown"](body_of(html, url))


def html_to_text(html: str, url: str = "") -> str:
    """Clean HTML and write it as plain text: bullets are `•`, links leave their words.

    >>> html_to_text('<p>See <a href="https://example.org">this</a>.</p><ul><li>one</li></ul>')
    'See this.\\n\\n  • one\\n'
    """
    return WRITERS["text"](body_of(html, url))


def fetch(
    where: str,
    *,
    snapshots: str | Path = "snapshots",
    output: str | Path | None = "output",
    name: str = "",
    options: config.Harvest | None = None,
) -> Fetched:
    """Harvest a site or a local folder into `snapshots/NAME`, and export it to `output/NAME`.

    `where` is any address of the site, or a path; `output=None` leaves the export out. Raises
    `wpharvest.errors.WpharvestError`. What is missing from the result is in `.missing`.
    """
    harvest = options or config.Harvest()
    source = open_source(where, harvest)
    folder = name or source.name
    started_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    fetched = fetch_source(source, Path(snapshots) / folder, harvest, started_at=started_at)
    if output is not None:
        export_snapshot(fetched.snapshot, Path(output) / folder, config.Export())
    return fetched


def load_site(path: str | Path, remove: tuple[str, ...] = ()) -> Site:
    """Read a snapshot: documents as trees, families, media, authors, comments. Raises SnapshotError.

    `remove` are CSS selectors of what you want out of bodies, excerpts and comments; UsageError for one that
    isn't CSS.
    """
    return load_snapshot(Path(path), remove)


def export(
    snapshot: str | Path, output: str | Path, options: config.Export | None = None, *, force: bool = False
) -> Exported:
    """Derive Markdown, JSON, families and a report from a snapshot into a folder, without network."""
    return export_snapshot(Path(snapshot), Path(output), options or config.Export(), force=force)
