"""robots.txt as RFC 9309 has it: read once a host, obeyed for every address that is asked.

A robots.txt that isn't there (4xx, or redirects that lead nowhere) forbids nothing; one that can't be had
(5xx, no connection) forbids everything until it can (2.3.1.3 and 2.3.1.4). Of the rules for our own name, or
else of those for `*`, the longest that matches decides (2.2.2). `Crawl-delay` isn't in the RFC, but obeyed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from wpharvest.errors import ForbiddenError, UnreachableError
from wpharvest.sources.rest.addresses import origin
from wpharvest.sources.rest.answers import Answer

MOST = 500 * 1024  # bytes that are read; the RFC asks for at least as much
TRIES = 2

_RULE = re.compile(r"^\s*(?:dis)?allow\s*:\s*([^#]*)", re.IGNORECASE)
_NO_RULE = "Allow: /.wpharvest-no-such-path"

Fetch = Callable[[str], Answer]


class RedirectError(UnreachableError):
    """A redirect that isn't followed: in a circle, too many, to a place where nobody should go."""


class _Rules(msgspec.Struct):
    """What one host's robots.txt says; `fault` is set where it can't be read."""

    url: str
    text: str = ""
    parsed: Protego | None = None
    fault: UnreachableError | ForbiddenError | None = None
    name: str = "*"  # whose rules are ours


class Robots:
    """The robots.txt of each host that is asked."""

    def __init__(self, fetch: Fetch, agent: str, delay: Callable[[str, float], None]) -> None:
        self._fetch, self._delay = fetch, delay
        self._token = token(agent)
        self._hosts: dict[str, _Rules] = {}
        self._lock = threading.Lock()
        self.forbidden: dict[str, int] = {}  # reason -> how many addresses weren't asked

    def check(self, url: str) -> None:
        """Raise ForbiddenError if this address may not be asked, UnreachableError if its host is silent."""
        if urlsplit(url).path == "/robots.txt":
            return
        rules = self._rules(url)
        if isinstance(rules.fault, UnreachableError):
            raise UnreachableError(url, rules.fault.why) from rules.fault
        if rules.fault is not None:
            raise self._told(ForbiddenError(url, rules.url, rules.fault.why))
        if rules.parsed is not None and not rules.parsed.can_fetch(url, rules.name):
            raise self._told(ForbiddenError(url, rules.url, f"forbids it ({self._which(rules, url)})"))

    def text(self, url: str) -> str:
        """The robots.txt of this address's host; empty where there is none."""
        return self._rules(url).text

    def _told(self, error: ForbiddenError) -> ForbiddenError:
        with self._lock:
            self.forbidden[error.reason] = self.forbidden.get(error.reason, 0) + 1
        return error

    def _rules(self, url: str) -> _Rules:
        host = origin(url)
        with self._lock:  # two threads wait for one robots.txt, and don't ask for it twice
            if host not in self._hosts:
                self._hosts[host] = rules = self._read(f"{host}/robots.txt")
                delay = rules.parsed.crawl_delay(rules.name) if rules.parsed else None
                if delay:
                    self._delay(urlsplit(url).netloc, delay)
            return self._hosts[host]

    def _read(self, url: str) -> _Rules:
        try:
            answer = self._fetch(url)
        except RedirectError:
            return _Rules(url)
        except UnreachableError as error:
            return _Rules(url, fault=error)
        if answer.status >= 500:
            why = f"answers with status {answer.status}, so everything is forbidden until it can be read"
            return _Rules(url, fault=ForbiddenError(url, url, f"{why}: try again later"))
        text = answer.text.removeprefix("\ufeff")
        if answer.status >= 400 or text.lstrip().startswith(
            "<"
        ):  # a page that says "not found", with status 200
            return _Rules(url)
        # Protego takes the beginning of a name for the name ("wp" for us); the RFC wants the whole (2.2.1).
        ours = re.search(rf"^\s*user-agent\s*:\s*{self._token}\s*(#|$)", text, re.IGNORECASE | re.MULTILINE)
        return _Rules(url, text, Protego.parse(text), name=self._token if ours else "*")

    def _which(self, rules: _Rules, url: str) -> str:
        """The rule that forbids an address, and its line: the longest of those that do so by themselves."""
        lines = rules.text.splitlines()
        patterns = {n: match[1].strip() for n, line in enumerate(lines) if (match := _RULE.match(line))}
        alone = [n for n in patterns if not _allows(["User-agent: *", lines[n]], url, "*")]
        for number in sorted(alone, key=lambda n: -len(patterns[n])):
            # The other rules give way to one that matches nothing, so that the groups stay as they are.
            rest = [_NO_RULE if n in patterns and n != number else line for n, line in enumerate(lines)]
            if not _allows(rest, url, rules.name):
                return f"{lines[number].split('#')[0].strip()}, line {number + 1}"
        return "its rules"


def token(agent: str) -> str:
    """The product token of a User-Agent: what robots.txt calls us.

    >>> token("wpharvest/0.1.0 (+mailto:me@example.org)")
    'wpharvest'
    """
    match = re.match(r"[A-Za-z_-]+", agent)
    return match[0].lower() if match else "wpharvest"


def _allows(lines: list[str], url: str, agent: str) -> bool:
    return bool(Protego.parse("\n".join(lines)).can_fetch(url, agent))
