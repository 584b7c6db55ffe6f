"""The browser that other tests trust sees what runs."""

from __future__ import annotations

from playwright.sync_api import Browser

from browser import TOGETHER, ran

LIVE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='java\tscript:alert(1)'>a</a>",
    "<details open ontoggle=alert(1)>",
    "<iframe src='javascript:parent.alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=data:text/html,x'>",
    "<form><button formaction='javascript:alert(1)' onclick='alert(1)'>",
)


def test_what_runs_is_seen(browser: Browser) -> None:
    """Each fragment that runs is named, and no other is, also not where a comment swallows what follows."""
    quiet = ["<p>a</p>", "<!-- b", "<a href='https://example.org/'>c"]
    fragments = [each for live in LIVE for each in (*quiet, live)] + ["<p>a</p>"] * 2 * TOGETHER
    told = ran(browser, fragments)
    assert [each for each, found in zip(fragments, told, strict=True) if found] == list(LIVE)
