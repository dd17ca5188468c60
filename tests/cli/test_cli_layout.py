"""Alignment by the columns that characters really take."""

from rich.cells import cell_len
from rich.text import Text as Line

from consolidation.cli.layout import columns, labelled, shortened


def test_labels_align_and_texts_wrap_under_themselves():
    rows = [
        ("サーバ", Line("8台: 仮想化 4、クラウド 1")),
        ("x", Line("aaa bbb ccc ddd eee fff ggg")),
    ]
    lines = [line.plain for line in labelled(rows, 24)]
    assert lines == [
        "  サーバ  8台: 仮想化",
        "          4、クラウド 1",
        "  x       aaa bbb ccc",
        "          ddd eee fff",
        "          ggg",
    ]
    assert all(cell_len(line) <= 24 for line in lines)


def test_a_label_alone_is_bold():
    (line,) = labelled([("a", Line("b"))], 80)
    assert [(span.start, span.end, span.style) for span in line.spans] == [(0, 3, "bold")]


def test_table_columns_align_to_the_right():
    rows = [["項目", "計画", "b"], ["x", "1,000", "-2"]]
    assert [line.plain for line in columns(rows)] == ["  項目   計画   b", "  x     1,000  -2"]


def test_shortening_never_exceeds():
    assert shortened("abc", 3) == "abc"
    assert shortened("住民情報系", 9) == "住民情..."
    assert cell_len(shortened("住民情報系", 8)) <= 8
