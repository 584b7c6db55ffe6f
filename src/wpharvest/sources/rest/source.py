"""A WordPress site, read over its REST API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as PyMapping
from functools import partial
from pathlib import Path

from wpharvest.config import Harvest
from wpharvest.errors import BadAnswerError, RestClosedError, UnreachableError
from wpharvest.model.exchanges import Recorder
from wpharvest.model.items import Collection, Key, Refusal, SiteInfo, Tally
from wpharvest.model.notices import Notice
from wpharvest.sources import Event, Traffic, Wanted
from wpharvest.sources.known import NOTHING, Fate, Known, Opened, Still, Unchanged
from wpharvest.sources.rest import collections, heads, languages, menus, narrowing, shown, whole_pages
from wpharvest.sources.rest.addresses import Mapping, Root
from wpharvest.sources.rest.api import Api
from wpharvest.sources.rest.asking import Route
from wpharvest.sources.rest.before import Before, before
from wpharvest.sources.rest.clock import Clock
from wpharvest.sources.rest.collections import route
from wpharvest.sources.rest.credentials import Credentials, Doorman
from wpharvest.sources.rest.discovery import Place, addresses, discover
from wpharvest.sources.rest.languages.of_item import Judge
from wpharvest.sources.rest.languages.visit import Visit
from wpharvest.sources.rest.lent import Lenders
from wpharvest.sources.rest.media import Downloads
from wpharvest.sources.rest.page import Found, identity
from wpharvest.sources.rest.pages import Listing
from wpharvest.sources.rest.people import Bylines
from wpharvest.sources.rest.queue import Begun, Queue, Work, ended, is_listing
from wpharvest.sources.rest.readings import Count, Reading, Sorter, readings, root_of
from wpharvest.sources.rest.session import CONNECTIONS, Session
from wpharvest.sources.rest.siteinfo import describe, snapshot_name
from wpharvest.sources.rest.standing import Standing
from wpharvest.sources.rest.survey import Survey, survey


class RestSource:
    """Everything that an anonymous visitor may read of a WordPress site."""

    def __init__(
        self, api: Api, options: Harvest, place: Place, info: SiteInfo, said: tuple[Notice, ...] = ()
    ) -> None:
        self._api, self._options, self._place, self._said = api, options, place, said
        self._width = max(1, min(options.concurrency, CONNECTIONS))
        self.info = info
        self.name = snapshot_name(place.root.site)
        self._readings = readings(info, place.root.url, options.languages)
        self._collections = narrowing.chosen(info, place, options)
        self._bylines = Bylines()

    @classmethod
    def open(
        cls, url: str, options: Harvest, clock: Clock | None = None, credentials: Credentials | None = None
    ) -> RestSource:
        """Find the WordPress behind an address, its languages and its collections.

        The address may be any page of the site, its REST root, a collection, or one object (only that is
        harvested then). With `credentials` everything is read that this user may read, drafts too. Raises
        NotAUrlError, UnreachableError, NotWordPressError, RestClosedError, ChallengeError, BadAnswerError,
        LoginError, and UnknownNameError for a language or type that the site hasn't.
        """
        doorman = Doorman(credentials, addresses(url)[0])
        api = Api(Session(options, clock, doorman))
        place = discover(api, url)
        if doorman.armed:
            narrowing.log_in(api, doorman, place)
        visit = Visit(api, place.root, place.index, place.mapping, place.front, place.page, place.front_url)
        spoken, default = languages.find(visit)
        listed = collections.find(api, place.root, options.types, options.concurrency)
        found = menus.adopt(listed.collections, place.index, editor=doorman.armed)
        api.privileges.learn(found)
        info = describe(place, spoken, default, found)
        return cls(api, narrowing.limited(options, place, info), place, info, listed.said)

    def record(self, recorder: Recorder | None) -> None:
        """Tell a recorder every exchange with the site, those of finding it too; None: nobody."""
        self._api.session.recording.tell(recorder)

    def announced(self) -> Iterator[Tally]:
        """`X-WP-Total` of each collection through each root: one request each, no objects.

        A root that shows several languages counts them together, under its own one.
        """
        for collection, reading in self._work():
            total = Route(self._api, reading.root, route(collection)).total()
            yield Tally(reading.languages[0].code, collection.kind, announced=total)

    def survey(self) -> Survey:
        """What the site is and shows, and what a harvest would cost: one request a collection and root."""
        return survey(self._api, self._place, self.info, self._work(), self._options)

    def harvest(self, known: Known = NOTHING) -> Iterator[Event]:
        """Every object of every collection in every language, then the sitemaps.

        Of listings that are known only what changed; of objects that didn't, a `Still`.

        Raises RestClosedError, ForbiddenError or UnreachableError only if not one collection can be read.
        """
        if self._place.target.id is not None:
            yield from self._single(self._place.target.id)
            return
        yield from self._said
        lends = Lenders(self._api, self._place.root)
        sorter = Sorter(self.info, self._options, self._judge, self._mapping, known, lends)
        listed: dict[str, set[int | str]] = {}
        standing = Standing(known)
        queue = Queue(list(self._work()), partial(self._opened, known, listed), partial(is_listing, known))
        for collection, reading in queue:
            if standing.silent:
                yield from self._unasked(collection, reading, standing.why)
            elif collection.namespace in menus.PLUGINS:
                yield from self._menus(collection, reading, sorter)
            elif not is_listing(known, (collection, reading)):
                yield from ended(known, (collection, reading))
                standing.had_before()
            else:
                listing, past = queue.listing()
                yield from self._read(collection, reading, listing, sorter, past)
                listed.setdefault(collection.kind, set()).update(listing.ids)
                standing.hear(collection, listing)
        standing.check(self._api.session, self._place.root.url)
        if standing.quiet and not standing.silent:
            yield Unchanged()
        elif not standing.silent:
            lists = shown.Lists(self.info, self._options, self._judge, self._mapping, self._collections)
            yield from shown.read(self._api.session, self._width, self._place.root, lists)
        for reason, times in self._api.session.robots.forbidden.items():
            yield Notice("robots", f"not asked: {reason}", count=times)

    def heads(
        self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool, known: Known = NOTHING
    ) -> Iterator[Event]:
        """The HTML heads of these addresses; thrifty: not those that an already read head names."""
        session, mapping, width = self._api.session, self._mapping, self._width
        yield from heads.read(session, mapping, width, wanted, thrifty=thrifty, had=known.heads)

    def fate(self, key: Key) -> Fate:
        """What the address of an object that its listing lacks answers, asked in the object's language."""
        kind = self.info.collection(key.kind)
        found = [each for each in self._readings if any(one.code == key.language for one in each.languages)]
        reading = (found or list(self._readings))[0]
        collection = kind or Collection(key.kind, key.kind, "other")
        try:
            reply = self._api.one(reading.root, f"{route(collection)}/{key.id}", None, 1)
        except RestClosedError as error:
            return Fate(error.status)
        except (BadAnswerError, UnreachableError):
            return Fate(0)
        if not reply.ok or identity(reply.value) != key.id:
            return Fate(reply.answer.status if reply.answer.status in (404, 410) else 0)
        sorter = Sorter(self.info, self._options, self._judge, self._mapping)
        object_ = Found(key.id, reply.body, reply.value, reply.answer.fetched_at, {})
        return Fate(200, sorter.item(collection, reading, object_))

    def visits(self, urls: Iterable[str]) -> Iterator[Opened]:
        """What a visitor gets who opens these pages: enough of each to know where it is."""
        yield from heads.visits(self._api.session, self._mapping, self._width, urls)

    def pages(self, wanted: Iterable[tuple[Key, str]]) -> Iterator[Event]:
        """The whole HTML pages at these addresses."""
        yield from whole_pages.read(self._api.session, self._mapping, self._width, wanted)

    def files(self, wanted: Iterable[Wanted], folder: Path) -> Iterator[Event]:
        """These media files, each as a file in `folder`; what is half fetched there is gone on with."""
        downloads = Downloads(self._api.session, self._mapping, self._options, folder)
        yield from downloads.read(wanted, self._width)

    @property
    def traffic(self) -> Traffic:
        """What was asked of the site so far."""
        return self._api.session.traffic

    @property
    def _mapping(self) -> Mapping:
        return self._place.mapping

    @property
    def _judge(self) -> Judge:
        info = self.info
        return Judge(info.languages, info.default_language, self._mapping, self._place.root.url)

    def _work(self) -> Iterator[tuple[Collection, Reading]]:
        for collection in self._collections:
            for number, reading in enumerate(self._readings):
                if number and collection.role == "users":
                    continue
                if self._asked_for(collection, reading):
                    yield collection, reading

    def _asked_for(self, collection: Collection, reading: Reading) -> bool:
        wanted = self._options.languages
        neutral = collection.role in ("users", "media")
        own = any(each.code == self.info.default_language for each in reading.languages)
        return not wanted or any(each.code in wanted for each in reading.languages) or (neutral and own)

    def _later(self, reading: Reading) -> set[str]:
        """The languages whose roots come after this one."""
        after = self._readings[self._readings.index(reading) + 1 :]
        return {each.code for one in after for each in one.languages}

    def _opened(self, known: Known, listed: PyMapping[str, set[int | str]], work: Work) -> Begun:
        """A listing, and what is known of it; `listed` is what earlier roots showed of each kind."""
        collection, reading = work
        shown_before = listed.get(collection.kind, set())
        past = before(known, collection, reading, shown_before, self._later(reading))
        per_page = max(1, min(self._options.per_page, 100))
        return Listing(self._api, reading.root, route(collection), per_page, self._width, past), past

    def _read(
        self,
        collection: Collection,
        reading: Reading,
        listing: Listing,
        sorter: Sorter,
        past: Before | None,
    ) -> Iterator[Event]:
        count = Count(collection, reading, bool(self._options.include or self._options.exclude))
        for batch in listing.read():
            for found in batch:
                item = sorter.item(collection, reading, found)
                self._bylines.note(reading.root, route(collection), found)
                wanted = item is not None and sorter.wanted(collection, item, found.value)
                count.add(item, wanted)
                if item is not None and wanted:
                    yield item
                    part = listing.broken.parts.get(found.id)
                    yield from (part.notice(item.key),) if part else ()
            yield from count.tallies(listing, done=False)
        for id_ in listing.compared.still:
            key = Key(past.here[id_].language, collection.kind, id_) if past else None
            if key is not None:
                sorter.still(key)
                count.still(key.language)
                yield Still(key)
        count.elsewhere(listing.compared.elsewhere)
        yield from sorter.also
        sorter.also.clear()
        for what, times in sorted(listing.odd.items()):
            yield Notice("answers", f"{route(collection)}: {what}", count=times)
        yield from count.tallies(listing, done=True)
        if collection.role == "users" and not (listing.seen or listing.compared.still):
            yield from self._authors(collection, reading, listing, sorter)

    def _menus(self, collection: Collection, reading: Reading, sorter: Sorter) -> Iterator[Event]:
        """The menus that a plugin shows."""
        listing = menus.Menus(self._api, reading.root, collection)
        items = [sorter.item(collection, reading, found) for found in listing.read()]
        kept = [item for item in items if item is not None]
        yield from kept
        refused, own = tuple(listing.refused), reading.languages[0].code
        count = len(kept) + sum(each.what.count("/") > 2 for each in refused)
        complete = not refused
        yield Tally(own, collection.kind, None, count, len(kept), 0, refused, done=True, complete=complete)

    def _authors(
        self, collection: Collection, reading: Reading, listing: Listing, sorter: Sorter
    ) -> Iterator[Event]:
        """The authors that the objects embed, where the site doesn't list its users."""
        found = (sorter.item(collection, reading, each) for each in self._bylines.read(self._api))
        kept = [item for item in found if item is not None]
        yield from kept
        if kept:
            own, refused = reading.languages[0].code, tuple(listing.refused)
            yield Tally(own, collection.kind, None, len(kept), len(kept), refused=refused, done=True)

    def _unasked(self, collection: Collection, reading: Reading, why: str) -> Iterator[Event]:
        refused = (Refusal(route(collection), f"not asked any more: {why}"),)
        for number, each in enumerate(reading.languages):
            yield Tally(each.code, collection.kind, refused=() if number else refused, done=True)

    def _single(self, id_: int) -> Iterator[Event]:
        """The one object that the address names, in the language of its base."""
        place = self._place
        collection = self._collections[0]
        asked = Root(place.asked.url, place.target.query)
        reply = self._api.one(asked, f"{place.target.route}/{id_}")
        if not reply.ok or identity(reply.value) is None:
            raise BadAnswerError(reply.answer.url, "a WordPress object", reply.why)
        own = next(
            (each for each in self.info.languages if root_of(each, place.root.url) == asked),
            next(each for each in self.info.languages if each.code == self.info.default_language),
        )
        found = Found(id_, reply.body, reply.value, reply.answer.fetched_at, {})
        sorter = Sorter(self.info, self._options, self._judge, self._mapping)
        item = sorter.item(collection, Reading(asked, (own,)), found)
        if item is not None:
            yield item
            yield Tally(item.language, item.kind, listed=1, stored=1, done=True, partial=True)
