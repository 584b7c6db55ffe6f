"""HTTP as a polite and distrustful client speaks it: limits, deadlines, retries, no credentials abroad.

What requests does by itself is not enough: it takes a cut gzip stream for whole, inflates without a limit,
and its read timeout lets a slow body run for ever. So bodies are read from the raw stream here.

Every address is asked of the host's robots.txt first (`robots`), and at the host's pace (`pace`). A host that
asks to be left alone, or a limit of requests that is reached, ends the run: nothing more is sent.
"""

from __future__ import annotations

import ipaddress
import math
import re
import socket
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import msgspec
import requests

from wpharvest.config import Harvest
from wpharvest.errors import BadAnswerError, EnoughError, UnreachableError
from wpharvest.sources import Traffic
from wpharvest.sources.rest import robots
from wpharvest.sources.rest.answers import Answer, usable
from wpharvest.sources.rest.clock import Clock
from wpharvest.sources.rest.credentials import Doorman
from wpharvest.sources.rest.faults import WIRE, explain, refused
from wpharvest.sources.rest.inflating import DECODERS, STEP, Plain
from wpharvest.sources.rest.pace import Pace
from wpharvest.sources.rest.recording import Recording
from wpharvest.sources.rest.robots import RedirectError, Robots
from wpharvest.sources.rest.wire import Adapter, Deadline, Unled
from wpharvest.urls import join_url, split_url

BODY_LIMIT = 64 * 2**20  # bytes after decompression; a page of a hundred long posts is about 10 MB
CONNECTIONS = 2  # at most, to one site
HOPS = 10  # redirects
LONGEST_WAIT = 300.0  # seconds; a site that asks for more is left alone
FIRST_WAIT = 1.0

# How often a status is worth another try; None: as often as the options say.
# A 500 is nearly always a record that breaks PHP, the same at each try.
_TRY_AGAIN: dict[int, int | None] = {408: None, 425: None, 429: None, 500: 1, 502: None, 503: None, 504: None}


class _Want(msgspec.Struct, frozen=True):
    """How an answer is read: up to what matches `until`, up to `cut` bytes; `obeys`: as robots.txt allows."""

    until: re.Pattern[bytes] | None = None
    cut: int = 0
    obeys: bool = False


