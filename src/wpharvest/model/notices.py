"""What a pass lost, changed or counted, as data; and a file that an exporter yields."""

from __future__ import annotations

import msgspec

from wpharvest.model.items import Key

IN_PART = "in_part"  # the rule of the notices that name objects of which the site gave only a part
EMPTY_BODY = "empty_body"  # the rule of the notices that name documents without a text


class Notice(msgspec.Struct, frozen=True):
    """One thing that a person may want to know about one document (or, without key, about the site).

    `rule` names who speaks (a cleaning rule, a writer, the harvester), `what` is one line,
    `count` how often; `lost` is True where the site had something that the result hasn't.
    """

    rule: str
    what: str
    key: Key | None = None
    count: int = 1
    lost: bool = False


class File(msgspec.Struct, frozen=True):
    """A file to be written: a path below the output folder, with forward slashes, and its bytes.

    A large one (a media file) isn't held in memory: then its bytes are in the file `source` on this machine,
    and `sha256` is their digest in hex.
    """

    path: str
    body: bytes = b""
    source: str = ""
    sha256: str = ""
