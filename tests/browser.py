"""A real Chromium without a window, for tests that must see what a page does.

Debian's `chromium`, driven by Playwright; it reaches 127.0.0.1 and nothing else. `ran` shows it many
fragments of HTML and tells what in each of them ran, or would run at a click.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # root has no namespaces of its own in a container
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
AT_ONCE = 40  # frames of one page
TOGETHER = 25  # fragments of one frame, as long as all are quiet

# In every frame, before anything of the document runs: what is called is told to the outermost frame but one.
_WATCH = """
(() => {
  const parent = window.parent;
  const seen = parent === window || parent.parent === parent ? [] : parent.seen;
  for (const name of ["alert", "confirm", "prompt", "print", "fetch", "open"])
    window[name] = (...said) => { seen.push(`${name}(${String(said[0])})`); return null; };
  Object.defineProperty(window, "seen", { value: seen });
})();
"""
# Loads each document into a frame, waits for all, and asks each what ran, what is ready to run and which
# marks (an empty `<i data-mark>`) it has.
_LOAD = """
async (documents) => {
  const nap = (ms) => new Promise((done) => setTimeout(done, ms));
  const opened = documents.map((html) => {
    const frame = document.createElement("iframe");
    const loaded = new Promise((done) => { frame.onload = done; });
    frame.srcdoc = html;
    document.body.append(frame);
    return { frame, loaded };
  });
  await Promise.all(opened.map(({ loaded }) => Promise.race([loaded, nap(5000)])));
  const all = (frame) => frame.contentDocument.querySelectorAll("*");
  for (const { frame } of opened) {
    try {
      for (const element of all(frame))
        for (const type of ["mouseover", "focus", "toggle", "error"])
          element.dispatchEvent(new Event(type));
    } catch {}
  }
  await nap(50);
  const RUNS = new Set(["javascript:", "vbscript:", "data:"]);
  const answers = opened.map(({ frame }) => {
    try {
      const found = [...frame.contentWindow.seen];
      if (frame.contentWindow.location.href !== "about:srcdoc") found.push("went elsewhere");
      for (const element of all(frame)) {
        for (const name of element.getAttributeNames())
          if (name.startsWith("on")) found.push(`${element.localName} ${name}`);
        if (RUNS.has(element.protocol)) found.push(`${element.localName} to ${element.protocol}`);
      }
      return { found, marks: frame.contentDocument.querySelectorAll("[data-mark]").length };
    } catch (error) {
      return { found: [`went elsewhere: ${error}`], marks: 0 };
    }
  });
  for (const { frame } of opened) frame.remove();
  return answers;
}
"""
_MARK = "<i data-mark></i>"


def program() -> str:
    """Where Chromium is; "" if it isn't installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium, or a skip; under CI=true that is a failure."""
    found = program()
    if not found and os.environ.get("CI") == "true":
        pytest.fail("no Chromium here (.ci/run installs it on Debian)")
    if not found:
        pytest.skip("no Chromium here: apt install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        running.close()


def ran(browser: Browser, fragments: Sequence[str]) -> list[list[str]]:
    """For each fragment, what it called, and which handlers and addresses in it are ready to run.

    Fragments share a frame while all in it are quiet and the mark behind each can be seen; else each is
    looked at alone, so that none answers for another or hides it.
    """
    page = browser.new_page()
    page.add_init_script(_WATCH)
    page.goto("about:blank")
    groups = [range(at, min(at + TOGETHER, len(fragments))) for at in range(0, len(fragments), TOGETHER)]
    joined = ["".join(fragments[at] + _MARK for at in group) for group in groups]
    told = _told(page, joined)
    answers: list[list[str]] = [[] for _ in fragments]
    alone = [
        at
        for group, each in zip(groups, told, strict=True)
        if each["found"] or each["marks"] != len(group)
        for at in group
    ]
    for at, each in zip(alone, _told(page, [fragments[at] for at in alone]), strict=True):
        answers[at] = each["found"]
    page.close()
    return answers


def _told(page: Page, documents: Sequence[str]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for at in range(0, len(documents), AT_ONCE):
        told += page.evaluate(_LOAD, list(documents[at : at + AT_ONCE]))
    return told