class Session:
    """Asks one site, from at most two threads at a time."""

    def __init__(self, options: Harvest, clock: Clock | None = None, doorman: Doorman | None = None) -> None:
        self._options = options
        self.doorman = doorman or Doorman()
        self._clock = clock or Clock()
        self._http = Unled()
        self._http.auth = self.doorman  # also keeps requests from sending what a ~/.netrc holds
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # no language of the last page
        self._http.headers.update({"User-Agent": options.agent, "Accept-Encoding": "gzip, deflate"})
        self._deadline = Deadline(self._clock.monotonic)
        adapter = Adapter(self._deadline, CONNECTIONS)
        self._http.mount("http://", adapter)
        self._http.mount("https://", adapter)
        self._lock = threading.Lock()
        self._open_slots = threading.Semaphore(CONNECTIONS)
        self._known_hosts: set[str] = set()
        self._requests = self._bytes = 0
        self._pace = Pace(self._clock, options.delay)
        self.robots = Robots(self._get_robots, options.agent, self._pace.crawl_delay)
        self.recording = Recording(options.warc, self.doorman.betrayed_by if self.doorman.armed else None)
        self._stopped: dict[str, UnreachableError] = {}  # why a host isn't asked any more; "": why none is

    @property
    def traffic(self) -> Traffic:
        """What was asked so far, and how long we waited so as not to be a burden."""
        pace = self._pace
        return Traffic(self._requests, self._bytes, round(pace.waited, 3), pace.asked_for)

    def stopped(self, url: str) -> UnreachableError | None:
        """Why this address's host isn't asked for anything more in this run; None: it is."""
        return self._stopped.get("") or self._stopped.get(split_url(url).netloc)

    def get(self, url: str, *, until: re.Pattern[bytes] | None = None, retries: int | None = None) -> Answer:
        """GET an address; `until` ends the reading early, once what was read matches.

        Any status that is left after the retries is an answer. Raises UnreachableError when there is none,
        ForbiddenError where robots.txt doesn't want it asked, BadAnswerError when it is too large.
        """
        return self._get(url, retries, _Want(until=until, obeys=not self._options.ignore_robots))

    def _get_robots(self, url: str) -> Answer:
        return self._get(url, robots.TRIES, _Want(cut=robots.MOST))

    def _get(self, url: str, retries: int | None, want: _Want) -> Answer:
        most = self._options.retries if retries is None else min(retries, self._options.retries)
        host = split_url(url).netloc
        if not host:
            raise UnreachableError(url, "the address makes no sense")
        for attempt in range(most + 1):
            last = attempt == most
            try:
                answer = self._follow(url, want)
            except WIRE as error:
                why, again = explain(error)
                self._pace.answered(host, 0.0, well=False)
                if last or not again or (refused(error) and host not in self._known_hosts):
                    raise UnreachableError(url, why) from error
                pause = self._backoff(attempt)
            else:
                wanted = self._pause_after(answer, attempt)
                if last or wanted is None:
                    return answer
                pause = wanted
            self._pace.hold(host, pause)
        raise UnreachableError(url, "it was never asked")  # retries below zero

    @contextmanager
    def opened(self, url: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """One answer whose body isn't read yet. Redirects are followed and checked as `get` does; no retries.

        Raises UnreachableError, and what the wire raises (`faults.WIRE`).
        """
        here, seen = url, {url}
        for _ in range(HOPS):
            if not self._options.ignore_robots:
                self.robots.check(here)
            with self._open_slots, closing(self._send(here, headers, math.inf)) as response:
                if not response.is_redirect:
                    yield response
                    return
                target = join_url(here, response.headers.get("location", ""))
            check_redirect(url, here, target)
            if target in seen:
                break
            seen.add(target)
            here = target
        raise RedirectError(url, "it redirects in a circle, or too often")

    def pause(self, url: str, attempt: int) -> None:
        """Wait before asking this address's host for the same thing once more."""
        self._pace.hold(split_url(url).netloc, self._backoff(attempt))

    def now(self) -> float:
        """Seconds on the clock that deadlines are measured with."""
        return self._clock.monotonic()

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def _backoff(self, attempt: int) -> float:
        return float(FIRST_WAIT * 2**attempt * (0.5 + self._clock.chance()))

    def _pause_after(self, answer: Answer, attempt: int) -> float | None:
        if answer.status not in _TRY_AGAIN or usable(answer):
            return None
        asked = retry_after(answer.headers, self._clock.now())
        if asked is not None and asked > LONGEST_WAIT:
            hours = f"{asked / 3600:.1f} h" if asked >= 3600 else f"{asked / 60:.0f} min"
            why = f"it asks to be left alone for {hours} (Retry-After); run the same command again then"
            self._stopped[split_url(answer.final).netloc] = stop = UnreachableError(answer.url, why)
            raise stop
        most = _TRY_AGAIN[answer.status]
        if most is not None and attempt >= most:
            return None
        return asked or self._backoff(attempt)

    def _follow(self, url: str, want: _Want) -> Answer:
        here, seen = url, {url}
        for _ in range(HOPS):
            if want.obeys:
                self.robots.check(here)
            with self._open_slots:
                answer, target = self._once(url, here, want)
            if not target:
                return answer
            target = join_url(here, target)
            check_redirect(url, here, target)
            if target in seen:
                raise RedirectError(url, f"it redirects in a circle ({target})")
            seen.add(target)
            here = target
        raise RedirectError(url, f"it redirects more than {HOPS} times")

    def _once(self, url: str, here: str, want: _Want) -> tuple[Answer, str]:
        response = self._send(here, {}, self._options.deadline)
        try:
            status = response.status_code
            headers = {name.lower(): value for name, value in response.headers.items()}
            target = headers.get("location", "") if response.is_redirect else ""
            body = b"" if target else self._body(url, response, headers, want)
        finally:
            response.close()
        self._known_hosts.add(split_url(here).netloc)
        return Answer(url, here, status, headers, body, self._clock.stamp()), target

    def _send(self, here: str, headers: Mapping[str, str], deadline: float) -> requests.Response:
        """One request, when it is its turn; its answer must have ended after `deadline` seconds."""
        host = split_url(here).netloc
        self._count_one(here)
        self._pace.turn(host)
        self._deadline.start(deadline)
        asked, at = self._clock.monotonic(), self._clock.now()
        response = self._http.get(
            here, stream=True, timeout=self._options.timeout, allow_redirects=False, headers=headers
        )
        self.recording.follow(response, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        well = response.status_code < 500 and response.status_code != 429
        self._pace.answered(host, self._clock.monotonic() - asked, well=well)
        return response

    def _count_one(self, url: str) -> None:
        with self._lock:
            most = self._options.max_requests
            if most and self._requests >= most:
                self._stopped.setdefault("", EnoughError(url, most))
            stop = self.stopped(url)
            if stop is not None:
                raise stop
            self._requests += 1

    def _body(self, url: str, response: Any, headers: dict[str, str], want: _Want) -> bytes:
        decoder = DECODERS.get(headers.get("content-encoding", "").strip().lower(), Plain)()
        body, came = bytearray(), 0
        while piece := response.raw.read1(STEP, decode_content=False):
            came += len(piece)
            with self._lock:
                self._bytes += len(piece)
            try:
                more = decoder.feed(piece, BODY_LIMIT - len(body))
            except zlib.error as error:
                raise ConnectionAbortedError("the compressed answer is damaged") from error
            before = len(body)
            body += more
            if want.cut and len(body) >= want.cut:
                return bytes(body[: want.cut])
            if len(body) > BODY_LIMIT:
                raise BadAnswerError(url, f"at most {BODY_LIMIT // 2**20} MB", "more than that")
            if want.until is not None and want.until.search(body, max(0, before - 16)):
                return bytes(body)
        length = headers.get("content-length", "")
        if not decoder.whole() or (length.isdigit() and came < int(length)):
            raise ConnectionAbortedError("the answer was cut off")
        return bytes(body)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that `Retry-After` asks for, given as seconds or as a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


def check_redirect(url: str, here: str, target: str) -> None:
    """Refuse a redirect that leaves http, or that leads from the internet into a private network."""
    parts = split_url(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RedirectError(url, f"it redirects to {target}, which isn't an http address")
    home = split_url(here).hostname or ""
    if parts.hostname != home and is_private(parts.hostname) and not is_private(home):
        raise RedirectError(url, f"it redirects to {target}, an address inside a private network")


def is_private(host: str) -> bool:
    """Whether a host is this machine or one of its own network."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    addresses = [ipaddress.ip_address(str(each).split("%", 1)[0]) for each in found]
    return any(not each.is_global for each in addresses)
