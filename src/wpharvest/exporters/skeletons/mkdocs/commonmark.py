"""Texts are CommonMark, names are text, drafts stay at home.

A hook of MkDocs (https://www.mkdocs.org/dev-guide/plugins/).
"""

from typing import Any
from xml.etree.ElementTree import Element, ElementTree

import html5lib
from markdown import Extension, Markdown
from markdown.util import Registry
from markdown_it import MarkdownIt
from markupsafe import escape
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from mkdocs.utils.meta import get_data

RENDERER = (
    MarkdownIt("commonmark", {"html": True, "maxNesting": 400})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(tasklists_plugin)
)


class _Parser:
    """In the place of Python-Markdown's parser; MkDocs then treats links and headings as ever."""

    def parseDocument(self, lines: list[str]) -> ElementTree:  # noqa: N802 (Python-Markdown's name)
        rendered = RENDERER.render("\n".join(lines))
        tree = html5lib.parseFragment(rendered, treebuilder="etree", namespaceHTMLElements=False)
        tree.tag = "div"  # which Python-Markdown takes away again
        for element in tree.iter():
            _made_fit(element)
        return ElementTree(tree)


def _made_fit(element: Element) -> None:
    """What MkDocs asks of a link and a picture; what Python-Markdown takes for a reference is none."""
    element.text = (element.text or "").replace("&", "&amp;")
    element.tail = (element.tail or "").replace("&", "&amp;")
    element.attrib = {_local(name): value.replace("&", "&amp;") for name, value in element.attrib.items()}
    element.tag = _local(element.tag)
    if element.tag == "a" and "href" not in element.attrib:
        element.tag = "span"  # the place that a link leads to
    if element.tag == "img":
        element.attrib.setdefault("src", "")


def _local(name: Any) -> Any:
    """A formula's elements without their namespace; a comment's tag is no name."""
    return name.rpartition("}")[2] if isinstance(name, str) else name


class CommonMark(Extension):
    """CommonMark with tables, strikethrough, tasks and footnotes, HTML allowed."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put the other parser in its place, without what prepares and follows Python-Markdown's own."""
        md.parser = _Parser()
        md.preprocessors = Registry()
        md.postprocessors = Registry()
        for name in ("inline", "prettify", "unescape"):
            md.treeprocessors.deregister(name)


def on_config(config: Any) -> Any:
    """Once for each language: the extension is there once. Themes print names as they stand, so as HTML."""
    config.site_name = escape(config.site_name)  # what is escaped already stays
    config.site_description = escape(config.site_description or "")
    if not any(isinstance(each, CommonMark) for each in config.markdown_extensions):
        config.markdown_extensions.append(CommonMark())
    return config


def on_nav(nav: Any, config: Any, files: Any) -> Any:
    """The names of sections and of links elsewhere, for themes that print them as they stand."""
    _escaped(nav.items)
    return nav


def _escaped(items: list[Any]) -> None:
    for item in items:
        if not item.is_page:
            item.title = escape(item.title)
        _escaped(item.children or [])


def on_env(env: Any, config: Any, files: Any) -> Any:
    """The names of pages, once all of them are read."""
    for file in files.documentation_pages():
        if file.page:
            file.page.title = escape(file.page.title or "")
    return env


def on_files(files: Any, config: Any) -> Any:
    """Without drafts (`draft: true`)."""
    for file in list(files.documentation_pages()):
        if get_data(file.content_string)[1].get("draft"):
            files.remove(file)
    return files
