"""Everything that can stop a run, as one tree.

```
WpharvestError                     exit code 1, one line on the screen
├── UsageError                     exit code 2: the command line or wpharvest.toml is wrong
│   ├── UnknownNameError           … with the near miss
│   ├── MissingExtraError          … or needs a package that isn't installed
│   ├── TargetError                a target that another package brings can't be used
│   ├── PairsError                 pairs.toml is wrong, or contradicts itself
│   └── RedirectError              the new addresses chosen make redirects that go in a circle or on and on
├── SourceError                    the site or the folder can't be harvested
│   ├── NotAUrlError
│   ├── UnreachableError           no such host, refused, timed out, bad certificate
│   │   └── EnoughError            `--max-requests` were asked: exit code 3
│   ├── ForbiddenError             robots.txt forbids it
│   ├── NotWordPressError          it answers, but no REST API is to be found
│   ├── RestClosedError            the REST API refuses visitors
│   ├── ChallengeError             a bot check or a login page stands in the way
│   ├── BadAnswerError             the API answered something that isn't what it should be
│   └── LocalSourceError           a folder or file that can't be read or holds nothing of use
├── SnapshotError                  the snapshot can't be opened
│   ├── SnapshotMissingError
│   ├── SnapshotLayoutError        of another tool, of a newer version, or half copied
│   ├── SnapshotDamagedError       it isn't as it was written
│   └── SnapshotBusyError          another run is writing it
├── StorageError                   disk full, read-only folder, file-size limit
└── LossError                      `--strict`, and something would be lost
```

Each error carries its facts as fields and writes its own sentence. One place (`cli.main`) catches them.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

LISTED = 20  # names in one line, where there may be thousands
SHORT = 3  # letters of a name, such as a language's code


def near_miss(name: str, known: Iterable[str]) -> str:
    """The known name that was most likely meant, whatever its case; empty if none is near.

    >>> near_miss("fx", ["en", "fr"]), near_miss("FR", ["en", "fr"]), near_miss("zz", ["en", "fr"])
    ('fr', 'fr', '')
    """
    folded = {each.casefold(): each for each in known}
    cutoff = 0.5 if len(name) <= SHORT else 0.6  # one letter of a language's two is half of it
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else ""


def _first(names: tuple[str, ...]) -> str:
    rest = len(names) - LISTED
    return ", ".join(names) if rest <= 0 else f"{', '.join(names[:LISTED])} and {rest:,} more"


class WpharvestError(Exception):
    """Anything that stops a run. `str(error)` is the one line that the user sees."""

    exit_code: ClassVar[int] = 1


class UsageError(WpharvestError):
    """What was asked for makes no sense."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name that isn't in a table.

    >>> str(UnknownNameError("target", "hugoo", ["hugo", "jekyll"]))
    "no target is called 'hugoo': did you mean 'hugo'?"
    >>> str(UnknownNameError("document", "?", map(str, range(1020))))[-23:]
    ', 18, 19 and 1,000 more'
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what, self.name, self.known = what, name, tuple(known)
        near = near_miss(name, self.known)
        hint = f"did you mean {near!r}?" if near else f"there are: {_first(self.known)}"
        super().__init__(f"no {what} is called {name!r}: {hint}")


class MissingExtraError(UsageError):
    """Something that needs a package which isn't installed.

    >>> str(MissingExtraError("--as wacz", "archive"))
    "--as wacz needs more than the bare tool: pip install 'wpharvest[archive]'"
    """

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(f"{what} needs more than the bare tool: pip install 'wpharvest[{extra}]'")


class TargetError(UsageError):
    """A target that another package brings can't be used.

    >>> str(TargetError("drupal", "wpharvest-drupal", "the name is taken"))
    "the target 'drupal' of the package wpharvest-drupal can't be used: the name is taken"
    """

    def __init__(self, name: str, package: str, why: str) -> None:
        self.name, self.package, self.why = name, package, why
        super().__init__(f"the target {name!r} of the package {package} can't be used: {why}")


class PairsError(UsageError):
    """`pairs.toml` is wrong, or contradicts itself. `lines` are where, counted from 1.

    >>> str(PairsError("pairs.toml", (7, 3), "they can't be both"))
    "pairs.toml, lines 3 and 7: they can't be both"
    """

    def __init__(self, name: str, lines: Iterable[int], why: str) -> None:
        self.name, self.lines, self.why = name, tuple(sorted(set(lines))), why
        *first, last = map(str, self.lines or (0,))
        lines_of = f", lines {', '.join(first)} and {last}" if first else f", line {last}"
        super().__init__(f"{name}{lines_of if self.lines else ''}: {why}")


