"""The command line, end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

SEEDS = Path(__file__).parent / "seeds"


def wpharvest(*arguments: str | Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "wpharvest", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src"), "PYTHONIOENCODING": "utf-8"},
        timeout=120,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which the demo ran once."""
    folder = tmp_path_factory.mktemp("demo")
    ran = wpharvest("demo", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    yield folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the two seeds were fetched."""
    folder = tmp_path_factory.mktemp("seeds")
    ran = wpharvest("fetch", SEEDS, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


def members(families: Path) -> list[dict[str, str]]:
    """Each family as language -> kind/id."""
    return [
        {language: f"{member['kind']}/{member['id']}" for language, member in family["members"].items()}
        for family in json.loads(families.read_text("utf-8"))["families"]
    ]


def test_a_harvest_waits_for_nothing_that_it_doesnt_need() -> None:
    """What only an export, a terminal or a folder needs isn't imported before the first request."""
    code = "import sys, wpharvest.cli.fetch; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    late = {"rich", "turbohtml", "markdown_it", "nh3", "yaml", "werkzeug", "wpharvest.exporters"}
    late |= {"wpharvest.conversion", "wpharvest.sources.files", "wpharvest.translation.matching"}
    assert not late & set(ran.stdout.split())


class TestDemo:
    def test_the_seed_page_is_paired_with_its_sister(self, demo: Path) -> None:
        families = members(demo / "output/demo/families.json")
        assert any(family.get("en") == "pages/5106" and "fr" in family for family in families)

    def test_every_kind_of_thing_is_there(self, demo: Path) -> None:
        content = demo / "snapshots/demo/data/content"
        kinds = {path.parent.name for path in content.rglob("*.json")}
        assert {"pages", "posts", "media", "categories", "tags", "users", "comments"} <= kinds

    def test_its_snapshot_verifies(self, demo: Path) -> None:
        assert wpharvest("verify", "snapshots/demo", cwd=demo).returncode == 0

    def test_again_it_says_so_and_rewrites_nothing(self, demo: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in demo.rglob("*") if path.is_file()}
        again = wpharvest("demo", cwd=demo)
        assert again.returncode == 0
        assert "unchanged since the last run" in again.stderr
        assert {path: path.stat().st_mtime_ns for path in demo.rglob("*") if path.is_file()} == before

    def test_the_markdown_has_front_matter_that_names_its_sister(self, demo: Path) -> None:
        text = (demo / "output/demo/en/pages/other-resources.md").read_text("utf-8")
        front = yaml.safe_load(text.split("---\n")[1])
        assert front["title"] == "Other resources"
        assert set(front["translations"]) == {"fr"}

    def test_export_gives_the_same_bytes(self, demo: Path, tmp_path: Path) -> None:
        assert wpharvest("export", "snapshots/demo", "--output", tmp_path, cwd=demo).returncode == 0
        ours = {p.relative_to(tmp_path / "demo"): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
        theirs = demo / "output/demo"
        assert ours == {p.relative_to(theirs): p.read_bytes() for p in theirs.rglob("*") if p.is_file()}


class TestSeeds:
    """`wpharvest fetch` on the two documents that started it."""

    def test_one_document_a_language_and_one_family(self, folder: Path) -> None:
        (family,) = members(folder / "output/seeds/families.json")
        assert set(family) == {"fr", "en"}
        assert family["en"] == "pages/5106"
        assert len(list((folder / "output/seeds").glob("*/pages/*.md"))) == 2

    def test_no_residue_and_no_lost_mark(self, folder: Path) -> None:
        text = (folder / "output/seeds/en/pages/other-resources.md").read_text("utf-8")
        for residue in ("data-start", "data-end", "style=", "_new", "&nbsp;", "&#"):
            assert residue not in text
        assert "***Migration in Figures and Rights (2025)***\u00a0: [Télécharger le rapport](" in text
        assert "\n-\n  - **Monthly newsletters**: *Les Myriades*\n\n  - **Press releases**\n" in text


class TestBadInput:
    """One clear line and the right exit code."""

    @pytest.mark.parametrize(
        ("arguments", "code", "says"),
        [
            (["fetch", "not a url"], 1, "neither an address"),
            (["fetch", "http://127.0.0.1:1/", "--retries", "0"], 1, "can't be reached"),
            (["fetch", "http://no-such-host.invalid/", "--retries", "0"], 1, "can't be reached"),
            (["export", "nowhere"], 1, "there is no snapshot here"),
            (["verify", "nowhere"], 1, "there is no snapshot here"),
            (["replay", "nowhere"], 1, "there is no snapshot here"),
            (["convert", "nowhere.html"], 1, "No such file"),
            (["fetch"], 2, "name a site"),
            (["fetsh"], 2, "No such command"),
            (["fetch", "x.org", "--dely", "1"], 2, "--delay"),
            (["fetch", "x.org", "--concurrency", "many"], 2, "concurrency"),
        ],
    )
    def test_says_so(self, arguments: list[str], code: int, says: str, tmp_path: Path) -> None:
        ran = wpharvest(*arguments, cwd=tmp_path)
        assert ran.returncode == code, ran.stderr
        assert says in " ".join(ran.stderr.split())
        assert "Traceback" not in ran.stderr

    def test_invalid_json_names_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "broken.json").write_text('{"id": 1, ')
        ran = wpharvest("fetch", "broken.json", cwd=tmp_path)
        assert ran.returncode == 1
        assert "broken.json" in ran.stderr


class TestSettings:
    """`wpharvest.toml`"""

    def test_an_option_of_a_command_and_one_for_all(self, tmp_path: Path) -> None:
        (tmp_path / "wpharvest.toml").write_text('output = "elsewhere"\n[fetch]\nname = "mine"\n')
        assert wpharvest("fetch", SEEDS, cwd=tmp_path).returncode == 0
        assert (tmp_path / "elsewhere/mine/families.json").exists()
        assert (tmp_path / "snapshots/mine/bagit.txt").exists()

    def test_the_command_line_wins(self, tmp_path: Path) -> None:
        (tmp_path / "wpharvest.toml").write_text('[fetch]\nname = "mine"\n')
        assert wpharvest("fetch", SEEDS, "--name", "yours", cwd=tmp_path).returncode == 0
        assert (tmp_path / "output/yours").exists()

    def test_what_is_said_once_holds_for_fetch_and_export(self, tmp_path: Path) -> None:
        """The same settings, the same bytes: an export after a harvest has nothing to rewrite."""
        (tmp_path / "wpharvest.toml").write_text(
            'name = "mine"\nto = "hugo"\nout = "site"\n'
            'permalink = "/x/{slug}/"\nbase-url = "https://n.example"\nfront-matter = "toml"\n'
            'extra = ["kind={type}"]\nmedia-placement = "beside"\nlang = ["en", "fr"]\n'
        )
        ran = wpharvest("fetch", SEEDS, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        (page,) = (tmp_path / "site").rglob("other-resources.md")
        assert 'url = "/x/other-resources/"' in page.read_text("utf-8")
        assert 'kind = "page"' in page.read_text("utf-8")
        assert "nothing to rewrite" in wpharvest("export", "snapshots/mine", cwd=tmp_path).stderr
        dry = wpharvest("export", "snapshots/mine", "--to", "json", "--out", "new", "--dry-run", cwd=tmp_path)
        assert "dry run: nothing is written" in dry.stderr and not (tmp_path / "new").exists()

    @pytest.mark.parametrize(
        ("option", "says"),
        [("--permalink={slgu}", "begins neither"), ("--field=titel", "title"), ("--base-url=h", "address")],
    )
    def test_a_wrong_export_is_told_before_anybody_is_asked(
        self, option: str, says: str, tmp_path: Path
    ) -> None:
        ran = wpharvest("fetch", "https://nowhere.invalid", option, cwd=tmp_path)
        assert ran.returncode == 2
        assert says in ran.stderr

    @pytest.mark.parametrize(
        ("toml", "says"),
        [
            ("dely = 1", "did you mean 'delay'"),
            ("[fetch]\ndely = 1", "did you mean 'delay'"),
            ("[fetsh]\ndelay = 1", "did you mean 'fetch'"),
            ("delay = ", "wpharvest.toml can't be read"),
            ("[fetch]\nconcurrency = 'many'", "concurrency"),
            ("export = 3", "its settings stand below [export]"),
        ],
    )
    def test_a_mistake_names_the_near_miss(self, toml: str, says: str, tmp_path: Path) -> None:
        (tmp_path / "wpharvest.toml").write_text(toml)
        ran = wpharvest("fetch", SEEDS, cwd=tmp_path)
        assert ran.returncode == 2
        assert says in " ".join(ran.stderr.split())


class TestConvert:
    HTML = '<h2 data-start="1" data-end="9">Caf&eacute;&nbsp;: <a href="/x">un</a></h2><script>x()</script>'

    @pytest.mark.parametrize(
        ("to", "out"),
        [
            ("markdown", "## Café\u00a0: [un](/x)\n"),
            ("html", '<h2>Café\u00a0: <a href="/x">un</a></h2>\n'),
            ("text", "Café\u00a0: un\n"),
        ],
    )
    def test_standard_input_to_standard_output(self, to: str, out: str, tmp_path: Path) -> None:
        assert wpharvest("convert", "-", "--to", to, cwd=tmp_path, stdin=self.HTML).stdout == out

    def test_json_is_the_tree(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(self.HTML, "utf-8")
        tree = json.loads(wpharvest("convert", "page.html", "--to", "json", cwd=tmp_path).stdout)
        assert tree["type"] == "root"
        assert tree["children"][0]["type"] == "heading"


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    ran = wpharvest("fetch", SEEDS, "--dry-run", cwd=tmp_path)
    assert ran.returncode == 0
    assert "would fetch 1 of en/pages" in ran.stderr
    assert not list(tmp_path.iterdir())


def test_no_export_makes_the_snapshot_alone(tmp_path: Path) -> None:
    assert wpharvest("fetch", SEEDS, "--no-export", cwd=tmp_path).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"snapshots"}


def test_quiet_says_nothing(tmp_path: Path) -> None:
    ran = wpharvest("fetch", SEEDS, "-q", cwd=tmp_path)
    assert (ran.stdout, ran.stderr) == ("", "")


@pytest.mark.parametrize("table", ["rules", "targets", "signals"])
def test_list_says_what_each_entry_does(table: str, tmp_path: Path) -> None:
    rows = wpharvest("list", table, cwd=tmp_path).stdout.splitlines()
    assert rows
    assert all(len(row.split(maxsplit=1)) == 2 for row in rows)


def test_version(tmp_path: Path) -> None:
    from wpharvest import __version__

    assert wpharvest("--version", cwd=tmp_path).stdout == f"wpharvest {__version__}\n"
