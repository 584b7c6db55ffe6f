from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TEXTS = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
_EXIT = re.compile(r"# exit (\d+)$")


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


REFERENCE = generator()


def commands(page: str) -> list[tuple[str, list[str]]]:
    """Each `$ ` line of a page's console blocks with the lines that should be in its output."""
    found: list[tuple[str, list[str]]] = []
    for block in _BLOCK.findall(page):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            elif line.strip():
                found[-1][1].append(line)
    return found


def environment(folder: Path) -> dict[str, str]:
    """This process's, where `wpharvest` is the code under test."""
    programs = folder / "bin"
    programs.mkdir()
    script = programs / "wpharvest"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wpharvest "$@"\n')
    script.chmod(0o755)
    return os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }


RUNNABLE = [path for path in TEXTS if commands(path.read_text("utf-8"))]


@pytest.mark.parametrize("path", RUNNABLE, ids=lambda path: path.stem)
def test_commands_of_the_docs_run(path: Path, tmp_path: Path) -> None:
    """Each command of a page ends as the page says and prints what the page shows."""
    known = environment(tmp_path)
    here = tmp_path / "here"
    here.mkdir()
    for command, shown in commands(path.read_text("utf-8")):
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=here,
            env=known,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        expected = _EXIT.search(command)
        assert done.returncode == (int(expected[1]) if expected else 0), (
            f"{command}\n{done.stdout}{done.stderr}"
        )
        for line in shown:
            assert line in done.stdout.splitlines(), f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", list(REFERENCE.PAGES))
def test_the_reference_is_what_the_code_says(name: str) -> None:
    """Run `python docs/make_reference.py` and commit what it writes."""
    assert (DOCS / "reference" / name).read_text("utf-8") == REFERENCE.fresh(name)


def test_the_reference_has_no_other_pages() -> None:
    assert {path.name for path in (DOCS / "reference").iterdir()} == set(REFERENCE.PAGES)


def links(path: Path) -> list[Path]:
    text = _FENCED.sub("", path.read_text("utf-8"))
    return [(path.parent / link).resolve() for link in _LINK.findall(text) if "://" not in link]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert [str(target) for target in links(path) if not target.exists()] == []


def test_each_page_can_be_found() -> None:
    """From the index of the docs, links lead to every page."""
    found: set[Path] = set()
    queue = [DOCS / "README.md"]
    while queue:
        path = queue.pop()
        if path not in found and path.suffix in {".md", ".json"}:
            found.add(path)
            queue += [target for target in links(path) if path.suffix == ".md" and target.exists()]
    assert {path for path in DOCS.rglob("*") if path.suffix in {".md", ".json"}} - found == set()
