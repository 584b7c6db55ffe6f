"""From http to https and www, on loopback, with a certificate of its own: the password stays at home."""

from __future__ import annotations

import os
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakepress import FakePress, post
from fault_harness import COMPLETE, FAILED, SECRET, fetch
from rawsite import Asked, Sent, Site, sent, serving
from wpharvest.sources.rest.credentials import PASSWORD, USER

HOST = "h.test"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the host and its www, with its key in the same file; nobody trusts it by itself."""
    file = tmp_path_factory.mktemp("tls") / "own.pem"
    names = f"subjectAltName=DNS:{HOST},DNS:www.{HOST}"
    request = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={HOST}",
    ]
    try:
        subprocess.run(
            [*request, "-addext", names, "-keyout", str(file), "-out", f"{file}.crt"],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("openssl isn't installed: it makes the certificate")
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def www(certificate: Path) -> Iterator[tuple[str, list[Asked]]]:
    """A WordPress at https://www.h.test:PORT, and what it is asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(FakePress([post(1), post(2)]), tls=context) as (url, log):
        yield url.replace("127.0.0.1", f"www.{HOST}"), log


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs the program says that this certificate is good."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))


def moved(to: str) -> Site:
    """The old address: everything is at https and www now."""

    def site(asked: Asked) -> Sent:
        query = "&".join(f"{name}={value}" for name, value in asked.query.items())
        return sent(b"", 301, {"Location": f"{to}{asked.path}{'?' + query if query else ''}"})

    return site


@pytest.mark.usefixtures("trusted")
def test_the_way_to_https_and_www_leads_to_all_of_it(
    www: tuple[str, list[Asked]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A visitor who types the old http address gets the whole site, from where it is now."""
    ran = fetch(moved(www[0]), tmp_path, monkeypatch, capsys, host=HOST)
    assert ran.code == COMPLETE, ran.said
    assert ran.keys == {"posts/1", "posts/2"}


def test_a_certificate_that_nobody_vouches_for_is_refused(
    www: tuple[str, list[Asked]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Nothing is read over a connection that may be somebody else's."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    ran = fetch(moved(www[0]), tmp_path, monkeypatch, capsys, host=HOST)
    assert ran.code == FAILED
    assert "its certificate isn't valid" in ran.said
    assert www[1] == []


@pytest.mark.usefixtures("trusted")
def test_the_password_doesnt_follow_a_redirect(
    www: tuple[str, list[Asked]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Neither over plain http nor to the other host; the one line says which address to name instead."""
    monkeypatch.setenv(USER, "owner")
    monkeypatch.setenv(PASSWORD, SECRET)
    ran = fetch(moved(www[0]), tmp_path, monkeypatch, capsys, host=HOST)
    assert ran.code == FAILED
    assert f"name www.{HOST}" in ran.said
    assert not any("authorization" in asked.headers for asked in (*ran.log, *www[1]))


@pytest.mark.usefixtures("trusted")
def test_named_by_its_https_address_it_gets_the_password(
    www: tuple[str, list[Asked]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """For its REST API; its pages, sitemaps and feeds are asked for as a visitor asks."""
    monkeypatch.setenv(USER, "owner")
    monkeypatch.setenv(PASSWORD, SECRET)
    ran = fetch(moved(www[0]), tmp_path, monkeypatch, capsys, host=HOST, at=www[0])
    assert ran.code == COMPLETE, ran.said
    assert ran.keys == {"posts/1", "posts/2"}
    sent_to = {asked.path.startswith("/wp-json") for asked in www[1] if "authorization" in asked.headers}
    assert sent_to == {True}
    assert any("authorization" not in asked.headers for asked in www[1])
    assert os.environ[PASSWORD] not in ran.said
