"""`wpharvest show`, and selectors of one's own, as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from test_cli import SEEDS, wpharvest

SEED = json.loads((SEEDS / "en-page-5106.json").read_text("utf-8"))["content"]["rendered"]
KEY = "en/pages/5106"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the seeds were fetched."""
    folder = tmp_path_factory.mktemp("show")
    ran = wpharvest("fetch", SEEDS, "--no-export", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


def test_each_stage_shows_what_its_pass_made(folder: Path) -> None:
    """Raw is what was served, byte for byte; what cleaning took is said beside what it left."""
    stages = {
        stage: wpharvest("show", "snapshots/seeds", KEY, "--stage", stage, cwd=folder)
        for stage in ("raw", "clean", "tree", "markdown")
    }
    assert {stage.returncode for stage in stages.values()} == {0}
    assert stages["raw"].stdout.rstrip("\n") == SEED.rstrip("\n").replace("\r\n", "\n")
    assert stages["raw"].stderr == ""
    assert "data-start" not in stages["clean"].stdout
    assert "chatgpt: data-start and data-end taken" in stages["clean"].stderr
    assert json.loads(stages["tree"].stdout)["type"] == "root"
    assert "<p>" not in stages["markdown"].stdout


def test_a_near_miss_is_named(folder: Path) -> None:
    """A key that the snapshot hasn't is wrong usage, and the one that was meant is said."""
    ran = wpharvest("show", "snapshots/seeds", "en/pages/5105", cwd=folder)
    assert ran.returncode == 2
    assert f"did you mean '{KEY}'?" in ran.stderr


def test_own_selectors_from_the_settings_and_the_command_line(folder: Path) -> None:
    """`[cleaning] remove` and `--remove` say the same; what isn't CSS is wrong usage."""
    by_option = wpharvest("show", "snapshots/seeds", KEY, "--stage", "clean", "--remove", "p", cwd=folder)
    assert "<p" not in by_option.stdout and "own_selectors: p taken" in by_option.stderr
    settings = folder / "own.toml"
    settings.write_text('[cleaning]\nremove = ["p"]\n', "utf-8")
    by_setting = wpharvest(
        "--config", settings, "show", "snapshots/seeds", KEY, "--stage", "clean", cwd=folder
    )
    assert by_setting.stdout == by_option.stdout
    exported = wpharvest("--config", settings, "export", "snapshots/seeds", cwd=folder)
    assert "own_selectors" in exported.stderr
    for command in (("show", "snapshots/seeds", KEY), ("export", "snapshots/seeds"), ("fetch", SEEDS)):
        assert wpharvest(*command, "--remove", "a[[", cwd=folder).returncode == 2
    settings.write_text("[cleaning]\nremoved = []\n", "utf-8")
    assert wpharvest("--config", settings, "demo", cwd=folder).returncode == 2
