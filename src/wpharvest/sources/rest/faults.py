"""What went wrong on the wire, in plain words, and whether asking again may help."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3
from requests.exceptions import ChunkedEncodingError, InvalidHeader, InvalidURL, MissingSchema
from urllib3.exceptions import HTTPError

from wpharvest.sources.rest.wire import LateError

# Everything that a request can raise; OSError covers sockets, TLS and our own "cut off".
WIRE = (requests.RequestException, HTTPError, http.client.HTTPException, OSError, UnicodeError)

# First match wins, so the special ones stand before the general ones.
_PLAIN: tuple[tuple[tuple[type[BaseException], ...], str, bool], ...] = (
    ((LateError,), "", False),  # it says itself how long that was
    ((socket.gaierror, urllib3.exceptions.NameResolutionError), "there is no such host", False),
    ((ssl.SSLCertVerificationError,), "its certificate isn't valid", False),
    ((ssl.SSLError,), "no secure connection could be made (TLS)", False),
    ((ConnectionRefusedError,), "the connection was refused", True),
    ((http.client.LineTooLong,), "its headers have no end", False),
    ((requests.Timeout, TimeoutError, urllib3.exceptions.TimeoutError), "it didn't answer in time", True),
    ((InvalidURL, InvalidHeader, MissingSchema, UnicodeError), "the address makes no sense", False),
    ((urllib3.exceptions.IncompleteRead, http.client.IncompleteRead), "the answer was cut off", True),
    ((ChunkedEncodingError,), "the answer was cut off", True),
    ((ConnectionError, http.client.HTTPException), "the connection was cut", True),
)


def _chain(error: BaseException) -> Iterator[BaseException]:
    todo, seen = [error], set[int]()
    while todo:
        one = todo.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        near = (*one.args, getattr(one, "reason", None), one.__cause__, one.__context__)
        todo.extend(each for each in near if isinstance(each, BaseException))


def explain(error: BaseException) -> tuple[str, bool]:
    """Why a request failed, and whether it is worth another try."""
    chain = list(_chain(error))
    for kinds, words, again in _PLAIN:
        found = next((each for each in chain if isinstance(each, kinds)), None)
        if found is None:
            continue
        if not words:
            return str(found), again
        detail = getattr(found, "verify_message", "")
        return (f"{words} ({detail})" if detail else words), again
    return f"the connection failed ({type(error).__name__})", True


def refused(error: BaseException) -> bool:
    """Whether nobody listens at that address."""
    return any(isinstance(each, ConnectionRefusedError) for each in _chain(error))
