"""Text that cannot act, and CSV files that hold it."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from consolidation.export.contents.all import all_tables
from consolidation.export.hygiene import (
    FORMULA_STARTS,
    MOST_CELL_CHARACTERS,
    fitting,
    inert,
    visible,
)
from consolidation.export.review import Review
from consolidation.export.tables import csv_text


@given(st.text(st.characters(exclude_categories=())))
def test_inert_text_never_begins_like_a_formula(text: str):
    safe = inert(text)
    assert safe[:1] not in FORMULA_STARTS
    assert safe.lstrip(" \u3000\xa0")[:1] not in FORMULA_STARTS
    safe.encode("utf-8")
    assert not any(ord(c) < 32 and c not in "\t\n" for c in safe)


@given(st.text())
def test_visible_is_idempotent_and_leaves_plain_text_alone(text: str):
    assert visible(visible(text)) == visible(text)
    plain = "".join(c for c in text if c.isalnum() or c in " 、。/-")
    assert visible(plain) == plain


def test_long_text_is_cut_in_the_open_at_the_limit_of_a_cell():
    assert fitting("x" * MOST_CELL_CHARACTERS) == "x" * MOST_CELL_CHARACTERS
    for text in ("あ" * 40_000, "😀" * 40_000):
        cut = fitting(text)
        assert len(cut.encode("utf-16-le")) // 2 <= MOST_CELL_CHARACTERS
        assert "40000" in cut


def test_csv_opens_in_a_japanese_spreadsheet_and_holds_every_row(review: Review):
    for name, table in all_tables(review).items():
        text = csv_text(table, "ja")
        assert text.startswith("\ufeff"), name
        rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
        assert len(rows) == 1 + len(table.rows)
        assert rows[0] == [head.title.ja for head in table.headings]
        for cells in rows:
            assert len(cells) == len(table.headings)


def test_csv_cells_are_never_formulas(review: Review):
    """The reader's cells are checked, and numbers may begin with a minus sign."""
    for table in all_tables(review).values():
        text = csv_text(table, "en").removeprefix("\ufeff")
        for row in csv.reader(StringIO(text), quoting=csv.QUOTE_NONNUMERIC):
            assert not [c for c in row if isinstance(c, str) and c[:1] in FORMULA_STARTS]
    hostile = csv_text(all_tables(review)["dispositions"], "ja")
    assert "\"'=HYPERLINK(" in hostile
    assert '"\'@SUM(A1)"' in hostile
    assert '"\'-2+3"' in hostile
    assert '"\'＝全角"' in hostile
    assert "ベル␇と<U+202E>反転" in hostile
