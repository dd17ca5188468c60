"""The generated pages on every table and column.

``python -m consolidation.inventory.documentation docs`` writes them, run from the project's
root; a test holds that the committed pages are what it writes.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from consolidation.inventory.dictionary import TableInfo, dictionary
from consolidation.inventory.wording import (
    COLUMN_FACTS,
    REQUIRED,
    allowed_text,
    empty_text,
    type_text,
)
from consolidation.text import Language, Text

PAGES: dict[Language, str] = {"en": "inventory-columns.md", "ja": "inventory-columns.ja.md"}

_TITLE = Text("台帳の表と列", "Tables and columns of an inventory")
_INTRO: tuple[Text, ...] = (
    Text(
        "このページは `make docs` が列の辞書から作る。手で直さない。",
        "This page is written by `make docs` from the column dictionary; do not edit it.",
    ),
    Text(
        "台帳は、CSVを収めた一つのフォルダ、または同じ名前のシートを持つ一つの .xlsx である。"
        "必須の表は「拠点」と「サーバ」で、ほかの表はなくてもよい。",
        "An inventory is a folder of CSV files, or one .xlsx with sheets of the same names. "
        "Only sites and servers are required; any other table may be left out.",
    ),
    Text(
        "表と列の名前は、英語と日本語のどちらでもよい。大文字・小文字、全角・半角、空白の違いは問わない。"
        "列の順は自由で、見出しの上に表題の行があってもよい。",
        "Tables and columns may be named in English or Japanese, in any case or width. Columns "
        "may stand in any order; title rows above the header are skipped with a warning.",
    ),
    Text(
        "文字コードは UTF-8 (BOMの有無は問わない) または cp932、区切りはコンマ、タブ、セミコロン。",
        "CSV files are UTF-8 with or without BOM, or cp932; commas, tabs or semicolons separate.",
    ),
    Text(
        "空欄は「不明」を意味し、ゼロとはみなさない (例外は各列の「空欄のとき」に示す)。"
        "文字以外の列では `-` や `不明` も空欄とみなす。",
        "An empty cell means: not known, unless the column says otherwise; it never means zero. "
        "In columns that are not text, `-` and `不明` mean the same.",
    ),
    Text(
        "整数には全角数字と桁区切りのコンマを使える。単位は書かない。"
        "日付は `2019-03-31`、`2019/3/31`、`20190331`、`平成31年3月31日`、`H31.3.31`。"
        "はい・いいえは `はい/いいえ`、`有/無`、`○/×`、`yes/no`、`true/false`、`1/0`。",
        "Whole numbers may have full-width digits and thousands commas, but no unit. Dates: "
        "`2019-03-31`, `2019/3/31`, `20190331`, `平成31年3月31日`, `H31.3.31`. Yes or no: "
        "`yes/no`, `true/false`, `1/0`, `はい/いいえ`, `有/無`, `○/×`.",
    ),
    Text(
        "`=` `+` `-` `@` で始まる文字は、表計算で式にならないよう、"
        "先頭に `'` を一つ付けて書き出し、読むときに一つ外す。",
        "Text that begins with `=` `+` `-` `@` is written with one `'` before it, so that no "
        "spreadsheet runs it as a formula; one is taken off again on reading.",
    ),
)
_TABLES = Text("表", "Tables")
_TABLE_FACTS: tuple[Text, ...] = (
    Text("ファイル", "file"),
    Text("日本語名", "Japanese name"),
    Text("内容", "holds"),
    Text("ないとき", "when absent"),
)


def page(language: Language) -> str:
    """Return the whole page in one language, as Markdown."""
    lines = [f"# {_TITLE.in_(language)}", ""]
    for paragraph in _INTRO:
        lines += [paragraph.in_(language), ""]
    lines += [f"## {_TABLES.in_(language)}", "", *_overview(language), ""]
    for info in dictionary():
        lines += _section(info, language)
    return "\n".join(lines).rstrip() + "\n"


def write_pages(folder: Path) -> tuple[Path, ...]:
    """Write the page in both languages; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for language, name in PAGES.items():
        path = folder / name
        path.write_text(page(language), encoding="utf-8", newline="\n")
        paths.append(path)
    return tuple(paths)


def _overview(language: Language) -> list[str]:
    rows = []
    for info in dictionary():
        absent = REQUIRED if info.required else info.absent
        link = f"[{info.name}.csv](#{_anchor(info, language)})"
        rows.append((link, info.ja, info.meaning.in_(language), absent.in_(language)))
    return _markdown_table(_TABLE_FACTS, rows, language)


def _section(info: TableInfo, language: Language) -> list[str]:
    rows = [
        (
            f"`{column.name}`",
            column.header("ja"),
            type_text(column).in_(language),
            empty_text(column).in_(language),
            allowed_text(column).in_(language),
            column.meaning.in_(language),
        )
        for column in info.columns
    ]
    title = f"## {_heading(info, language)}"
    return [title, "", *_markdown_table(COLUMN_FACTS[1:], rows, language), ""]


def _heading(info: TableInfo, language: Language) -> str:
    return f"{info.ja} {info.name}" if language == "ja" else f"{info.name} {info.ja}"


def _anchor(info: TableInfo, language: Language) -> str:
    return _heading(info, language).replace(" ", "-")


def _markdown_table(
    headers: Sequence[Text], rows: Sequence[Sequence[str]], language: Language
) -> list[str]:
    lines = [
        "| " + " | ".join(h.in_(language) for h in headers) + " |",
        "|" + "---|" * len(headers),
    ]
    escaped = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    return lines + ["| " + " | ".join(row) + " |" for row in escaped]


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
