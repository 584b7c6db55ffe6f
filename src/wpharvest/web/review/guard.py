"""Who may ask: the page that this program opened, on this machine, and nobody else.

The content comes from a foreign site, and any page in the same browser can send requests to 127.0.0.1.
So a `Host` that isn't the loopback's is refused (DNS rebinding), and so is a foreign `Origin`. Data is given
only for a token, which travels in a header (a form or an image can't send it) and reaches the page in the
fragment of its address (which no log and no referrer sees). All ports of a machine would share a cookie.
"""

from __future__ import annotations

from hmac import compare_digest
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

TOKEN = "X-Wpharvest-Token"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def objection(request: Request, token: str, *, data: bool) -> str:
    """Why a request isn't answered; empty if it is. `data` says that it asks for more than the bare page."""
    host = request.headers.get("Host", "")
    if _name(host) not in LOOPBACK:
        return "this page is only for the machine that it runs on"
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        return "another page may not ask here"
    if data and not compare_digest(request.headers.get(TOKEN, "").encode(), token.encode()):
        return "open the address that wpharvest printed: it holds the key to this page"
    return ""


def guarded(response: Response) -> Response:
    """The answer with the headers that keep foreign content from doing anything."""
    response.headers.update(HEADERS)
    return response


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
