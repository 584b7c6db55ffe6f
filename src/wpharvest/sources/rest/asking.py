"""One route of a site's, asked for pages: what can't be had is a `Failure` and not an error."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from functools import partial

from wpharvest.errors import BadAnswerError, RestClosedError, SourceError, UnreachableError
from wpharvest.sources.rest.addresses import Params, Root
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.api import Api, Reply, whole_number
from wpharvest.sources.rest.page import Failure, Page

_IDS: Params = {"per_page": 1, "_fields": "id"}  # the smallest question


class Route:
    """The route of one collection, through one root. `name` is how it is called: `wp/v2/posts`."""

    def __init__(self, api: Api, root: Root, name: str) -> None:
        self._api, self._root, self.name = api, root, name
        self._begun: tuple[Params, Generator[Page, None, None]] | None = None

    def begin(self, params: Params) -> None:
        """Ask for a list already, which `page` then gives to whoever wants the same."""
        self._begun = (params, ahead([partial(self._page, params, None)], 1))

    def page(self, params: Params, retries: int | None = None) -> Page:
        """A list of objects. Raises RestClosedError, ForbiddenError and what ends the run."""
        if self._begun and self._begun[0] == params:
            (_, coming), self._begun = self._begun, None
            with closing(coming):
                return next(coming)
        return self._page(params, retries)

    def _page(self, params: Params, retries: int | None) -> Page:
        try:
            return self._api.many(self._root, self.name, params, retries)
        except (BadAnswerError, UnreachableError) as error:
            return Failure(str(error))

    def one(self, id_: int | str) -> Page:
        """One object at its own address; raises as `page` does, but for a closed one."""
        try:
            return self._api.one(self._root, f"{self.name}/{id_}", None, 1)
        except (BadAnswerError, UnreachableError, RestClosedError) as error:
            return Failure(str(error))

    def total(self) -> int | None:
        """`X-WP-Total` alone; None if the server doesn't say or doesn't answer."""
        try:
            reply = self._api.many(self._root, self.name, _IDS)
        except SourceError:
            return None
        return reply.total if reply.ok else None

    def extent(self, first: Reply | None, size: int) -> tuple[int | None, int | None]:
        """How many objects there are, and how many pages of this size, as far as the server says."""
        total = first.total if first is not None else None
        if total is None:
            total = self.enveloped_total()
        pages = first.pages if first is not None else None
        if total is not None:
            pages = max(pages or 0, -(-total // size))
        return total, pages

    def enveloped_total(self) -> int | None:
        """The total as `_envelope` tells it, for servers that drop unknown headers."""
        try:
            reply = self._api.one(self._root, self.name, {**_IDS, "_envelope": 1})
        except (BadAnswerError, UnreachableError):
            return None
        headers = reply.value.get("headers") if isinstance(reply.value, dict) else None
        return whole_number(str(headers.get("X-WP-Total"))) if isinstance(headers, dict) else None

    def check_alive(self, why: str) -> None:
        """Raise UnreachableError if not even one id can be had: then it isn't a record's fault."""
        alive: Reply = self._api.many(self._root, self.name, _IDS, retries=1)
        if not alive.ok and alive.answer.status >= 500:
            raise UnreachableError(alive.answer.url, why)
