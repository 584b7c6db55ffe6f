"""Every setting with its default, once. The command line and `wpharvest.toml` both fill these values."""

from __future__ import annotations

from typing import Literal

import msgspec

from wpharvest import __version__

HreflangMode = Literal["auto", "always", "never"]
MarkdownFlavor = Literal["gfm", "commonmark", "pandoc", "mdx-safe"]
PageHtmlMode = Literal["auto", "always", "never"]
MediaMode = Literal["none", "library", "all"]
SrcsetMode = Literal["largest", "all"]
USER_AGENT = f"wpharvest/{__version__}"


class Harvest(msgspec.Struct, frozen=True):
    """How a site is harvested.

    `languages` and `types` limit the harvest (empty: everything); `include` and `exclude` are glob patterns
    over the path of an object's address (`/en/blog/*`); `delay` is seconds between two requests (the site's
    own pace and its robots.txt may ask for more), `max_requests` how many are sent at most (0: no limit);
    `timeout` seconds of silence after which a connection is given up, `deadline` seconds for one answer;
    `retries` how often a failed request is asked again; `full` asks for everything, not only for what changed
    since the last run. `contact` is a mail address or a page that tells the site's owner who asks;
    `ignore_robots` is for harvests of one's own site. `media`: no files, those of the media library, or also
    those of the site's own hosts that only bodies refer to; `max_media_size` is in MB, for one file;
    `srcset`: of a picture that is there in several sizes the largest, or all.
    `page_html`: read the HTML pages of documents whose body is empty, of all, or of none.
    `warc` keeps every exchange with the site, as it went over the wire, in the run's `http.warc.gz`.
    """

    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hreflang: HreflangMode = "auto"
    delay: float = 0.0
    concurrency: int = 2
    user_agent: str = USER_AGENT
    timeout: float = 30.0
    deadline: float = 300.0
    retries: int = 4
    per_page: int = 100
    media: MediaMode = "library"
    max_media_size: int = 1024
    srcset: SrcsetMode = "largest"
    page_html: PageHtmlMode = "auto"
    full: bool = False
    contact: str = ""
    ignore_robots: bool = False
    max_requests: int = 0
    warc: bool = True

    @property
    def agent(self) -> str:
        """How we introduce ourselves: `wpharvest/0.1.0 (+mailto:me@example.org)`."""
        if not self.contact:
            return self.user_agent
        mail = "mailto:" if "@" in self.contact and ":" not in self.contact else ""
        return f"{self.user_agent} (+{mail}{self.contact})"


class Export(msgspec.Struct, frozen=True):
    """How a snapshot is exported. `languages`, `types`, `include`, `exclude` as for a harvest.

    `flavor` is what the reader of the Markdown understands; `check` reads all Markdown back and reports
    what it doesn't hold; `strict` refuses to write anything if something would be lost.
    `remove` are CSS selectors of what is to be taken out of every body, beside what the cleaning rules take.
    `jobs` is how many processes share the work (0: as many as the machine and the site are worth); a program
    that asks for more than one must keep its own start behind `if __name__ == "__main__"`.
    """

    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    targets: tuple[str, ...] = ("markdown", "json")
    strict: bool = False
    flavor: MarkdownFlavor = "gfm"
    check: bool = True
    remove: tuple[str, ...] = ()
    jobs: int = 1
