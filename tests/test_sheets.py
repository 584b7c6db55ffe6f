"""The targets `csv` and `parquet`: what is written is what another program reads, and nothing in it runs."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as reader

from test_exporters import EVERYTHING, as_dict, bilingual, document, made, site
from wpharvest.config import Export
from wpharvest.errors import MissingExtraError
from wpharvest.exporters import parquet
from wpharvest.exporters.rows import DocumentRow
from wpharvest.exporters.sheet import harmless, sheet
from wpharvest.exporters.tables import tables
from wpharvest.linking import Plan
from wpharvest.model.documents import Comment, Media, TermRef
from wpharvest.model.items import Key
from wpharvest.model.nodes import Paragraph, Root, Text
from wpharvest.model.site import Site

# https://owasp.org/www-community/attacks/CSV_Injection
STARTS = ("=", "+", "-", "@", "\0", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NAMES = ["documents", "terms", "media", "authors", "comments", "families"]
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("'=+-@\0\t\r\n ,;\"\u00a0\ufeff＝"), st.characters(codec="utf-8")),
    max_size=12,
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def told(cell: str) -> str:
    """The text of a cell: the apostrophe that `harmless` put before it is taken off."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def awkward() -> Site:
    """Formulas, line breaks, quotes, half characters, an id that is no number, a time without a zone."""
    formula = document(
        "formula",
        1,
        title='=HYPERLINK("https://evil.example";"a")',
        excerpt='a,"b"\r\nc\nd',
        author="@SUM(A1)",
        date="2024-03-01T09:00:00Z",
        modified="2024-03-01T10:00:00",
        terms=(TermRef("post_tag", 2, "-1+1", "a"), TermRef("post_tag", 3, "b; c", "b")),
        body=Root((Paragraph((Text("- no list, = no formula\ud83d\x00"),)),)),
        seo={"title": "+1", "robots": ["index"]},
        fields={"acf": {"a": 10**30}},
        menu_order=10**30,
        parent=7,
        sticky=True,
    )
    local = document(
        "local", "a/b", date="no time", featured_media=Media(Key("en", "media", 4), "u", alt="=x")
    )
    answer = Comment(Key("en", "comments", 9), 1, "Eve", "2024-03-01T10:00:00+02:00", "+32 2", parent=8)
    return site(formula, local, comments=(answer,))


@given(TEXTS)
@example("'=1")
@example("''")
@settings(max_examples=150, deadline=None)
def test_no_text_can_become_a_formula_and_each_can_be_had_back(text: str) -> None:
    """What a spreadsheet takes for a formula, also behind white space, gets an apostrophe; it can be told."""
    written = harmless(text)
    assert not written.startswith(STARTS)
    assert not written.lstrip(" \t\r\n\u00a0\ufeff").startswith(STARTS)
    assert told(written) == text
    assert written in (text, f"'{text}")


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers()), max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_sheet_reads_back(rows: list[tuple[str, str, int]]) -> None:
    """Another reader of RFC 4180 finds the same cells, whatever they hold; numbers stay numbers."""
    found = read(sheet(("a", "b", "n"), rows))
    assert found[0] == ["a", "b", "n"]
    assert [(told(a), told(b), int(n)) for a, b, n in found[1:]] == rows


@pytest.mark.parametrize("target", ["csv", "parquet"])
def test_there_are_always_six_tables(target: str) -> None:
    for each in (site(), bilingual()):
        files = [file.path for file in made(target, each)]
        assert files == [f"{target}/{name}.{target}" for name in NAMES]


def test_excel_knows_that_it_is_utf8() -> None:
    """A byte order mark, CR LF after each row; line feeds within a cell stay."""
    body = as_dict(list(made("csv", awkward())))["csv/documents.csv"]
    assert body.startswith(b"\xef\xbb\xbfkey,language,")
    assert body.endswith(b"\r\n")
    assert b'"a,""b""\r\nc\nd"' in body


