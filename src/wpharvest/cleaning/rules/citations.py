"""What chat assistants leave in the text itself.

ChatGPT's `:contentReference[oaicite:0]{index=0}`, its `turn0search0` markers (bare, in `citeturn0search0` or
between private-use characters) and `【4:0†source】` of its assistants; they point into a conversation that no
reader has. Never in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Text

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs
from wpharvest.model.notices import Notice

_KINDS = "search|news|view|image|file|fetch|academia|finance|forecast|sports|product|maps|reddit|youtube"
_TURN = rf"turn\d+(?:{_KINDS})\d+"
_RESIDUE = re.compile(
    r"[ ]?:contentReference\[oaicite:\d+\]\{index=\d+\}"
    r"|[ ]?\[oaicite:\d+\](?:\{index=\d+\})?"
    r"|[ ]?【\d+(?::\d+)?†[^】]{0,120}】"
    rf"|[ ]?\ue200[a-z]{{2,20}}(?:\ue202{_TURN})+\ue201"
    rf"|[ ]?(?<![\w/])(?:(?:cite|navlist|image_group|i)(?={_TURN}))?(?:\ue202?{_TURN})+(?![\w/])"
)
_NUMBERED = re.compile(r"turn\d")  # "return" and "turnover" are in many a text
SIGNS = Signs(
    prose=lambda text: "【" in text or ("[" in text and "[oaicite" in text) or _NUMBERED.search(text)
)


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes `oaicite`, `turn0search0` and `【4:0†source】` markers from the text."""
    if found := sum(map(_strip, body.prose())):
        yield Notice("citations", "citation markers of a chat taken", count=found)


def _strip(text: Text) -> int:
    data, found = _RESIDUE.subn("", text.data)
    if found:
        text.data = data
    return found
