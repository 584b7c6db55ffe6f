"""How long a harvest of a real WordPress takes, beside the bare requests of the same addresses.

The harvest runs as a person starts it; a proxy in between isn't needed, since PHP's own log names what was
asked. `python benchmarks/harvest.py [POSTS]`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from wordpress import content
from wordpress.server import Site, server

POSTS = 5000
CONNECTIONS = 2
ASKED = re.compile(r"\[\d+\]: GET (\S+)|GET (/\S*)")
_SENTENCE = "<p>Le centre ouvre le {number} mai, et chacun y est le bienvenu : « entrez ». </p>\n"


def fill(site: Site, count: int) -> None:
    """Posts of about 4 kB, a day apart."""
    for start in range(0, count, 500):
        items = []
        for number in range(start, min(start + 500, count)):
            date = time.strftime("%Y-%m-%d 08:00:00", time.gmtime(1_200_000_000 + number * 86_400))
            body = _SENTENCE.format(number=number) * 40
            items.append(content.post(f"fr-note-{number}", f"Note {number}", body, date=date) | {"group": ""})
        site.create(items)


def harvest(site: Site, folder: Path) -> tuple[float, int]:
    """Seconds and peak memory (KiB) of one `wpharvest fetch`."""
    command = [sys.executable, "-m", "wpharvest", "fetch", site.url, "--no-export", "--quiet"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--snapshots", str(folder)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"the harvest failed: {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss


def asked(site: Site, after: int) -> tuple[list[str], int]:
    """The addresses in the server's log behind a place in it, and where it ends now."""
    log = (site.folder / "php.log").read_text(errors="replace")
    return [one or two for one, two in ASKED.findall(log[after:])], len(log)


def bare(site: Site, paths: Sequence[str]) -> tuple[float, int]:
    """Seconds and bytes of nothing but the requests."""
    session = requests.Session()
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sizes = list(pool.map(lambda path: len(session.get(site.url + path, timeout=300).content), paths))
    return time.perf_counter() - started, sum(sizes)


def main() -> None:
    """Fill, harvest, ask bare, harvest again, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    with server() as running, tempfile.TemporaryDirectory() as name:
        site = running.site()
        fill(site, count)
        bare(site, ["/wp-json/wp/v2/posts?per_page=100"] * 4)  # warm
        _, mark = asked(site, 0)
        took, memory = harvest(site, Path(name))
        paths, mark = asked(site, mark)
        alone, first = bare(site, paths)
        pages = [path for path in paths if "per_page=" in path and "_fields" not in path]
        _, mark = asked(site, 0)
        again, _ = harvest(site, Path(name))
        second, _ = asked(site, mark)
        _, after = bare(site, second)
    print(f"{count} posts, {CONNECTIONS} connections")
    print(f"first run: {took:.1f} s, {len(paths)} requests ({len(pages)} whole pages), {first:,} bytes")
    print(f"bare requests of the same addresses: {alone:.1f} s; ratio {took / alone:.2f} (goal 1.15)")
    print(f"peak memory: {memory / 1024:.0f} MB (goal 200)")
    share = 100 * after / first
    print(f"second run: {again:.1f} s, {len(second)} requests, {after:,} bytes: {share:.1f} % (goal 2 %)")


if __name__ == "__main__":
    main()
