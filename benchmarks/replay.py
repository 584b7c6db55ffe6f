"""Requests a second: the replay of a snapshot beside the real WordPress that it was taken from.

Both serve the same mixture of requests on this machine, in turn, to the same client; WordPress has four
workers, the replay one process. `python benchmarks/replay.py [ROUNDS]`.
"""

from __future__ import annotations

import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from wordpress.fixtures import fill
from wordpress.processes import answers, free_port
from wordpress.server import server
from wpharvest.config import Harvest
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source

ROUNDS = 3
CONNECTIONS = 2
SECONDS = 4.0  # a round, for each of both
# What a headless front end asks: lists, single objects, what is linked, a search.
MIXTURE = (
    "/wp-json/wp/v2/posts?per_page=10",
    "/wp-json/wp/v2/posts?per_page=10&page=3&_embed",
    "/wp-json/wp/v2/pages/5106",
    "/wp-json/wp/v2/pages?slug=autres-ressources",
    "/wp-json/wp/v2/posts?per_page=100&_fields=id,slug",
    "/wp-json/wp/v2/categories?per_page=100",
    "/wp-json/wp/v2/posts?search=centre",
    "/wp-json/wp/v2/media?per_page=10",
)


def ask(address: str, until: float) -> int:
    """Ask for the mixture over and over on one connection; how many answers came."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    count = 0
    while time.perf_counter() < until:
        connection.request("GET", MIXTURE[count % len(MIXTURE)])
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{response.status} for {MIXTURE[count % len(MIXTURE)]}")
        count += 1
    connection.close()
    return count


def rate(address: str) -> float:
    """Answers a second."""
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        counts: Sequence[int] = list(pool.map(lambda _: ask(address, started + SECONDS), range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - started)


@contextmanager
def replaying(snapshot: Path) -> Iterator[str]:
    """The snapshot, served by a process of its own."""
    port = free_port()
    command = ["replay", str(snapshot), "--port", str(port)]
    process = subprocess.Popen([sys.executable, "-m", "wpharvest", *command], stdout=subprocess.DEVNULL)
    try:
        while not answers(port):
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Fill, harvest, then ask both in turn; print the medians and the ratio of each round."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with server() as running, tempfile.TemporaryDirectory() as name:
        site = running.site()
        fill(site, "")
        options = Harvest()
        fetch(open_source(site.url, options), Path(name) / "s", options, started_at="2026-01-01T00:00:00Z")
        with replaying(Path(name) / "s") as again:
            for address in (site.url, again):  # warm
                ask(address, time.perf_counter() + 1)
            pairs = [(rate(site.url), rate(again)) for _ in range(rounds)]
    theirs, ours = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"WordPress {theirs:8.1f} requests a second")
    print(f"replay    {ours:8.1f} requests a second")
    print(f"ratio     {statistics.median(mine / real for real, mine in pairs):8.1f}")


if __name__ == "__main__":
    main()
