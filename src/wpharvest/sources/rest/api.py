"""Ask a REST route and get a value: the one place where answers become JSON, errors or refusals."""

from __future__ import annotations

from typing import Any

import msgspec

from wpharvest.errors import BadAnswerError, LoginError, RestClosedError
from wpharvest.sources.rest.addresses import Params, Root
from wpharvest.sources.rest.answers import Answer, describe, is_error, parse
from wpharvest.sources.rest.closed import plugin
from wpharvest.sources.rest.credentials import REFUSED_LOGINS, Privileges
from wpharvest.sources.rest.session import Session
from wpharvest.text import plain_title

TRIES = 2  # for an answer that says 200 but isn't JSON: it was cut, or a cache was being filled
LONGEST = 15  # digits of a number that is believed
_CLOSED = (401, 403)


class Reply(msgspec.Struct, frozen=True):
    """A JSON answer. `items` are the objects of a list, byte for byte; `code` is set if it is an error."""

    answer: Answer
    value: Any
    body: bytes
    items: tuple[bytes, ...] = ()
    code: str = ""
    message: str = ""
    odd: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it is data."""
        return not self.code

    @property
    def total(self) -> int | None:
        """`X-WP-Total`: how many objects the collection has."""
        return whole_number(self.answer.headers.get("x-wp-total", ""))

    @property
    def pages(self) -> int | None:
        """`X-WP-TotalPages`."""
        return whole_number(self.answer.headers.get("x-wp-totalpages", ""))

    @property
    def wrong(self) -> set[str]:
        """The parameters that the server doesn't take, as `rest_invalid_param` names them."""
        data = self.value.get("data") if self.code and isinstance(self.value, dict) else None
        params = data.get("params") if isinstance(data, dict) else None
        return set(params) if isinstance(params, dict | list) else set()

    @property
    def why(self) -> str:
        """The error in words."""
        return f"{self.answer.status}: {self.message or self.code}"


def whole_number(text: str) -> int | None:
    """A count as a header tells it; None for what is none, or is more than there can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


class Api:
    """A session that speaks WordPress."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.privileges = Privileges(session.doorman)

    def one(
        self, root: Root, route: str = "", params: Params | None = None, retries: int | None = None
    ) -> Reply:
        """Ask for one JSON object. An error of WordPress's is a Reply that isn't `ok`.

        Raises RestClosedError (401, 403), ChallengeError, BadAnswerError, UnreachableError, ForbiddenError.
        """
        return self._asked(root, route, params, "a JSON object", retries)

    def many(self, root: Root, route: str, params: Params | None = None, retries: int | None = None) -> Reply:
        """Ask for a list of objects; errors as for `one`."""
        reply = self._asked(root, route, params, "a list of JSON objects", retries)
        return _as_list(reply) if reply.ok else reply

    def _asked(
        self, root: Root, route: str, params: Params | None, expected: str, retries: int | None
    ) -> Reply:
        """As an editor, where there is a password; as a visitor, where that editor may not."""
        extra = self.privileges.extra(root, route)
        if extra:
            try:
                reply = self._ask(root.address(route, {**extra, **(params or {})}), expected, retries)
            except RestClosedError:
                reply = None
            if reply is not None and not extra.keys() & reply.wrong:
                return reply
            self.privileges.drop(route)
        return self._ask(root.address(route, params), expected, retries)

    def _ask(self, url: str, expected: str, retries: int | None) -> Reply:
        for attempt in range(TRIES):
            answer = self.session.get(url, retries=retries)
            try:
                return _read(answer, expected)
            except BadAnswerError:
                if answer.status != 200 or attempt + 1 == TRIES:
                    raise
                self.session.pause(url, attempt)
        raise BadAnswerError(url, expected, "nothing")


def _read(answer: Answer, expected: str) -> Reply:
    try:
        parsed = parse(answer, expected)
    except BadAnswerError as error:
        if answer.status in _CLOSED:
            words = plain_title(answer.text[:2000])[:120]
            raise RestClosedError(answer.url, answer.status, words, plugin("", answer.text)) from error
        raise
    value: Any = parsed.value
    if not isinstance(value, (dict, list)):
        raise BadAnswerError(answer.url, expected, describe(answer))
    if not is_error(value):
        if answer.status in _CLOSED:
            raise RestClosedError(answer.url, answer.status, "no reason given")
        return Reply(answer, value, parsed.body, odd=parsed.odd)
    code, message = str(value["code"]), plain_title(str(value["message"]))
    if code in REFUSED_LOGINS:
        raise LoginError(answer.url, REFUSED_LOGINS[code])
    if answer.status in _CLOSED:
        raise RestClosedError(answer.url, answer.status, message or code, plugin(code, message))
    return Reply(answer, value, parsed.body, (), code, message, parsed.odd)


def _as_list(reply: Reply) -> Reply:
    value: Any = reply.value
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        slices = tuple(bytes(raw) for raw in msgspec.json.decode(reply.body, type=list[msgspec.Raw]))
    elif isinstance(value, dict) and all(
        name.isdigit() and isinstance(each, dict) for name, each in value.items()
    ):
        # PHP writes an array whose keys have a gap as an object.
        found = msgspec.json.decode(reply.body, type=dict[str, msgspec.Raw])
        slices, value = tuple(bytes(raw) for raw in found.values()), list(value.values())
    else:
        raise BadAnswerError(reply.answer.url, "a list of JSON objects", describe(reply.answer))
    return msgspec.structs.replace(reply, items=slices, value=value)
