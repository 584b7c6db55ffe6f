"""How every JSON file of an export is written: UTF-8, keys in the order of their definition, indent 1."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wpharvest.model.notices import File


def json_file(path: str, value: Any) -> File:
    """A value (Structs allowed anywhere) as a JSON file with a line feed at its end.

    Half a surrogate pair, which a broken site can serve and UTF-8 can't hold, is written as its escape.
    """
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1)
    return File(path, (text + "\n").encode("utf-8", "backslashreplace"))
