"""The page: a head, what needs a person, and a section for each question."""

from __future__ import annotations

from collections.abc import Callable

from wpharvest import __version__
from wpharvest.exporters.report import Report
from wpharvest.exporters.report_page.bodies import cleaning, empty, pictures
from wpharvest.exporters.report_page.charts import (
    MOST_LISTED,
    Chart,
    Listing,
    Section,
    number,
    percent,
)
from wpharvest.exporters.report_page.completeness import completeness
from wpharvest.exporters.report_page.drawing import legend, picture, scrolling, table
from wpharvest.exporters.report_page.findings import findings
from wpharvest.exporters.report_page.holdings import holdings, sizes
from wpharvest.exporters.report_page.links import links
from wpharvest.exporters.report_page.markup import NOTHING, Markup, joined, link, tag, text, words
from wpharvest.exporters.report_page.style import STYLE
from wpharvest.exporters.report_page.subject import Origin, Subject, subject
from wpharvest.exporters.report_page.translations import sisters, translations
from wpharvest.model.nodes import words_of
from wpharvest.model.notices import File
from wpharvest.model.site import Site
from wpharvest.text import count_words

SECTIONS: tuple[Callable[[Subject], Section], ...] = (
    holdings,
    completeness,
    translations,
    links,
    pictures,
    empty,
    cleaning,
    sizes,
)
# Nothing is loaded and nothing runs, whatever a title holds.
_HEAD = (
    "<!doctype html>\n"
    '<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="referrer" content="no-referrer">'
)


def report_page(site: Site, told: Report, origin: Origin) -> File:
    """`report.html`: one file that needs no other, no network and no script.

    The same site, report and origin give the same bytes.
    """
    about = subject(site, told, origin)
    sections = tuple(section(about) for section in SECTIONS)
    body = joined(
        (
            tag("a", text("To the report"), href="#report", class_="skip"),
            _header(about, sections),
            tag("main", *map(_section, sections), id="report", tabindex=-1),
            _footer(about),
        )
    )
    title = tag("title", text(f"{_name(about)}: report"))
    html = f"{_HEAD}{title}<style>{STYLE}</style></head>\n<body>{body}</body></html>\n"
    return File("report.html", html.encode())


def _name(about: Subject) -> str:
    return about.told.site.name or about.told.site.home or about.origin.folder


def _header(about: Subject, sections: tuple[Section, ...]) -> Markup:
    site, origin = about.told.site, about.origin
    place = [link(site.home, site.home), text(f"version {origin.version}, as it was on {moment(origin.at)}")]
    return tag(
        "header",
        tag(
            "div",
            tag("p", text("Report on a snapshot"), class_="kicker"),
            tag("h1", words(_name(about))),
            tag("p", *(tag("span", each) for each in place), class_="place"),
            _verdict(about, sections),
            _figures(about),
            _contents(sections),
            class_="inner",
        ),
    )


def moment(at: str) -> str:
    """A time in UTC as people write it.

    >>> moment("2026-11-28T02:40:10Z")
    '28 November 2026, 02:40 UTC'
    """
    try:
        month = _MONTHS[int(at[5:7]) - 1]
        return f"{int(at[8:10])} {month} {int(at[:4])}, {at[11:16]} UTC"
    except (ValueError, IndexError):
        return at or "an unknown day"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _verdict(about: Subject, sections: tuple[Section, ...]) -> Markup:
    found = findings(sections)
    role, said, why = _completeness(about)
    lines = (
        tag("li", tag("span", class_=f"key {each.role}"), tag("a", text(each.said), href=f"#{each.place}"))
        for each in found
    )
    todo = joined((tag("p", text("To look at:"), class_="todo"), tag("ul", *lines))) if found else NOTHING
    head = tag("p", tag("strong", text(said)), text(f". {why}"))
    return tag("div", head, todo, class_=f"verdict {role}")


def _completeness(about: Subject) -> tuple[str, str, str]:
    if about.told.missing:
        return "bad", "Not complete", "The site has something that the snapshot hasn’t."
    if not about.told.harvest:
        return "mute", "Complete or not", "The snapshot doesn’t tell how it was harvested."
    return "good", "Complete", "All that the site shows to visitors is in the snapshot."


def _figures(about: Subject) -> Markup:
    beside = sisters(about)
    paired = sum(count > 0 for count in beside.values())
    length = sum(count_words(words_of(each.body)) for each in about.site.documents)
    rows = (
        (number(len(about.site.documents)), "documents"),
        (number(length), "words"),
        (number(len(about.site.media)), "media records"),
        (number(len(about.site.comments)), "comments"),
        (number(len({each.key.language for each in about.site.documents})), "languages"),
        (percent(paired, len(beside)) if beside else "–", "with a translation"),
    )
    return tag("dl", *(tag("div", tag("dt", text(said)), tag("dd", text(value))) for value, said in rows))


def _contents(sections: tuple[Section, ...]) -> Markup:
    entries = (tag("li", tag("a", text(each.title), href=f"#{each.id}")) for each in sections)
    return tag("nav", tag("ul", *entries), aria_label="Parts of the report")


def _section(section: Section) -> Markup:
    head = tag("h2", text(section.title), id=f"{section.id}-h")
    cards = (_chart(card) if isinstance(card, Chart) else _listing(card) for card in section.cards)
    return tag(
        "section",
        head,
        tag("p", section.lead, class_="lead"),
        tag("div", *cards, class_="cards"),
        id=section.id,
        aria_labelledby=f"{section.id}-h",
    )


def _chart(chart: Chart) -> Markup:
    title = tag("h3", text(chart.title), id=f"{chart.id}-h")
    if chart.empty:
        inside = (title, tag("p", text(chart.nothing), class_="nothing"))
        return tag("figure", *inside, class_="card", id=chart.id, aria_labelledby=f"{chart.id}-h")
    numbers = tag("details", tag("summary", text("The numbers")), table(chart))
    caption = tag("figcaption", title, tag("p", words(chart.said)), legend(chart))
    return tag("figure", caption, picture(chart), numbers, class_="card", id=chart.id)


def _listing(listing: Listing) -> Markup:
    title = tag("h3", text(listing.title), id=f"{listing.id}-h")
    if not listing.rows:
        nothing = tag("p", text(listing.nothing), class_="nothing")
        return tag("div", title, nothing, class_="card", id=listing.id)
    head = tag("tr", *(tag("th", text(each), scope="col") for each in listing.heads))
    body = (tag("tr", *(tag("td", cell) for cell in row)) for row in listing.rows[:MOST_LISTED])
    shown = tag("table", tag("thead", head), tag("tbody", *body), aria_labelledby=f"{listing.id}-h")
    more = len(listing.rows) - len(listing.rows[:MOST_LISTED])
    rest = tag("p", text(f"and {number(more)} more"), class_="soft") if more else NOTHING
    region = scrolling(shown, f"{listing.title}: table")
    return tag("div", title, region, rest, class_="card", id=listing.id)


def _footer(about: Subject) -> Markup:
    made = text(f"Made by wpharvest {__version__} from ")
    source = tag("code", text(about.origin.folder))
    rest = text(". One file: nothing on this page is loaded from elsewhere, and nothing runs.")
    return tag("footer", tag("p", made, source, rest))
