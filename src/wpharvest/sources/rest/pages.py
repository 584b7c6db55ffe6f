"""Read one collection to its end, page by page, and prove it by its set of ids.

`orderby=id&order=asc`, so that what is published meanwhile comes last. A short or an empty page isn't the
end: WordPress drops from a page what a visitor may not read. Posts and comments end with a 400
(`*_invalid_page_number`), terms and users with `[]`. (WordPress: class-wp-rest-posts-controller.php.)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import chain, islice

from wpharvest.errors import ForbiddenError, RestClosedError, SourceError
from wpharvest.model.items import Refusal
from wpharvest.sources.rest import idset
from wpharvest.sources.rest.addresses import Params, Root
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.api import Api, Reply
from wpharvest.sources.rest.asking import Route
from wpharvest.sources.rest.before import Before, Comparison
from wpharvest.sources.rest.idset import IdSet
from wpharvest.sources.rest.page import Failure, Found, Page, identity, is_end, page_of_one
from wpharvest.sources.rest.parts import Broken

CLOSED = "closed to visitors"  # how the reason of a refusal starts where the site doesn't show it either
POISON_LIMIT = 20  # records a collection may refuse one by one before the rest is given up
EMPTY_LIMIT = 20  # pages in a row that hold nothing that a visitor may read, before the total isn't believed
PAGES_LIMIT = 100_000  # no site has ten million objects: beyond, a server is inventing pages


class Listing:
    """One collection read through one root. Its fields say how it stands, also while it is read."""

    def __init__(
        self, api: Api, root: Root, route: str, per_page: int, width: int, before: Before | None = None
    ) -> None:
        self._asking, self._route = Route(api, root, route), route
        self._size, self._width = per_page, width
        self._order: Params = {"orderby": "id", "order": "asc"}
        self._lean: Params = {}
        self._before = before
        self.compared = Comparison(before or Before())
        self._proof: IdSet | None = None  # the set of ids, where another answer held it already
        self._ahead: Generator[Page, None, None] | None = None  # what was asked for and isn't read yet
        self.ids: list[int | str] = []
        self.seen: dict[int | str, None] = {}
        self.refused: list[Refusal] = []
        self.announced: int | None = None
        self.vanished = 0
        self.ended = False
        self.closed: RestClosedError | None = None
        self.forbidden: ForbiddenError | None = None
        self.dead = ""  # why the site stopped answering, if it did
        self.odd: dict[str, int] = {}
        self.broken = Broken(api, root, route)
        self._fields: tuple[str, ...] = ()  # of a record that isn't broken
        self.when_idle: Callable[[], None] = lambda: None  # called once nothing more is to be asked for
        self._nameless = False  # whether there are objects that have no id

    @property
    def complete(self) -> bool:
        """Whether everything that the listing holds was had: what it doesn't hold isn't there."""
        return self.ended and not self.refused

    def begin(self) -> None:
        """Ask for the first page already; `read` takes it then."""
        if self._before is not None:
            self._lean, _ = self._before.question(self._size)
        self._asking.begin(self._params(1))

    def read(self) -> Iterator[tuple[Found, ...]]:
        """Each object once, in batches. Never raises for one page's sake; the fields say what is missing."""
        try:
            if self._before is None or not self._changes(self._before):
                self._before = None
                yield from self._pages()
            yield from self._gaps()
            if self._nameless:
                self.refused.append(Refusal(self._route, "some of its objects have no id"))
            yield from map(self._take, self.broken.read(self._fields, self.refused))
        except RestClosedError as error:
            self.closed = error
            self.refused.append(Refusal(self._route, f"{CLOSED} ({error.reason})", closed=True))
        except ForbiddenError as error:
            self.forbidden = error
            self.refused.append(Refusal(self._route, error.reason))
        except SourceError as error:
            self.dead = str(error)
            self.refused.append(Refusal(self._route, self.dead))
        finally:
            self._forget()

    def _changes(self, before: Before) -> bool:
        """Which of the stored objects were changed since; False if the site doesn't say."""
        self._lean, whole = before.question(self._size)
        first = self._first()
        params: Params = {"per_page": self._size, **self._order, **self._lean}
        self._lean = {}
        if not isinstance(first, Reply):
            self.refused.clear()
            return False
        found = idset.read(self._asking.page, params, None, self._width, (first,), self.compared.look)
        self._proof = found if whole and found.ended else None
        return found.ended

    # -- pages -------------------------------------------------------------------------------------

    def _pages(self) -> Iterator[tuple[Found, ...]]:
        first = self._first()
        if first is None:
            return
        if isinstance(first, Reply):
            batch = self._take(first)
            if first.total == len(first.items) < self._size:  # all there is: its ids are the set
                self.announced, self._proof = first.total, IdSet(tuple(self.seen), True, first.total)
                self.when_idle()
                yield batch
                return
            following = self._following(first)  # asked for while the first page is stored
            yield batch
        else:
            yield from self._rescue(0, first.why)
            following = self._following(None)
        empty = 0
        for number, page in enumerate(following, start=2):
            empty = empty + 1 if isinstance(page, Reply) and not page.items else 0
            if is_end(page) or empty > EMPTY_LIMIT:
                self._forget()
                return  # the total was too large: the set of ids will tell
            if isinstance(page, Failure) or not page.ok:
                yield from self._rescue((number - 1) * self._size, page.why)
                if len(self.refused) > POISON_LIMIT:
                    self._forget()
                    return
                continue
            batch = self._take(page)
            if page.items and not batch:
                self._forget()
                return  # a cache that answers page 1 for every page: the set of ids will tell
            yield batch

    def _first(self) -> Page | None:
        """The first page, once the server and we agree on how to ask; None if there is no such route."""
        while True:
            page = self._asking.page(self._params(1))
            if isinstance(page, Failure) or page.ok:
                return page
            wrong = page.wrong
            if "per_page" in wrong and self._size > 1:
                self._size //= 2
            elif wrong & {"orderby", "order"} and self._order:
                self._order = {}
            elif page.answer.status >= 500:
                return Failure(page.why)
            elif self._size > 1 and page.code == "rest_invalid_param" and not wrong:
                self._size //= 2
            else:
                absent = page.code == "rest_no_route"  # a plugin took it away: visitors don't see it either
                why = f"{CLOSED} ({page.why})" if absent else page.why
                self.refused.append(Refusal(self._route, why, closed=absent))
                return None

    def _following(self, first: Reply | None) -> Iterator[Page]:
        """The pages behind the first; with the last of them the set of ids is asked for, too."""
        self.announced, last = self._asking.extent(first, self._size)
        if last is None:
            return self._unbounded()
        ask, lean, last = self._asking.page, self._ids_only(), min(last, PAGES_LIMIT)
        pages = (partial(ask, self._params(number)) for number in range(2, last + 1))
        ids = (partial(ask, {**lean, "page": number}) for number in range(1, last + 1))
        self._ahead = ahead(chain(pages, ids), self._width)
        return islice(self._ahead, max(0, last - 1))

    def _forget(self) -> None:
        """Let go of what was asked for ahead."""
        if self._ahead:
            self._ahead.close()
        self._ahead = None

    def _ids_only(self) -> Params:
        return {"per_page": self._size, "_fields": "id", **self._order}

    def _unbounded(self) -> Iterator[Page]:
        empty = 0
        for number in range(2, PAGES_LIMIT):
            page = self._asking.page(self._params(number))
            if is_end(page):
                return
            empty = empty + 1 if isinstance(page, Reply) and not page.items else 0
            if empty == 2:
                return
            yield page

    def _params(self, number: int) -> Params:
        return {"per_page": self._size, "page": number, **self._order, **self._lean}

    def _take(self, page: Reply) -> tuple[Found, ...]:
        for odd in page.odd:
            self.odd[odd] = self.odd.get(odd, 0) + 1
        batch = []
        headers = {
            name: page.answer.headers[name] for name in ("content-type",) if name in page.answer.headers
        }
        for body, value in zip(page.items, page.value, strict=True):
            id_ = identity(value)
            self._nameless = self._nameless or id_ is None
            if id_ is None or id_ in self.seen:
                continue
            self.seen[id_], self._fields = None, tuple(value)
            batch.append(Found(id_, body, value, page.answer.fetched_at, headers))
        return tuple(batch)

    # -- a record that breaks its page ---------------------------------------------------------------

    def _rescue(self, offset: int, why: str) -> Iterator[tuple[Found, ...]]:
        """What can be had of a page that fails; nothing if the whole site stopped answering."""
        self._asking.check_alive(why)
        yield from self._isolate(offset, self._size, why)

    def _isolate(self, offset: int, count: int, why: str) -> Iterator[tuple[Found, ...]]:
        """Halve a page that fails until the record that breaks it stands alone."""
        if len(self.refused) > POISON_LIMIT:
            return
        if count == 1:
            yield from self._alone(offset, why)
            return
        half = count // 2
        for start, size in ((offset, half), (offset + half, count - half)):
            page = self._asking.page({"per_page": size, "offset": start, **self._order}, retries=1)
            if is_end(page):
                return
            if isinstance(page, Reply) and page.ok:
                yield self._take(page)
            else:
                yield from self._isolate(start, size, page.why)

    def _alone(self, offset: int, why: str) -> Iterator[tuple[Found, ...]]:
        page = self._asking.page(
            {"per_page": 1, "offset": offset, "_fields": "id,link", **self._order}, retries=1
        )
        if isinstance(page, Failure) or not page.ok:
            self.refused.append(Refusal(f"{self._route}, number {offset + 1}", why))
            return
        for value in page.value:
            id_ = identity(value)
            if id_ is not None and id_ not in self.seen:
                yield from self._single(id_, str(value.get("link", "")), why)

    def _single(self, id_: int | str, link: str, why: str) -> Iterator[tuple[Found, ...]]:
        """A record that its list can't show may still be shown by its own route."""
        page = self._asking.one(id_)
        if isinstance(page, Reply) and page.ok and identity(page.value) == id_:
            yield self._take(page_of_one(page))
            return
        self.refused.append(self.broken.add(id_, link, why))

    # -- the set of ids --------------------------------------------------------------------------------

    def _gaps(self) -> Iterator[tuple[Found, ...]]:
        """Compare with the set of ids and fetch what is missing by its id."""
        if self.refused and not self.seen:
            return
        found = self._proof or idset.read(
            self._asking.page, self._ids_only(), self.announced, self._width, self._ahead or ()
        )
        ids, self.ended = list(found.ids), found.ended
        self.ids = ids
        if self._before is not None:
            self.announced = found.total if found.total is not None else self._asking.enveloped_total()
        missing = [id_ for id_ in ids if id_ not in self.seen and id_ not in self.broken]
        if self._before is not None:
            missing = self.compared.wanted(missing)
        chunks = [missing[start : start + self._size] for start in range(0, len(missing), self._size)]
        pages = ahead((partial(self._include, chunk) for chunk in chunks), self._width)
        if not chunks:
            self.when_idle()
        for chunk, page in zip(chunks, pages, strict=True):
            yield from self._included(chunk, page)
        if not self.ended:
            known = f" of {self.announced}" if self.announced else ""
            why = "the server doesn't let the list be read to its end"
            self.refused.append(Refusal(self._route, f"{why} ({len(self.seen)}{known} read)"))

    def _include(self, chunk: list[int | str]) -> Page:
        wanted = ",".join(str(id_) for id_ in chunk)
        return self._asking.page({"per_page": len(chunk), "include": wanted, **self._order}, retries=1)

    def _included(self, chunk: list[int | str], page: Page) -> Iterator[tuple[Found, ...]]:
        """The objects of a page that was asked for by their ids; if it fails, of ever smaller ones."""
        if isinstance(page, Reply) and page.ok:
            yield self._take(page)
            self.vanished += sum(id_ not in self.seen for id_ in chunk)
        elif len(chunk) == 1:
            yield from self._single(chunk[0], "", page.why)
        elif len(self.refused) <= POISON_LIMIT:
            half = len(chunk) // 2
            for part in (chunk[:half], chunk[half:]):
                yield from self._included(part, self._include(part))
