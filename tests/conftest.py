"""What holds for every test: who shares a server stays together, and in CI nothing is skipped in silence."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from browser import browser as browser
from wordpress.fixtures import filled as filled
from wordpress.fixtures import wordpress as wordpress

WORDPRESS = Path(__file__).parent / "wordpress"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One server, one browser serves all its tests: with `--dist loadgroup` they run in one process."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))
        if WORDPRESS in item.path.parents or "wordpress" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.wordpress)
            item.add_marker(pytest.mark.xdist_group("wordpress"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that is skipped under CI=true has failed: CI brings everything that a test can need."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {why}"
    return report
