"""The WSGI application: the bare page for whoever is on this machine, the data for who has the token."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
from werkzeug.wrappers import Request, Response

from wpharvest.errors import WpharvestError
from wpharvest.model.items import Key
from wpharvest.translation.overrides import Kind, Verdict
from wpharvest.web.review import guard, sides
from wpharvest.web.review.desk import Desk
from wpharvest.web.review.rows import Row

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LONGEST = 64 * 1024  # bytes of a verdict
MOST_SHOWN = 50  # digits of a weight: JSON has no infinity
ASSETS = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/review.css": ("review.css", "text/css; charset=utf-8"),
    **{
        f"/{name}.js": (f"{name}.js", "text/javascript; charset=utf-8")
        for name in ("app", "api", "dialogs", "dom", "family", "list")
    },
}


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verdict as the page sends it: documents by name; `family` is the row that the person sees."""

    kind: Kind
    documents: list[str]
    family: str = ""
    languages: list[str] = []
    note: str = ""


def application(desk: Desk, token: str) -> WSGIApplication:
    """A WSGI application for one desk. `token` is the secret that its page must know."""
    review = _Review(desk, token)
    wrapped: WSGIApplication = Request.application(review.respond)
    return wrapped


class _Review:
    def __init__(self, desk: Desk, token: str) -> None:
        self._desk, self._token = desk, token
        self._answers: dict[tuple[str, str], Callable[[Request], Any]] = {
            ("GET", "/api/rows"): self._rows,
            ("GET", "/api/family"): self._family,
            ("POST", "/api/verdict"): self._verdict,
            ("POST", "/api/undo"): self._undo,
        }

    def respond(self, request: Request) -> Response:
        asset = ASSETS.get(request.path)
        said = guard.objection(request, self._token, data=asset is None)
        if said:
            return guard.guarded(_json({"error": said}, 403))
        if asset and request.method in ("GET", "HEAD"):
            return guard.guarded(_asset(*asset))
        answer = self._answers.get((request.method, request.path))
        if answer is None:
            return guard.guarded(_json({"error": "there is nothing here"}, 404))
        try:
            return guard.guarded(_json(answer(request)))
        except msgspec.ValidationError as error:
            return guard.guarded(_json({"error": str(error)}, 400))
        except WpharvestError as error:
            return guard.guarded(_json({"error": str(error)}, 409))

    def _rows(self, request: Request) -> Any:
        self._desk.refresh()
        info = self._desk.site.info
        return {
            "site": info.name or info.home,
            "languages": sorted({key.language for key in self._desk.documents}),
            "rows": self._desk.rows(),
        }

    def _family(self, request: Request) -> Any:
        row = self._desk.row(request.args.get("id", ""))
        if row is None:  # a verdict has dissolved it since the page asked for the list
            return None
        keys = {member.language: self._desk.key(member.key) for member in row.members}
        left, right = _chosen(request, list(keys))
        documents = self._desk.documents
        if right:
            pairs = sides.side_by_side(documents[keys[left]], documents[keys[right]])
        else:
            pairs = sides.alone(documents[keys[left]])
        return {
            "row": row,
            "left": left,
            "right": right,
            "documents": {code: _facts_of(self._desk, key) for code, key in keys.items()},
            "evidence": _evidence(self._desk, row),
            "verdicts": [
                {
                    "kind": each.kind,
                    "line": each.line,
                    "note": each.note,
                    "documents": list(map(str, each.documents)),
                }
                for each in self._desk.about(list(keys.values()))
            ],
            "pairs": pairs,
        }

    def _verdict(self, request: Request) -> Any:
        asked = msgspec.json.decode(_body(request), type=Asked)
        keys = tuple(map(self._desk.key, asked.documents))
        row = self._desk.row(asked.family)
        before_me = [self._desk.key(member.key) for member in row.members] if row else []
        self._desk.decide(Verdict(asked.kind, keys, tuple(asked.languages), asked.note), before_me)
        return self._rows(request)

    def _undo(self, request: Request) -> Any:
        undone = self._desk.undo()
        return {"undone": {"kind": undone.kind, "documents": list(map(str, undone.documents))}} | self._rows(
            request
        )


def _chosen(request: Request, codes: list[str]) -> tuple[str, str]:
    """Which two languages stand side by side: the ones asked for, else the first two."""
    left, right = request.args.get("left", ""), request.args.get("right", "")
    if left in codes and right in codes and left != right:
        return left, right
    return codes[0], (codes[1] if len(codes) > 1 else "")


def _facts_of(desk: Desk, key: Key) -> dict[str, str]:
    document = desk.documents[key]
    return {
        "key": str(key),
        "title": document.title or document.slug,
        "url": document.url,
        "type": document.type,
        "date": document.date[:10],
        "modified": document.modified[:10],
    }


def _evidence(desk: Desk, row: Row) -> list[dict[str, Any]]:
    family = desk.family(row.id)
    return [
        {
            "signal": each.signal,
            "weight": max(-MOST_SHOWN, min(MOST_SHOWN, each.weight)),
            "why": each.why,
            "between": [each.a.language, each.b.language],
        }
        for each in (family.evidence if family else ())
    ]


def _body(request: Request) -> bytes:
    if (request.content_length or 0) > LONGEST:
        raise msgspec.ValidationError("a verdict isn't that long")
    return request.get_data()


def _asset(name: str, kind: str) -> Response:
    return Response((files("wpharvest.web.review") / "static" / name).read_bytes(), content_type=kind)


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, content_type="application/json")
