"""Every version of a snapshot at a path of its own: `/@v3/wp-json/`, beside the latest at `/wp-json/`."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from wpharvest.errors import SnapshotError, UnknownNameError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OPEN_AT_ONCE = 4  # versions in memory, beside the latest
_PREFIX = re.compile(r"/@(?P<version>[\w:-]+)(?P<rest>/.*)?")


class Versions:
    """A WSGI application: the latest version, and the others below their prefix, each opened when asked for.

    `open_version` makes the application of one; it raises UnknownNameError or SnapshotError.
    """

    def __init__(self, latest: WSGIApplication, open_version: Callable[[str], WSGIApplication]) -> None:
        self._latest, self._open = latest, open_version
        self._opened: dict[str, WSGIApplication] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the version that the path names."""
        match = _PREFIX.fullmatch(environ.get("PATH_INFO", ""))
        if not match:
            return self._latest(environ, start_response)
        try:
            app = self._version(match["version"])
        except (UnknownNameError, SnapshotError) as error:
            return Response(f"{error}\n", 404, content_type="text/plain; charset=UTF-8")(
                environ, start_response
            )
        inside = {
            **environ,
            "SCRIPT_NAME": f"{environ.get('SCRIPT_NAME', '')}/@{match['version']}",
            "PATH_INFO": match["rest"] or "/",
        }
        return app(inside, start_response)

    def _version(self, name: str) -> WSGIApplication:
        with self._lock:
            if name not in self._opened:
                if len(self._opened) >= OPEN_AT_ONCE:
                    del self._opened[next(iter(self._opened))]
                self._opened[name] = self._open(name)
            return self._opened[name]
