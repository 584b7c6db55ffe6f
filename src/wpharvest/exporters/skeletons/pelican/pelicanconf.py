"""Settings of this site: what differs from others is in `settings.json` (https://docs.getpelican.com)."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pelican.readers import BaseReader

globals().update(json.loads((Path(__file__).parent / "settings.json").read_text("utf-8")))
BASE_PATH = urlsplit(globals()["SITEURL"]).path  # templates write it before an address

PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["served"]
PATH_METADATA = r"served/(?P<path>.*)"  # what is served lies at the root of the site
STATIC_SAVE_AS = STATIC_URL = "{path}"
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = "translation_key"
INTRASITE_LINK_REGEX = "(?P<what>(?!))"  # links are led already; braces in one are its own

THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
DEFAULT_PAGINATION = False
DELETE_OUTPUT_DIRECTORY = True
# The pages of terms, authors and languages are pages of their own, at the addresses that they had.
DIRECT_TEMPLATES: list[str] = []
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None


class CommonMark(BaseReader):
    """YAML front matter and CommonMark with tables, strikethrough, tasks and footnotes, HTML allowed."""

    enabled = True
    file_extensions = ("md",)
    _front_matter = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)
    _renderer = (
        MarkdownIt("commonmark", {"html": True, "maxNesting": 400})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(tasklists_plugin)
    )

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """HTML and metadata of one file."""
        text = Path(source_path).read_text("utf-8")
        found = self._front_matter.match(text)
        told = (yaml.safe_load(found[1]) or {}) if found else {}
        told |= self._places(told, source_path)
        metadata = {name: self.process_metadata(name, value) for name, value in told.items()}
        return self._renderer.render(found[2] if found else text), metadata

    def _places(self, told: dict[str, Any], source_path: str) -> dict[str, Any]:
        """What Pelican calls otherwise than the front matter does."""
        permalink = told.get("permalink", "")
        found: dict[str, Any] = {"translation_key": told.get("translation_key") or permalink or source_path}
        if "articles" in Path(source_path).parts:
            found["category"] = (*told.get("categories", ()), self.settings["DEFAULT_CATEGORY"])[0]
        if told.get("draft"):
            found["status"] = "draft"  # Pelican writes it to `drafts/`
        elif permalink:
            found["url"] = permalink.lstrip("/")
            found["save_as"] = found["url"] + ("index.html" if permalink.endswith("/") else "")
        return found


READERS = {"md": CommonMark}
