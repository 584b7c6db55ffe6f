"""Values as PHP's `serialize` writes them, which is how WordPress keeps what isn't a text."""

from __future__ import annotations

from typing import Any

from wpharvest.exporters.wxr.xml import characters


def serialised(value: Any) -> str:
    """A value as PHP's `unserialize` reads it: texts with their length in bytes of UTF-8.

    >>> serialised({"fr": 10, "en": "été"})
    'a:2:{s:2:"fr";i:10;s:2:"en";s:5:"été";}'
    """
    if value is None:
        return "N;"
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, float):
        return f"d:{value!r};"
    if isinstance(value, dict):
        return _array(value.items())
    if isinstance(value, list | tuple):
        return _array(enumerate(value))
    text = characters(str(value))  # counted as it will stand in the file
    return f's:{len(text.encode())}:"{text}";'


def _array(pairs: Any) -> str:
    written = [f"{serialised(key)}{serialised(each)}" for key, each in pairs]
    return f"a:{len(written)}:{{{''.join(written)}}}"