class RedirectError(UsageError):
    """A redirect that leads to another redirect, or stands where a new page will be. `trail` are its steps.

    >>> str(RedirectError(["/a/", "/b/", "/a/"]))
    'redirects go in a circle: /a/ → /b/ → /a/; choose other addresses for the new site'
    """

    def __init__(self, trail: Iterable[str]) -> None:
        self.trail = tuple(trail)
        circle = len(set(self.trail)) < len(self.trail)
        what = "go in a circle" if circle else "lead on from a new page"
        steps = " → ".join(self.trail)
        super().__init__(f"redirects {what}: {steps}; choose other addresses for the new site")


class SourceError(WpharvestError):
    """The site or the folder can't be harvested."""


class NotAUrlError(SourceError):
    """The argument is neither a URL nor a file or folder that exists."""

    def __init__(self, argument: str) -> None:
        self.argument = argument
        super().__init__(
            f"{argument!r} is neither an address (https://example.org) nor a file or folder that exists"
        )


class UnreachableError(SourceError):
    """The site doesn't answer."""

    def __init__(self, url: str, why: str) -> None:
        self.url, self.why = url, why
        super().__init__(f"{url} can't be reached: {why}")


class EnoughError(UnreachableError):
    """As many requests were sent as `--max-requests` allows."""

    exit_code = 3

    def __init__(self, url: str, most: int) -> None:
        self.most = most
        super().__init__(url, f"{most} requests were sent, and --max-requests allows no more")

    def __str__(self) -> str:
        return f"{self.why}; run the same command again to go on"


class ForbiddenError(SourceError):
    """The site's robots.txt forbids an address to this program, or can't be read.

    `robots` is the address of that file, `why` the rule with its line.
    """

    def __init__(self, url: str, robots: str, why: str) -> None:
        self.url, self.robots, self.why = url, robots, why
        super().__init__(f"{url} isn't asked: {self.reason}")

    @property
    def reason(self) -> str:
        """The rule, and what the site's owners can do, without the address."""
        return f"{self.robots} {self.why} (--ignore-robots is for the site's owners)"


class NotWordPressError(SourceError):
    """The site answers, but nothing on it leads to a REST API."""

    def __init__(self, url: str, tried: Iterable[str] = ()) -> None:
        self.url, self.tried = url, tuple(tried)
        asked = f" (asked: {', '.join(self.tried)})" if self.tried else ""
        super().__init__(f"{url} doesn't look like a WordPress: no REST API was found{asked}")


class RestClosedError(SourceError):
    """The REST API refuses anonymous visitors."""

    def __init__(self, url: str, status: int, why: str, plugin: str = "") -> None:
        self.url, self.status, self.why, self.plugin = url, status, why, plugin
        super().__init__(f"the REST API at {url} is closed to visitors ({self.reason})")

    @property
    def reason(self) -> str:
        """What the site says, and the plugin that speaks like that."""
        looks = f"; this looks like {self.plugin}" if self.plugin else ""
        return f"{self.status}: {self.why}{looks}"


class ChallengeError(SourceError):
    """A bot check or a login page stands where the API should be."""

    def __init__(self, url: str, what: str) -> None:
        self.url, self.what = url, what
        super().__init__(
            f"{url} answers with {what} instead of data: ask the site's owner to let wpharvest through"
        )


class LoginError(SourceError):
    """The application password is wrong, or may not be sent there."""

    def __init__(self, url: str, why: str) -> None:
        self.url, self.why = url, why
        super().__init__(f"{url} can't be read with WPHARVEST_USER and WPHARVEST_PASSWORD: {why}")


class BadAnswerError(SourceError):
    """The API answered something that isn't what it should be."""

    def __init__(self, url: str, expected: str, came: str) -> None:
        self.url, self.expected, self.came = url, expected, came
        super().__init__(f"{url} should have answered {expected}, but sent {came}")


class LocalSourceError(SourceError):
    """A file or folder that can't be read, or holds nothing that can be harvested."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path}: {why}")


class SnapshotError(WpharvestError):
    """The snapshot can't be opened."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path}: {why}")


class SnapshotMissingError(SnapshotError):
    """There is no snapshot at this path."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "there is no snapshot here (`wpharvest fetch URL` makes one)")


class SnapshotLayoutError(SnapshotError):
    """There is something at this path, but not a snapshot that this version can read."""


class SnapshotDamagedError(SnapshotError):
    """A snapshot that isn't as it was written, where only a whole one will do."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(path, f"it is damaged: {what}; `wpharvest verify` names all that is wrong")


class SnapshotBusyError(SnapshotError):
    """Another run is writing this snapshot."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "another wpharvest is writing this snapshot; wait for it or stop it")


class StorageError(WpharvestError):
    """Writing failed: disk full, read-only folder, file-size limit."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"can't write {path}: {why}; what was stored before is untouched")


class LossError(WpharvestError):
    """`--strict` was asked for, and something would be lost."""
