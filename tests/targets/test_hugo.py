"""The real Hugo builds what `--to hugo` writes, and the site is the one that was harvested."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from targets.built import Built
from targets.conftest import Harvested

pytestmark = pytest.mark.skipif(not shutil.which("hugo"), reason="Hugo isn't installed (Debian: hugo)")


def hugo(folder: Path) -> Path:
    """Build; the folder of the site. What Hugo warns of is a failure."""
    done = subprocess.run(
        ["hugo", "--panicOnWarning", "--destination", "public"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "public"


SPOILT = {
    "title": ("<h1>", "<h1>Another "),
    "text": ("</p>", " **word**</p>"),
    "Link": ('href="https://www.myria.be', 'href="https://elsewhere.example'),
    "translations": ('hreflang="en" lang="en" href="/en/', 'hreflang="en" lang="en" href="/en/x'),
    "lang": ('<html lang="fr"', '<html lang="en"'),
    "where nothing is": ("</main>", '<img src="/media/lost.png"></main>'),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_comparison_sees_what_is_wrong(sample: Harvested, tmp_path: Path, what: str) -> None:
    """A page that differs in one thing is named with this thing."""
    led = sample.written("hugo", tmp_path)
    built = Built(hugo(tmp_path), led)
    page = built.file("/autres-ressources/")
    before = page.read_text("utf-8")
    right, wrong = SPOILT[what]
    page.write_text(before.replace(right, wrong), "utf-8")
    assert right in before
    assert any(what in complaint for complaint in built.complaints())


def test_the_built_site_is_the_harvested_one(harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments."""
    led = harvested.written("hugo", tmp_path)
    assert "\n".join(Built(hugo(tmp_path), led).complaints()) == ""
