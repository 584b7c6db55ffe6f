"""Which documents say the same thing in different languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["Pairing", "pair"]

if TYPE_CHECKING:
    from wpharvest.translation.matching import Pairing, pair


def __getattr__(name: str) -> Any:
    """Load the matching when it is first asked for (PEP 562): a harvest needs `declared` alone."""
    if name in __all__:
        from wpharvest.translation import matching

        return getattr(matching, name)
    raise AttributeError(f"module 'wpharvest.translation' has no attribute {name!r}")
