"""The owner's Application Password: where it comes from, where it may go, and what it opens.

It comes from the environment, never from the command line (which other users of the machine can read) nor
from a `.netrc`. It goes into the header of requests to the REST API of the very host that was asked for, over
https; plain http only on this machine. A redirect to another host, or down to http, leaves it at home. Pages,
sitemaps and media files are asked for without it.
"""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus, urlsplit

import requests

from wpharvest.errors import LoginError, RestClosedError, UsageError
from wpharvest.model.items import Collection, Role
from wpharvest.sources.rest.addresses import Params, Root, split_rest

USER, PASSWORD = "WPHARVEST_USER", "WPHARVEST_PASSWORD"
_PORTS = {"https": 443, "http": 80}

# What WordPress answers to a login that it refuses (wp-includes/user.php, rest-api.php).
REFUSED_LOGINS = {
    "incorrect_password": "the application password is wrong",
    "invalid_username": "there is no such user",
    "invalid_email": "there is no such user",
    "empty_username": "the user's name is empty",
    "empty_password": "the application password is empty",
    "application_passwords_disabled": "application passwords are switched off (they need https)",
    "application_passwords_disabled_for_user": "application passwords are switched off for this user",
}

# What editors may ask more than visitors. Terms, users and comments have no more content in `edit`, only
# mail addresses and IP addresses, which nobody wants in a snapshot.
_MORE: dict[Role, Params] = {
    "type": {"context": "edit", "status": "any"},
    "other": {"context": "edit", "status": "any"},
    "media": {"context": "edit"},
}


class Credentials:
    """A user and an application password, which no representation shows."""

    __slots__ = ("_header", "_secrets")

    def __init__(self, user: str, password: str) -> None:
        bare = password.replace(" ", "")  # WordPress shows them in groups, and takes them in any
        plain = {password, bare, quote(password), quote_plus(password)}
        coded = {base64.b64encode(f"{user}:{each}".encode()).decode() for each in (password, bare)}
        self._secrets = tuple(sorted(each.encode() for each in plain | coded))
        self._header = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def __repr__(self) -> str:
        return "Credentials(…)"

    @property
    def header(self) -> str:
        """The value of `Authorization` (RFC 7617)."""
        return self._header

    def betrayed_by(self, said: bytes) -> bool:
        """Whether these bytes repeat the password, as it is or as it is sent."""
        return any(secret in said for secret in self._secrets)


def from_environment(environment: Mapping[str, str]) -> Credentials | None:
    """The credentials that `WPHARVEST_USER` and `WPHARVEST_PASSWORD` hold; None if neither is set.

    Raises UsageError if only one of them is.
    """
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if bool(user) != bool(password):
        there, lacks = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise UsageError(f"{there} is set, but {lacks} isn't: set both, or neither")
    return Credentials(user, password) if user else None


class Doorman:
    """Puts the password on the requests that may carry it: what requests calls an `auth`."""

    def __init__(self, credentials: Credentials | None = None, home: str = "") -> None:
        self._credentials = credentials
        self._home = _place(home) if home else None

    # Not `__bool__`: requests takes an `auth` that is false for none, and reads ~/.netrc.
    @property
    def armed(self) -> bool:
        """Whether there is a password at all."""
        return self._credentials is not None

    def betrayed_by(self, said: bytes) -> bool:
        """Whether these bytes repeat the password."""
        return self._credentials is not None and self._credentials.betrayed_by(said)

    def may(self, url: str) -> bool:
        """Whether the password may go to this address."""
        return self._credentials is not None and split_rest(url) is not None and not self.why_not(url)

    def why_not(self, url: str) -> str:
        """Why the password doesn't go to a host; empty if it does."""
        parts = urlsplit(url)
        if _place(url) != self._home:
            return f"it is another host than the one you named; name {parts.netloc} if it is yours"
        if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
            return "it would travel readable over http; name the site's https address"
        return ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """The request, with the password if it may carry it. Never what a ~/.netrc holds."""
        request.headers.pop("Authorization", None)
        if self._credentials is not None and self.may(request.url or ""):
            request.headers["Authorization"] = self._credentials.header
        return request


class Privileges:
    """What is asked more than a visitor would ask, by route; without a password nothing."""

    def __init__(self, doorman: Doorman) -> None:
        self._doorman = doorman
        self._more: dict[str, Params] = {}
        self._without: set[str] = set()

    def learn(self, collections: Iterable[Collection]) -> None:
        """From here on these collections are asked for as an editor asks."""
        if self._doorman.armed:
            self._more = {
                f"{each.namespace}/{each.kind}": _MORE[each.role]
                for each in collections
                if each.role in _MORE and each.name != "nav_menu"
            }

    def extra(self, root: Root, route: str) -> Params:
        """The parameters to add: for a list all of them, for one object its context."""
        if route in self._without or not self._doorman.may(root.url):
            return {}
        if route in self._more:
            return self._more[route]
        above, _, id_ = route.rpartition("/")
        return {"context": "edit"} if above in self._more and id_.isdigit() else {}

    def drop(self, route: str) -> None:
        """This user may not: ask for it as a visitor does."""
        self._without.add(route)


def check_host(doorman: Doorman, root: Root) -> None:
    """Raise LoginError where the site's REST API is at a place that the password may not go to."""
    why = doorman.why_not(root.url) if doorman.armed else ""
    if why:
        raise LoginError(root.url, f"the password isn't sent there: {why}")


def check_login(error: RestClosedError) -> None:
    """Raise LoginError for an answer that says that nobody is logged in, although the password was sent."""
    raise LoginError(
        error.url,
        "the site takes us for a visitor although the password was sent: application passwords need https, "
        "and some servers drop the Authorization header",
    ) from error


def _place(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme)
    return (parts.hostname or "").lower(), None if port in _PORTS.values() else port


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
