"""Names and texts that a generator could take for its own: each is built, and stands there as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from payloads import TEXTS
from targets.built import Built, menu
from targets.generators import needs, needs_npm, npx
from targets.test_hugo import hugo
from targets.test_jekyll import jekyll
from targets.test_mkdocs import MKDOCS, mkdocs
from targets.test_pelican import PELICAN, pelican
from wpharvest.config import Export
from wpharvest.markup import html_reader
from wpharvest.model.documents import Author, Comment, Document, TermRef
from wpharvest.model.families import Family
from wpharvest.model.items import Key, Language, SiteInfo
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.model.nodes import Paragraph, Root, Text
from wpharvest.model.site import Site
from wpharvest.steps.export import lead
from wpharvest.steps.output import write

HOME = "https://old.example"
TITLES = (
    "{{ site.title }} {% if x %}",
    "{% raw %} {# no #}",
    "{{< figure src=x >}}",
    "<script>alert(1)</script> & <b>",
    "\"double\" 'single' \\ back",
    "yes",
    "2024-01-01",
    "a: b # c",
    "- [x] --- |",
    "50 % of {url} %s {0}",
    "[TOC] *a* _b_ `c`",
    "Été œuvre 中文 עברית",
    "null",
    "🎉 ~a~ $b$ ==c==",
)
# Slugs that some generator keeps for itself, or takes for the page of a folder or for a language.
SLUGS = (
    "index",
    "readme",
    "templates",
    "en",
    "css",
    "404",
    "search",
    "drafts",
    "site",
    "categories",
    "feeds",
    "posts",
    "pages",
    "x",
)
BODIES = (
    "<ul><li>a<ol><li>b<ul><li>c</li></ul></li><li>d</li></ol></li><li><p>e</p><p>f</p></li></ul>",
    "<table><thead><tr><th>a | b</th><th>*c*</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>",
    "<figure><img src='https://cdn.example/a.png'><figcaption>One <em>two</em> *three*</figcaption></figure>",
    "<pre><code>{{ a }}\n\n  {% b %}\n\t&lt;c&gt;</code></pre><p>1. no list</p><p># no heading</p>",
    "<p>a<br>b</p><blockquote><p>c</p><ul><li>d</li></ul></blockquote><h2 id='x'>{# e #}</h2><hr><p>f</p>",
    "<p>a <math><mi>x</mi><mo>=</mo><mn>1</mn></math> b</p><p>&amp;lt;i&amp;gt; &amp;amp;copy; &amp;#38;</p>",
    "<dl><dt>a</dt><dd>b *c*</dd></dl><details><summary>d</summary>e _f_</details><p><a id='g'>h</a></p>",
)


def page(language: str, number: int, slug: str, title: str, body: Root, **more: object) -> Document:
    facts = {"role": "type", "type": "page", "title": title, "body": body, "slug": slug} | more
    path = f"/{slug}/" if language == "fr" else f"/{language}/{slug}/"
    kind = "posts" if facts["type"] == "post" else "pages"
    return Document(key=Key(language, kind, number), url=HOME + path, path=path, **facts)  # type: ignore[arg-type]


def awkward() -> Site:
    """Pages of awkward names and texts; some with a translation, some alone at what is another's path."""
    texts = [Root((Paragraph((Text(each),)),)) for each in TEXTS]
    bodies = [*map(html_reader.read, BODIES), *texts]
    documents = [
        page("fr", number, slug, title, bodies[number % len(bodies)])
        for number, (slug, title) in enumerate(zip(SLUGS, TITLES, strict=True), 1)
    ]
    documents += [
        page("en", 100 + number, slug, title, bodies[number % len(bodies)])
        for number, (slug, title) in enumerate(zip(SLUGS, TITLES, strict=True), 1)
        if slug != "en"
    ]
    documents += [page("fr", 200 + n, f"t-{n}", f"Text {n}", body) for n, body in enumerate(bodies)]
    term = Document(
        key=Key("fr", "categories", 7),
        role="taxonomy",
        type="category",
        slug="sujet",
        title=TITLES[0],
        url=f"{HOME}/category/sujet/",
        path="/category/sujet/",
        body=Root(()),
    )
    told = {"type": "post", "date": "2024-03-01T23:30:00Z", "author": TITLES[3], "excerpt": TITLES[1]}
    post = page(
        "fr", 300, "post", TITLES[2], bodies[0], terms=(TermRef("categories", 7, TITLES[0], "sujet"),), **told
    )
    undated = page("fr", 301, "undated", "Undated", bodies[1], type="post", author=TITLES[4])
    draft = page("fr", 302, "secret", "Secret", bodies[1], type="page", status="draft")
    late = page("fr", 303, "late", "Late", bodies[1], **(told | {"status": "draft"}))
    comments = (
        Comment(
            Key("fr", "comments", 1),
            300,
            TITLES[3],
            "2024-03-02T10:00:00Z",
            "x",
            html="<p>{{ x }} {% y %}</p>",
        ),
        Comment(Key("fr", "comments", 2), 300, TITLES[0], "2024-03-02T11:00:00Z", "y", 1, "<p>{# z #}</p>"),
    )
    families = tuple(
        Family(
            key=f"f-{n}",
            members={"fr": Key("fr", "pages", n), "en": Key("en", "pages", 100 + n)},
            confidence=1.0,
            decided_by="declared",
        )
        for n in (1, 2, 3)
    )
    info = SiteInfo(
        home=HOME,
        name=TITLES[3],
        description=TITLES[4],
        timezone="Europe/Brussels",
        default_language="fr",
        languages=(Language("fr", "Français", "/"), Language("en", "English", "/en/")),
    )
    elsewhere = MenuItem("Elsewhere & {{ x }}", "https://elsewhere.example/?a=1&b=2")
    menus = tuple(
        Menu(
            Key(language, "menus", number),
            "Main",
            locations=("primary",),
            items=(MenuItem(title, f"{HOME}{prefix}/x/", children=(elsewhere,)),),
        )
        for number, (language, prefix, title) in enumerate(
            (("fr", "", TITLES[0]), ("en", "/en", "{# b #} <i>"))
        )
    )
    author = Author(Key("fr", "users", 1), TITLES[3], "anne", "", TITLES[0], f"{HOME}/author/anne/")
    return Site(
        info=info,
        documents=(*documents, term, post, undated, draft, late),
        families=families,
        authors=(author,),
        comments=comments,
        menus=menus,
    )


