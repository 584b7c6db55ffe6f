"""Get the content out of a WordPress site: faithful, complete, paired across languages, provably so.

>>> import wpharvest
>>> wpharvest.html_to_markdown("<p>Un&nbsp;<em>mot</em></p>")
'Un\\xa0*mot*\\n'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["clean_html", "export", "fetch", "html_to_markdown", "html_to_text", "load_site"]

if TYPE_CHECKING:
    from wpharvest.api import clean_html, export, fetch, html_to_markdown, html_to_text, load_site


def __getattr__(name: str) -> Any:
    """Load the public functions when they are first asked for (PEP 562), so that `--version` is quick."""
    if name in __all__:
        from wpharvest import api

        return getattr(api, name)
    raise AttributeError(f"module 'wpharvest' has no attribute {name!r}")