@pytest.mark.parametrize("whole", [bilingual(), awkward()], ids=["bilingual", "awkward"])
def test_csv_and_parquet_hold_the_rows(whole: Site, tmp_path: Path) -> None:
    """Each cell of each table, read by Python's csv, by pyarrow and by DuckDB, is that of the row."""
    files = as_dict([f for name in ("csv", "parquet") for f in made(name, whole)])
    for table in tables(whole, EVERYTHING):
        rows = [msgspec.structs.asdict(row) for row in table.rows]
        head, *cells = read(files[f"csv/{table.name}.csv"].decode("utf-8-sig"))
        assert head == list(table.row.__struct_fields__)
        assert [[told(cell) for cell in row] for row in cells] == [
            list(map(shown, row.values())) for row in rows
        ]
        found = reader.read_table(BytesIO(files[f"parquet/{table.name}.parquet"])).to_pylist()
        assert [typed(each) for each in found] == [
            {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
            for row in rows
        ]
        for ending, read_by in (
            ("csv", "read_csv('{}', all_varchar=true, header=true)"),
            ("parquet", "'{}'"),
        ):
            path = tmp_path / f"{table.name}.{ending}"
            path.write_bytes(files[f"{ending}/{table.name}.{ending}"])
            rows_read = duckdb.connect().execute(f"FROM {read_by.format(path)}").fetchall()
            assert len(rows_read) == len(rows)
            if ending == "csv":
                assert [[cell or "" for cell in row] for row in rows_read] == cells


def shown(value: Any) -> str:
    """A value as the CSV shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of Parquet with its times as the site gives them, beside which the timestamp stands."""
    return {
        name: row.get(f"{name}_given", value) for name, value in row.items() if not name.endswith("_given")
    }


def test_parquet_has_types() -> None:
    """Lists are lists, times are timestamps in UTC, what isn't known is null."""
    files = as_dict(made("parquet", awkward()))
    table = reader.read_table(BytesIO(files["parquet/documents.parquet"]))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["id"] == "int64" and kinds["sticky"] == "bool" and kinds["date"] == "timestamp[us, tz=UTC]"
    assert kinds["tags"] == "list<element: string>"
    first, local = table.to_pylist()
    assert first["tags"] == ["-1+1", "b; c"]
    assert first["date"] == datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert (first["modified"], first["modified_given"]) == (None, "2024-03-01T10:00:00")
    assert (local["id"], local["key"], local["date"]) == (None, "en/pages/a/b", None)
    assert first["parent"] == "en/pages/7" and first["menu_order"] == 0
    assert first["markdown"].endswith("formula\ufffd\ufffd\n")
    (comment,) = reader.read_table(BytesIO(files["parquet/comments.parquet"])).to_pylist()
    assert comment["date"] == datetime(2024, 3, 1, 8, tzinfo=UTC)
    assert (comment["document"], comment["parent"]) == ("en/pages/1", "en/comments/8")


def test_tables_join_by_key(tmp_path: Path) -> None:
    """What a family, a term or a comment names is a row of `documents`."""
    for file in made("parquet", bilingual()):
        (tmp_path / Path(file.path).name).write_bytes(file.body)
    found = (
        duckdb.connect()
        .execute(
            f"""SELECT d.title, f.confidence, c.markdown, t.name, d.translations
        FROM '{tmp_path}/documents.parquet' d
        JOIN '{tmp_path}/families.parquet' f ON f.document = d.key
        JOIN '{tmp_path}/comments.parquet' c ON c.document = d.key
        JOIN '{tmp_path}/terms.parquet' t ON t.document = d.key AND t.taxonomy = 'genre'"""
        )
        .fetchall()
    )
    assert found == [("Autres\u00a0: ressources", 0.98, "Merci", "Guide", ["en/pages/5106"])]


@pytest.mark.parametrize("target", ["csv", "parquet"])
def test_the_options_choose_rows(target: str) -> None:
    """Documents and what belongs to them; users and media of the chosen languages."""
    counts = {table.name: len(table.rows) for table in tables(bilingual(), Export(languages=("en",)))}
    assert counts == {"documents": 2, "terms": 0, "media": 0, "authors": 0, "comments": 0, "families": 2}
    one = list(made(target, bilingual(), Export(languages=("en",))))
    assert one != list(made(target, bilingual()))


def test_same_site_same_bytes() -> None:
    first, again = (made("parquet", awkward()) for _ in range(2))
    assert first == again


def test_every_field_has_a_type_in_parquet() -> None:
    types = parquet.column_types(pyarrow)
    for table in tables(site(), EVERYTHING):
        assert [name for name, kind, _ in parquet.columns(table) if kind not in types] == []
    assert "words" in DocumentRow.__struct_fields__


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"--to parquet .*'wpharvest\[parquet\]'"):
        list(parquet.export(bilingual(), Plan({}), EVERYTHING))