def eleventy(folder: Path) -> Path:
    npx(["eleventy", "--quiet"], folder)
    return folder / "_site"


def astro(folder: Path) -> Path:
    npx(["astro", "build"], folder)
    return folder / "dist"


BUILDS: dict[str, tuple[Callable[[Path], Path], pytest.MarkDecorator]] = {
    "hugo": (hugo, needs("hugo", "Debian: hugo")),
    "jekyll": (jekyll, needs("jekyll", "Debian: jekyll")),
    "pelican": (pelican, needs(PELICAN, "make lint")),
    "mkdocs": (mkdocs, needs(MKDOCS, "make lint")),
    "eleventy": (eleventy, needs_npm("@11ty/eleventy")),
    "astro": (astro, needs_npm("astro")),
}


@pytest.mark.parametrize("target", [pytest.param(name, marks=mark) for name, (_, mark) in BUILDS.items()])
def test_awkward_names_and_texts(target: str, tmp_path: Path) -> None:
    """Nothing expands, nothing is lost, and drafts aren't where readers look for them."""
    led = lead(awkward(), target, Export())
    write(led.target.export(led.site, led.plan, Export()), tmp_path)
    build, _ = BUILDS[target]
    built = Built(build(tmp_path), led)
    assert "\n".join(built.complaints()) == ""
    for document in built.documents:
        page = BeautifulSoup(built.file(built.address(document.key)).read_bytes(), "lxml")
        assert list(menu(built, document, page)) == []
    scripts = {
        script.get_text()
        for page in built.root.rglob("*.html")
        for script in BeautifulSoup(page.read_bytes(), "lxml").find_all("script")
    }
    assert "alert(1)" not in scripts
    drafts = [each for each in led.site.documents if each.status == "draft"]
    assert len(drafts) == 2
    assert [each.slug for each in drafts if built.file(built.address(each.key)).exists()] == []
