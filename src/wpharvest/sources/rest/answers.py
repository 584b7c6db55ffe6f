"""What a site answered, and JSON out of it however it is wrapped.

Real sites put a byte order mark or PHP notices before their JSON, a cache's comment behind it, call it
text/html, send it with status 500, or write NaN. All of that is read; what can't be read is told by name.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import Any, TypeGuard

import msgspec

from wpharvest.errors import BadAnswerError, ChallengeError
from wpharvest.sources.rest.closed import challenge

_START = re.compile(r'\{\s*"|\[\s*\{\s*"')
_EMPTY = re.compile(r"(?:\[\s*\]|\{\s*\})\s*(?:<!--|//|/\*|$)")
_HIGH, _LOW = rb"\\u[dD][89abAB][0-9a-fA-F]{2}", rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_DATA = b"{["


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer, read whole. `url` was asked, `final` answered; header names are in lower case."""

    url: str
    final: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: str = ""

    @property
    def text(self) -> str:
        """The body as text. UTF-8 if it can be, whatever the header says; else what the header says."""
        return decode(self.body, self.headers.get("content-type", ""))[0]


class Parsed(msgspec.Struct, frozen=True):
    """JSON as it was meant. `body` is its bytes: as served if `odd` is empty, else written anew."""

    value: Any
    body: bytes
    odd: tuple[str, ...] = ()


def decode(body: bytes, content_type: str) -> tuple[str, str]:
    """The text of a body, and what was odd about its bytes (empty: nothing).

    >>> decode("é".encode("latin-1"), "application/json; charset=UTF-8")
    ('é', 'it is not the UTF-8 it says it is, but Windows-1252')
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode(), ""
    except UnicodeDecodeError:
        pass
    match = _CHARSET.search(content_type)
    named = match[1].lower() if match else "utf-8"
    if named not in ("utf-8", "utf8"):
        try:
            return body.decode(named), f"it is in {named}"
        except (LookupError, UnicodeDecodeError):
            pass
    if not body.decode(errors="ignore").isascii():  # some of it is good UTF-8, so all of it was meant so
        return body.decode(errors="replace"), "some of its bytes aren't UTF-8"
    text = body.decode("cp1252", errors="replace")
    return text, "it is not the UTF-8 it says it is, but Windows-1252"


def parse(answer: Answer, expected: str) -> Parsed:
    """The JSON value of an answer. Raises ChallengeError, or BadAnswerError with what came instead."""
    body = answer.body.removeprefix(codecs.BOM_UTF8).strip()
    if body[:1] and body[:1] in _DATA and not _has_lone(body):
        try:
            return Parsed(msgspec.json.decode(body), body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            pass
    text, odd = decode(answer.body, answer.headers.get("content-type", ""))
    try:
        return _tolerant(text, odd)
    except (ValueError, RecursionError) as error:
        what = challenge(text, answer.headers)
        if what:
            raise ChallengeError(answer.url, what) from error
        raise BadAnswerError(answer.url, expected, describe(answer)) from error


def _has_lone(body: bytes) -> bool:
    if b"\\ud" not in body and b"\\uD" not in body:
        return False
    rest = re.sub(rb"\\\\", b"", body)
    rest = re.sub(_HIGH + _LOW, b"", rest)
    return re.search(rb"\\u[dD][89a-fA-F]", rest) is not None


def _tolerant(text: str, odd: str) -> Parsed:
    match = _START.search(text)
    start = match.start() if match else -1
    if start < 0:
        empty = _EMPTY.search(text)
        if not empty:
            raise ValueError("no JSON in it")
        start = empty.start()
    value, end = json.JSONDecoder().raw_decode(text, start)
    rest = text[end:].strip()
    if rest[:1] in (",", ":", "]", "}") and rest:
        raise ValueError("only a part of the JSON")
    notes = [odd, "something stands before its JSON" if text[:start].strip() else ""]
    notes.append("something stands behind its JSON" if rest else "")
    clean = _repair(value)
    if clean != value:
        notes.append("it holds NaN or half characters")
    body = json.dumps(clean, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return Parsed(clean, body, tuple(note for note in notes if note) or ("its JSON isn't strict",))


def _repair(value: Any) -> Any:
    """NaN and infinities become null, half characters (lone surrogates) U+FFFD."""
    if isinstance(value, str):
        return (
            value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_repair(each) for each in value]
    if isinstance(value, dict):
        return {str(_repair(name)): _repair(each) for name, each in value.items()}
    return value


def usable(answer: Answer) -> bool:
    """Whether a body is worth reading although the status says error: JSON that is no WordPress error."""
    start = answer.body.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if not start or start not in _DATA:
        return False
    try:
        value = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return bool(value) and not is_error(value)


def is_error(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is a WordPress error: `{"code": …, "message": …, "data": …}`."""
    return isinstance(value, dict) and "code" in value and "message" in value and "id" not in value


def describe(answer: Answer) -> str:
    """What came, in a few words: status, type, size and how it starts."""
    kind = answer.headers.get("content-type", "").split(";")[0].strip() or "something without a type"
    start = re.sub(r"\s+", " ", answer.text[:400]).strip()
    said = f", starting with {start[:80]!r}" if start else ""
    return f"status {answer.status}, {kind}, {len(answer.body)} bytes{said}"
