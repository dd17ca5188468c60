"""Compares written plans: a folder with comparison.json, workbook, page and CSVs."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.export.contents.comparison import Named, all_tables
from consolidation.export.contents.provenance import Illustrative, illustrative, together
from consolidation.export.figures.compare import draw
from consolidation.export.figures.style import Drawing
from consolidation.export.formats import Formats
from consolidation.export.guard import Guard
from consolidation.export.inputs import inventory_in
from consolidation.export.page import page
from consolidation.export.plan_json import PLAN_FILE, dumps, loads
from consolidation.export.sheet import Sheet
from consolidation.export.swap import replace_folder
from consolidation.export.table import Cell, Table
from consolidation.export.tables import csv_text
from consolidation.export.workbook import open_workbook
from consolidation.inventory.read import read_inventory
from consolidation.regular_file import read_regular
from consolidation.text import Language, Text

COMPARISON_FILE = "comparison.json"
COMPARISON_SCHEMA = 1
OURS = frozenset({COMPARISON_FILE, "workbook.xlsx", "report.html", "tables", "figures"})
LEAST_PLANS = 2
TITLE = Text("計画の比較", "Plans compared")
SHEETS: Mapping[str, Text] = {
    "overview": Text("比較", "Side by side"),
    "costs-by-year": Text("年度別経費", "Cost by year"),
    "costs-by-category": Text("費目別経費", "Cost by category"),
    "hosts": Text("ホスト", "Hosts"),
    "line-options": Text("回線4案", "Line options"),
    "findings": Text("判定の違い", "Verdicts"),
    "dispositions": Text("サーバの扱い", "Dispositions"),
    "move-days": Text("移行日", "Move days"),
    "assumptions": Text("前提の違い", "Assumptions"),
    "inputs": Text("入力の違い", "Inputs"),
}


def compare(folders: Sequence[Path], out: Path, language: Language) -> tuple[Path, ...]:
    """Compare review folders, the first being the one compared with; return the files written.

    Raises `InputProblems` naming every folder whose plan cannot be read, and `CannotWrite` when
    ``out`` must not be replaced.
    """
    plans = read_plans(folders)
    made_up = together(read_made_up(folder) for folder in folders)
    tables, drawing = all_tables(plans), draw(plans, language, made_up)
    notes = warnings(plans)
    files = {
        COMPARISON_FILE: _json(plans, tables, notes, made_up),
        "workbook.xlsx": _workbook(tables, notes, made_up, language),
        "report.html": _page(plans, tables, drawing, notes, made_up, language).encode("utf-8"),
        f"figures/{drawing.name}.png": drawing.png,
        f"figures/{drawing.name}.svg": drawing.svg.encode("utf-8"),
    }
    for name, table in tables.items():
        files[f"tables/{name}.csv"] = csv_text(table, language).encode("utf-8")

    def fill(folder: Path) -> None:
        for name, data in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)

    replace_folder(out, fill, Guard(COMPARISON_FILE, OURS))
    return tuple(out / name for name in sorted(files))


def read_plans(folders: Sequence[Path]) -> tuple[Named, ...]:
    """Read the plans of review folders, each named after its folder."""
    problems: list[Problem] = []
    if len(folders) < LEAST_PLANS:
        what = Text("比べるには2つ以上の計画が要る", "comparing takes two plans or more")
        problems.append(Problem("compare", None, None, what))
    found = []
    for name, folder in zip(_names(folders), folders, strict=True):
        try:
            text = read_regular(folder / PLAN_FILE).decode("utf-8")
        except (InputProblems, UnicodeDecodeError):
            what = Text(
                f"審査用フォルダーではない（{PLAN_FILE} を読めない）",
                f"is not a review folder ({PLAN_FILE} cannot be read)",
            )
            problems.append(Problem(str(folder), None, None, what))
            continue
        try:
            found.append(Named(name, loads(text, f"{folder.name}/{PLAN_FILE}")))
        except InputProblems as error:
            problems += error.problems
    if problems:
        raise InputProblems("compare", problems)
    return tuple(found)


def read_made_up(folder: Path) -> Illustrative:
    """Count the illustrative rows of the inventory that a review folder holds a copy of.

    A folder whose copy is gone or broken counts none: `verify` is what complains about it.
    """
    try:
        return illustrative(read_inventory(inventory_in(folder)).estate)
    except (InputProblems, OSError):
        return Illustrative(0, 0)


def _names(folders: Sequence[Path]) -> list[str]:
    """Name plans after their folders; two of the same name are numbered."""
    names = [folder.resolve().name for folder in folders]
    return [
        name if names.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(names, 1)
    ]


def warnings(plans: Sequence[Named]) -> tuple[Text, ...]:
    """Return what makes a comparison lame: other inventories, years or versions."""
    first = plans[0].plan
    found = []
    for named in plans[1:]:
        plan = named.plan
        if plan.inputs != first.inputs:
            tables = sorted({i.table for i in {*plan.inputs} ^ {*first.inputs}})
            some = ", ".join(tables)
            found.append(
                Text(
                    f"注意: 「{named.name}」は「{plans[0].name}」と台帳の内容が違う（{some}）。"
                    "違いは計画によるとは限らない",
                    f"Caution: the inventory of '{named.name}' is not that of '{plans[0].name}' "
                    f"({some}); differences may not come from the plans",
                )
            )
        if plan.scenario.fiscal_years != first.scenario.fiscal_years:
            found.append(
                Text(
                    f"注意: 「{named.name}」は比べる年度が違う。経費の合計は比べられない",
                    f"Caution: '{named.name}' covers other fiscal years; cost totals cannot be "
                    "compared",
                )
            )
        if plan.tool_version != first.tool_version:
            found.append(
                Text(
                    f"注意: 「{named.name}」は別の版（{plan.tool_version}）で作られた",
                    f"Caution: '{named.name}' was made by another version ({plan.tool_version})",
                )
            )
    return tuple(found)


def _json(
    plans: Sequence[Named],
    tables: Mapping[str, Table],
    notes: Sequence[Text],
    made_up: Illustrative,
) -> bytes:
    tree = {
        "schema": COMPARISON_SCHEMA,
        "plans": [
            {
                "name": named.name,
                "scenario": named.plan.scenario.name,
                "inventory": named.plan.inventory,
                "tool_version": named.plan.tool_version,
                "plan_sha256": sha256(dumps(named.plan).encode("utf-8")).hexdigest(),
            }
            for named in plans
        ],
        "illustrative": _value(made_up.words),
        "warnings": [_value(note) for note in notes],
        "tables": {
            name: {
                "columns": [_value(head.title) for head in table.headings],
                "rows": [[_value(cell) for cell in row] for row in table.rows],
            }
            for name, table in tables.items()
        },
    }
    text = json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")


def _value(cell: Cell) -> object:
    if isinstance(cell, Text):
        return {"ja": cell.ja, "en": cell.en}
    return cell.isoformat() if isinstance(cell, date) else cell


def _workbook(
    tables: Mapping[str, Table],
    notes: Sequence[Text],
    made_up: Illustrative,
    language: Language,
) -> bytes:
    out, subject = BytesIO(), TITLE.in_(language)
    book = open_workbook(out, language, subject)
    formats = Formats(book)
    for name, words in SHEETS.items():
        table = tables[name]
        sheet = Sheet(book.add_worksheet(words.in_(language)), formats, language)
        if name == "overview":
            for note in (*([made_up.words] if made_up.words else []), *notes):
                sheet.warning(note)
        area = sheet.table(table)
        sheet.finish(words.in_(language), area, len(table.headings), subject)
    book.close()
    return out.getvalue()


def _page(
    plans: Sequence[Named],
    tables: Mapping[str, Table],
    drawing: Drawing,
    notes: Sequence[Text],
    made_up: Illustrative,
    language: Language,
) -> str:
    values = {"title_words": TITLE, "plans": plans, "tables": tables, "notes": notes}
    more = {"drawing": drawing, "illustrative": made_up.words}
    return page("compare.html.j2", language, {**values, **more})
