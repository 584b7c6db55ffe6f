"""How long a harvest of a real WordPress takes, beside the bare requests of the same addresses.

`python benchmarks/harvest.py [POSTS]` fills a WordPress, and measures in one run: the harvest, with all that
the program does from its start to its end; the same addresses asked bare, over as many connections; a second
harvest of the unchanged site; and the memory of a harvest of a fifth as many posts.

Server and client share this machine, which no harvest does: what the client needs would be taken from the
server. So the server gets one core and the client another, where there are two; `--shared` leaves that to
the system. The pauses that a harvest makes for a site's sake it doesn't make for a server on its own machine:
neither side waits.
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

import msgspec
import requests

from wordpress import content
from wordpress.server import Server, Site, server

POSTS = 5000
CONNECTIONS = 2
ROUNDS = 2  # of which the quickest counts, on both sides: other programs only ever add
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


class Run(msgspec.Struct, frozen=True):
    """One harvest: seconds, seconds of processor time, peak memory in MB, the addresses it asked for."""

    seconds: float
    busy: float
    memory: float
    urls: tuple[str, ...]


def filled(running: Server, count: int) -> Site:
    """A site with so many posts in blocks, with an author, a picture, a category and a tag; a day apart."""
    site = running.site()
    body = "\n\n".join(map(_block, content.french_seed().split("\n\n")))
    terms = {"category": ["fr-news"], "post_tag": ["fr-help"]}
    model = content.post("fr-note", "Note", body, author="claire", featured="lake", terms=terms)
    ids = site.create([*content.surroundings(), model])
    site.run("copies", {"id": ids["fr-note"], "count": count, "first": "2008-01-01 08:00:00"})
    return site


def _block(html: str) -> str:
    """A part of the French seed as the block editor would hold it."""
    kinds = {"<p>": "paragraph", "<h3": 'heading {"level":3}', "<ul": "list"}
    kind = kinds[html[:3]]
    return f"<!-- wp:{kind} -->\n{html}\n<!-- /wp:{kind.split()[0]} -->"


def harvest(site: Site, folder: Path, name: str = "site") -> Run:
    """One `wpharvest fetch`, in a process of its own, which writes down what it asks for."""
    log = folder / "asked.txt"
    options = ["fetch", site.url, "--no-export", "--quiet", "--snapshots", str(folder / "snapshots")]
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", RECORDING, str(log), *options, "--name", name])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"the harvest failed: {process.returncode}")
    seconds, busy = time.perf_counter() - started, usage.ru_utime + usage.ru_stime
    return Run(seconds, busy, usage.ru_maxrss / 1024, tuple(log.read_text().split()))


def bare(urls: Sequence[str]) -> tuple[float, int]:
    """Seconds and bytes of nothing but the requests."""
    session = requests.Session()
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sizes = list(pool.map(lambda url: len(session.get(url, timeout=300).content), urls))
    return time.perf_counter() - started, sum(sizes)


def cores(shared: bool) -> tuple[set[int], set[int]]:
    """The server's and the client's; this process is the client."""
    every = sorted(os.sched_getaffinity(0))
    return (set(every), set(every)) if shared or len(every) < 2 else ({every[0]}, {every[1]})


def main() -> None:
    """Fill, harvest, ask bare, harvest again, print."""
    words = sys.argv[1:]
    count = next((int(word) for word in words if word.isdigit()), POSTS)
    servers, clients = cores("--shared" in words)
    os.sched_setaffinity(0, servers)  # what is started now keeps it
    with server() as running, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site, smaller = filled(running, count), filled(running, count // 5)
        os.sched_setaffinity(0, clients)
        bare([f"{site.url}/wp-json/wp/v2/posts?per_page=100"] * 4)  # warm
        runs, alone, first = [], [], 0
        for number in range(ROUNDS):
            runs.append(harvest(site, folder, f"site-{number}"))
            seconds, first = bare(runs[-1].urls)
            alone.append(seconds)
        again = harvest(site, folder, "site-0")
        _, after = bare(again.urls)
        small = harvest(smaller, folder, "smaller")
    run, least = min(runs, key=lambda each: each.seconds), min(alone)
    pages = sum("per_page=100" in url and "_fields" not in url for url in run.urls)
    where = "a core each for server and client" if servers != clients else "server and client share the cores"
    print(f"{count} posts, {CONNECTIONS} connections, {where}; the quickest of {ROUNDS} rounds")
    print(f"first run: {run.seconds:.1f} s, {len(run.urls)} requests ({pages} whole pages), {first:,} bytes")
    print(f"bare requests of the same addresses: {least:.1f} s; ratio {run.seconds / least:.2f} (goal 1.15)")
    print(f"the harvest's own work: {run.busy:.1f} s of processor time, most of it while the site answers")
    print(f"peak memory: {run.memory:.0f} MB (goal 200), for {count // 5} posts {small.memory:.0f} MB")
    share = 100 * after / first
    cost = f"{len(again.urls)} requests, {after:,} bytes: {share:.2f} % (goal 2)"
    print(f"second run: {again.seconds:.1f} s, {cost}")


if __name__ == "__main__":
    main()
