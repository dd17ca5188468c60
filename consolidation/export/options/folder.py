"""The folder of a comparison: everything a reviewer gets, written completely or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from consolidation import __version__
from consolidation.export.guard import Guard
from consolidation.export.hygiene import visible
from consolidation.export.inputs import INPUTS, copy_inputs
from consolidation.export.manifest import MANIFEST_FILE, files_in, write_manifest
from consolidation.export.options.contents import all_tables
from consolidation.export.options.figures import all_drawings
from consolidation.export.options.options_json import OPTIONS_FILE, OptionsFile, dumps
from consolidation.export.options.report import report, workbook
from consolidation.export.options.shown import Shown
from consolidation.export.swap import replace_folder
from consolidation.export.tables import csv_text

OURS = frozenset(
    {
        OPTIONS_FILE,
        "workbook.xlsx",
        "report.html",
        "tables",
        "figures",
        INPUTS,
        MANIFEST_FILE,
        "README.txt",
    }
)
"""What stands at the top of the folder of a comparison."""
GUARD = Guard(OPTIONS_FILE, OURS)
"""Refuses to replace anything but such a folder."""

README = """{title_ja}
{title_en}
{illustrative}
この案の比較のフォルダーの中身 / What is in this folder of compared options

report.html    比較の全体。ブラウザーで開く。外部には接続しない。
               The whole comparison on one page; open it in a browser. Connects to nothing.
workbook.xlsx  同じ内容の表計算ファイル。絞り込みと印刷ができる。
               The same as a spreadsheet, to filter and to print.
tables/        表ごとのCSV（UTF-8、BOM付き。日本語版Excelで開ける）。
               One CSV per table (UTF-8 with BOM).
figures/       図（PNGとSVG）。
               The figures as PNG and SVG.
options.json   比較そのもの。金額と利用率は分数のまま、丸めていない。
               The comparison itself; amounts and utilisations are exact fractions.
inputs/        比較に使った台帳とシナリオの写し。
               Copies of the inventory and the scenario it was made from.
manifest.json  全ファイルのSHA-256。
               The SHA-256 of every file.

先頭が = + - @ などの文字列には、数式にならないよう ' を付けている。
A text that begins with = + - @ and the like has ' in front, so that it is no formula.
"""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a comparison was made from."""

    inventory: Path
    scenario: Path


def write_options_folder(shown: Shown, sources: Sources, out: Path) -> tuple[Path, ...]:
    """Write the folder of a comparison at ``out`` and return its files.

    An older one there is replaced once the new one is complete. Raises `CannotWrite` when
    something else stands at ``out``, or the folder holds files of somebody else.
    """
    files = options_files(shown)

    def fill(folder: Path) -> None:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        copied = copy_inputs(sources.inventory, sources.scenario, folder)
        write_manifest(folder, __version__, copied.inventory, copied.scenario, shown.language)

    replace_folder(out, fill, GUARD)
    return tuple(out / name for name in (*files_in(out), MANIFEST_FILE))


def options_files(shown: Shown) -> Mapping[str, bytes]:
    """Return every file made from a comparison, by its path in the folder."""
    tables, drawings = all_tables(shown), all_drawings(shown)
    written = OptionsFile(
        comparison=shown.comparison,
        scenario=shown.scenario,
        title=shown.asked.title,
        inventory=shown.estate.name,
        illustrative=shown.made_up.words,
        tool_version=__version__,
    )
    files = {
        OPTIONS_FILE: dumps(written).encode("utf-8"),
        "README.txt": _readme(shown).encode("utf-8"),
        "workbook.xlsx": workbook(shown, tables),
        "report.html": report(shown, __version__, tables, drawings).encode("utf-8"),
    }
    for table in tables.values():
        files[f"tables/{table.name}.csv"] = csv_text(table, shown.language).encode("utf-8")
    for drawing in drawings:
        files[f"figures/{drawing.name}.png"] = drawing.png
        files[f"figures/{drawing.name}.svg"] = drawing.svg.encode("utf-8")
    return files


def _readme(shown: Shown) -> str:
    """Return the text of README.txt, with line ends that every Windows editor knows."""
    made_up = shown.made_up.words
    text = README.format(
        title_ja=" ".join(visible(shown.title.ja).split()),
        title_en=" ".join(visible(shown.title.en).split()),
        illustrative=f"\n※ {made_up.ja}\n   {made_up.en}\n" if made_up else "",
    )
    return "\ufeff" + text.replace("\n", "\r\n")
