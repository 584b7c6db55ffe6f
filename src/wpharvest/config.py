"""Every setting with its default, once. The command line and `wpharvest.toml` both fill these values."""

from __future__ import annotations

from typing import Literal

import msgspec

from wpharvest import __version__

HreflangMode = Literal["auto", "always", "never"]
MarkdownFlavor = Literal["gfm", "commonmark", "pandoc", "mdx-safe"]
PageHtmlMode = Literal["auto", "always", "never"]
MediaMode = Literal["none", "library", "all"]
FrontMatterSyntax = Literal["yaml", "toml", "json"]
MediaPlacement = Literal["folder", "beside", "remote"]
ImageSizes = Literal["used", "full"]
# What a permalink may name of a document (`exporters.permalinks` says what each is).
PERMALINK_FIELDS = ("old", "prefix", "path", "language", "kind", "slug", "id", "year", "month", "day")
LanguageRoots = Literal["kept", "root", "prefix"]
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


class FrontMatter(msgspec.Struct, frozen=True):
    """What stands before the Markdown of a document.

    `syntax` is YAML's, TOML's or JSON's (empty: the target's own). `fields` are the facts, in order, each
    with the name that it gets (`date=published`; `title` alone keeps the name); empty: those of the target.
    `extra` are fields of your own, `name=template`, where `{fact}` and `{fact.part}` stand for what the
    document says.
    `date_format` is a pattern of `strftime`, `time_zone` an IANA name (both empty: as the target likes it).
    `flat` writes `seo_title` in the place of `seo: {title: …}`.
    """

    syntax: FrontMatterSyntax | Literal[""] = ""
    fields: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    date_format: str = ""
    time_zone: str = ""
    flat: bool = False


class Export(msgspec.Struct, frozen=True):
    """How a snapshot is exported. `languages`, `types`, `include`, `exclude` as for a harvest.

    `flavor` is what the reader of the Markdown understands; `check` reads all Markdown back and reports
    what it doesn't hold; `strict` refuses to write anything if something would be lost.
    `remove` are CSS selectors of what is to be taken out of every body, beside what the cleaning rules take.
    `jobs` is how many processes share the work (0: as many as the machine and the site are worth); a program
    that asks for more than one must keep its own start behind `if __name__ == "__main__"`.
    `permalink` is the pattern of a document's new address (empty: the target's own, as a rule the old one),
    `language_roots` says whether the default language is at the root (kept: as it was), `base_url` is where
    the new site will be. `media_placement`: files in one folder, beside the first page that shows them, or
    left where they are; `image_sizes`: the sizes of a picture that texts use, or the full one everywhere.
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
    permalink: str = ""
    language_roots: LanguageRoots = "kept"
    base_url: str = ""
    media_placement: MediaPlacement = "folder"
    image_sizes: ImageSizes = "used"
    front_matter: FrontMatter = FrontMatter()
