"""How fast a site is asked: never faster than it can easily bear, and never against its word.

The rule, for each host by itself:

- Between the starts of two requests lies at least `--delay`, and at least what `Crawl-delay` asks for.
- After each answer nothing is asked for half as long as the site needed to give it (at most 10 s), so that a
  site that gets slow is asked less. Each 429, 5xx or failed connection doubles that share, up to eight times;
  each good answer halves it again.
- `Retry-After`, and the wait before a retry, hold for all requests to that host.
- A server on this very machine (`localhost`, `127.0.0.1`, `::1`) doesn't get the pause after an answer: it
  belongs to who runs the harvest. The other rules hold there too.
"""

from __future__ import annotations

import ipaddress
import threading
from collections import defaultdict
from math import isfinite

from wpharvest.sources.rest.clock import Clock

REST = 0.5  # of the time an answer took
LONGEST_REST = 10.0  # seconds
STEEPEST = 8.0  # times REST


class _Host:
    """How one host stands."""

    def __init__(self) -> None:
        self.next_start = 0.0
        self.crawl_delay = 0.0
        self.burden = 1.0


class Pace:
    """Keeps requests to one host apart. Safe to use from several threads."""

    def __init__(self, clock: Clock, delay: float) -> None:
        self._clock, self._delay = clock, delay
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self.waited = 0.0

    def turn(self, host: str) -> None:
        """Wait until this host may be asked."""
        with self._lock:
            state, now = self._hosts[host], self._clock.monotonic()
            start = max(now, state.next_start)
            state.next_start = start + max(self._delay, state.crawl_delay)
            self.waited += start - now
        if start > now:
            self._clock.sleep(start - now)

    def answered(self, host: str, seconds: float, *, well: bool) -> None:
        """The host needed so many seconds for an answer; not `well`: it is in trouble."""
        with self._lock:
            state = self._hosts[host]
            state.burden = max(1.0, state.burden / 2) if well else min(STEEPEST, state.burden * 2)
            if not is_here(host):
                rest = min(LONGEST_REST, seconds * REST * state.burden)
                state.next_start = max(state.next_start, self._clock.monotonic() + rest)

    def hold(self, host: str, seconds: float) -> None:
        """Ask this host for nothing during so many seconds."""
        with self._lock:
            state = self._hosts[host]
            state.next_start = max(state.next_start, self._clock.monotonic() + seconds)

    def crawl_delay(self, host: str, seconds: float) -> None:
        """The host asks for so many seconds between two requests."""
        if isfinite(seconds) and seconds > 0:
            with self._lock:
                state = self._hosts[host]
                state.crawl_delay = seconds
                state.next_start = max(state.next_start, self._clock.monotonic() + seconds)

    @property
    def asked_for(self) -> float:
        """The longest `Crawl-delay` that was met, in seconds; 0 if none."""
        return max((each.crawl_delay for each in self._hosts.values()), default=0.0)


def is_here(host: str) -> bool:
    """Whether a host is this machine, by its very name: `localhost`, `127.0.0.1:8080`, `[::1]`.

    >>> is_here("127.0.0.1:8080"), is_here("[::1]"), is_here("localhost"), is_here("example.org")
    (True, True, True, False)
    """
    name = host.rsplit("]", 1)[0].strip("[") if host.startswith("[") else host.partition(":")[0]
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
