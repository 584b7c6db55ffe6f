"""What a person reads after an export: what was written, what was lost, and commands that work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import wpharvest
from test_cli import SEEDS
from wpharvest.cli.summary import output_lines
from wpharvest.config import Export
from wpharvest.exporters import TARGETS
from wpharvest.exporters.report import FamilyCounts, Missing, NoticeLine, Report, SiteFacts
from wpharvest.steps.export import Exported, export
from wpharvest.steps.output import Written

# What the tests' environment can run; the others (a spreadsheet, a server) are a person's.
RUNNABLE = ("wpharvest", "pocount", "python3", "grep")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The seeds through every target, in a folder whose name needs quotes."""
    folder = tmp_path_factory.mktemp("it's a folder")
    wpharvest.fetch(str(SEEDS), snapshots=folder, output=None)
    return export(folder / "seeds", folder / "new site", Export(targets=tuple(TARGETS)))


def told(*, verbose: bool = False, missing: int = 0, notices: int = 0) -> list[str]:
    """The summary of an export with so much to say."""
    report = Report(
        version="0",
        site=SiteFacts("https://h", "H", "fr", ("fr", "en")),
        harvest={},
        outdated=0,
        documents={"fr": {"pages": 20, "posts": 3}, "en": {"pages": 18}},
        families=FamilyCounts(13, {"en": 6}),
        uncovered=(),
        cleaning={"a": 1, "b": 200, "c": 30, "d": 4, "e": 5, "f": 6},
        empty_bodies=("fr/pages/1",),
        notices=tuple(
            NoticeLine(f"fr/pages/{n}", "links", "leads nowhere", 1, False) for n in range(notices)
        ),
        missing=tuple(Missing(f"fr/pages/{n}", "403") for n in range(missing)),
    )
    written = Written(new=("a", "b"), same=("c",))
    files = {"json": 41, "hugo": 120}
    steps = tuple(step for name in files for step in TARGETS[name].NEXT)
    done = Exported(Path("output/h"), written, report, files, Path("snapshots/h"), steps)
    return list(output_lines(done, verbose=verbose))


def test_in_about_ten_lines() -> None:
    assert told(notices=7) == [
        "output: output/h (2 new, 0 changed, 0 removed, 1 unchanged)",
        "written: 41 documents (23 in fr, 18 in en) as json (41 files), hugo (120 files)",
        "pairs: 13 paired, 6 only in en",
        "cleaned: 200 × b, 30 × c, 6 × f, 5 × e, 5 by 2 other rules",
        "empty: 1 document has no body (report.json; -v names each)",
        "noted: 7 × links (report.json and -v name each)",
        "lost: nothing that the site shows",
        "next: wpharvest report snapshots/h --open  # look at what there is, and what to mend",
        "      jq -r .metadata.title output/h/*/*/*.json  # what each document is called",
        "      cd output/h && hugo server  # then open http://localhost:1313/",
        "      wpharvest redirects snapshots/h --to hugo --for nginx"
        "  # or apache, caddy, netlify, …; with the options of this export",
    ]


def test_what_is_missing_stands_in_the_place_of_nothing() -> None:
    lines = told(missing=8)
    assert "lost: nothing that the site shows" not in lines
    assert [line for line in lines if "missing" in line] == [
        *(f"  missing: fr/pages/{n}: 403" for n in range(5)),
        "  missing: and 3 more (-v shows all; report.json names each)",
    ]
    assert sum("missing" in line for line in told(missing=8, verbose=True)) == 8


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_says_what_to_do_next(target: str) -> None:
    """With commands in which nothing is left open but the two folders."""
    assert TARGETS[target].NEXT
    for step in TARGETS[target].NEXT:
        rest = step.replace("{output}", "x").replace("{snapshot}", "x")
        assert "{" not in rest and "\n" not in step


def test_what_to_do_next_can_be_done(exported: Exported) -> None:
    """Each command that a machine can run is run as it is printed, whatever the folder is called."""
    lines = list(output_lines(exported, verbose=False))
    steps = [line[6:] for line in lines[[line.startswith("next:") for line in lines].index(True) :]]
    assert len(steps) >= len(TARGETS)
    search = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    ran = 0
    for step in steps:
        if step.split(" && ")[-1].split()[0] not in RUNNABLE:
            continue
        command = step.replace(" --open", "")
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=exported.output.parent,
            env=os.environ | {"PATH": search},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout
        ran += 1
    assert ran >= 5


def test_files_are_counted_by_target(exported: Exported) -> None:
    """Together with the three that every export has they are all that was written."""
    assert list(exported.files) == list(TARGETS)
    assert exported.files["markdown"] == 2 and exported.files["csv"] == 6
    assert sum(exported.files.values()) + 3 >= len(exported.written.new)
