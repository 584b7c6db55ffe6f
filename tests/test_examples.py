"""The examples of the docstrings do what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import wpharvest

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(wpharvest.__path__, "wpharvest.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module(name: str) -> None:
    """Each `>>>` prints what the line below it says."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_public_functions_have_examples() -> None:
    """What a program may call first is shown running."""
    finder = doctest.DocTestFinder()
    for name in ("clean_html", "html_to_markdown", "html_to_text"):
        assert any(test.examples for test in finder.find(getattr(wpharvest, name), name)), name
