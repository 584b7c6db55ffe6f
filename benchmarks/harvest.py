"""How long a harvest of a real WordPress takes, beside the bare requests of the same addresses.

The harvest runs in a process of its own, which writes down what it asks for.
`python benchmarks/harvest.py [POSTS]`.
"""

from __future__ import annotations

import os
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
RECORDING = """
import requests, sys
log = open(sys.argv.pop(1), "w", buffering=1)
send = requests.Session.send
def recorded(session, request, **more):
    log.write(request.url + chr(10))
    return send(session, request, **more)
requests.Session.send = recorded
from wpharvest.cli import main
main()
"""
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


def harvest(site: Site, folder: Path) -> tuple[float, int, list[str]]:
    """Seconds, peak memory (KiB) and addresses of one `wpharvest fetch`."""
    log = folder / "asked.txt"
    options = ["fetch", site.url, "--no-export", "--quiet", "--snapshots", str(folder / "snapshots")]
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", RECORDING, str(log), *options])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"the harvest failed: {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss, log.read_text().split()


def bare(urls: Sequence[str]) -> tuple[float, int]:
    """Seconds and bytes of nothing but the requests."""
    session = requests.Session()
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sizes = list(pool.map(lambda url: len(session.get(url, timeout=300).content), urls))
    return time.perf_counter() - started, sum(sizes)


def main() -> None:
    """Fill, harvest, ask bare, harvest again, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    with server() as running, tempfile.TemporaryDirectory() as name:
        site = running.site()
        fill(site, count)
        bare([f"{site.url}/wp-json/wp/v2/posts?per_page=100"] * 4)  # warm
        took, memory, urls = harvest(site, Path(name))
        alone, first = bare(urls)
        pages = [url for url in urls if "per_page=100" in url and "_fields" not in url]
        again, _, second = harvest(site, Path(name))
        _, after = bare(second)
    print(f"{count} posts, {CONNECTIONS} connections")
    print(f"first run: {took:.1f} s, {len(urls)} requests ({len(pages)} whole pages), {first:,} bytes")
    print(f"bare requests of the same addresses: {alone:.1f} s; ratio {took / alone:.2f} (goal 1.15)")
    print(f"peak memory: {memory / 1024:.0f} MB (goal 200)")
    share = 100 * after / first
    print(f"second run: {again:.1f} s, {len(second)} requests, {after:,} bytes: {share:.1f} % (goal 2 %)")


if __name__ == "__main__":
    main()
