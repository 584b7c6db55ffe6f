"""Several processes give what one gives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wpharvest import config
from wpharvest.steps.export import export
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.steps.workers import Workers, fitting

STARTED = "2026-11-23T14:00:00Z"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty pages in two languages, one of them empty, some with what Markdown can't hold."""
    folder = tmp_path_factory.mktemp("workers")
    pages = folder / "pages"
    pages.mkdir()
    for number in range(40):
        body = f'<h2>Part {number}</h2><p data-start="1" data-end="2">Some <b>text</b> of {number}.</p>'
        value = {
            "id": number + 1,
            "type": "page",
            "slug": f"page-{number}",
            "lang": ("fr", "en")[number % 2],
            "link": f"https://example.org/{('fr', 'en')[number % 2]}/page-{number}/",
            "title": {"rendered": f"Page {number}"},
            "content": {"rendered": body if number else ""},
        }
        (pages / f"page-{number}.json").write_text(json.dumps(value), "utf-8")
    source = open_source(str(pages), config.Harvest())
    return fetch(source, folder / "snapshot", config.Harvest(), started_at=STARTED).snapshot


def _files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_two_processes_write_what_one_writes(snapshot: Path, tmp_path: Path) -> None:
    """The same files with the same bytes, and the same report."""
    one = export(snapshot, tmp_path / "1", config.Export(jobs=1))
    two = export(snapshot, tmp_path / "2", config.Export(jobs=2))
    assert len(_files(tmp_path / "1")) > 80
    assert _files(tmp_path / "1") == _files(tmp_path / "2")
    assert one.report == two.report


def test_tasks_are_taken_as_they_are_needed() -> None:
    """What comes out has the order of what went in, and a long list isn't read to its end before that."""
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(500):
            taken.append(number)
            yield number

    with Workers(2) as workers:
        results = workers.map(abs, tasks())
        assert next(results) == 0
        assert len(taken) < 100
        assert list(results) == list(range(1, 500))


def test_a_small_site_needs_one_process() -> None:
    """To start a process takes as long as to convert dozens of documents."""
    assert fitting(0) == fitting(99) == 1
    assert 1 <= fitting(1_000_000) <= (os.cpu_count() or 1)


BUSY = """
import time
from wpharvest.steps.workers import Workers

if __name__ == "__main__":
    with Workers(2) as workers:
        for each in workers.map(time.sleep, [0] * 8 + [0.05] * 100_000):
            print("started", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_who_is_stopped_leaves_nobody_behind(number: signal.Signals, tmp_path: Path) -> None:
    """After Ctrl-C, and even after `kill -9`, no worker goes on."""
    script = tmp_path / "busy.py"
    script.write_text(BUSY, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        try:
            process.send_signal(number)
            process.communicate(timeout=60)  # ends when nobody has the pipe any more
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
