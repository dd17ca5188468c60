"""README.txt of a review folder: what each file is, in both languages."""

from consolidation.export.contents.provenance import Illustrative
from consolidation.export.hygiene import visible
from consolidation.scenario.model import Plan

TEMPLATE = """{title_ja}
{title_en}
{illustrative}
この審査用フォルダーの中身 / What is in this review folder

report.html    計画の全体。ブラウザーで開く。外部には接続しない。
               The whole plan on one page; open it in a browser. Connects to nothing.
workbook.xlsx  同じ内容の表計算ファイル。絞り込みと印刷ができる。
               The same as a spreadsheet, to filter and to print.
tables/        表ごとのCSV（UTF-8、BOM付き。日本語版Excelで開ける）。
               One CSV per table (UTF-8 with BOM).
figures/       図（PNGとSVG）。
               The figures as PNG and SVG.
plan.json      計画そのもの。検証と比較にはこのファイルを使う。
               The plan itself; verify and compare read this file.
inputs/        計画に使った台帳とシナリオの写し。
               Copies of the inventory and the scenario the plan was made from.
manifest.json  全ファイルのSHA-256。
               The SHA-256 of every file.

先頭が = + - @ などの文字列には、数式にならないよう ' を付けている。
A text that begins with = + - @ and the like has ' in front, so that it is no formula.

確かめる / To check this folder:
  consolidation verify <このフォルダー / this folder>
"""


def readme(plan: Plan, made_up: Illustrative) -> str:
    """Return the text of README.txt, with line ends that every Windows editor knows."""
    title = plan.scenario.title
    words = made_up.words
    text = TEMPLATE.format(
        title_ja=_line(title.ja),
        title_en=_line(title.en),
        illustrative=f"\n※ {words.ja}\n   {words.en}\n" if words else "",
    )
    return "\ufeff" + text.replace("\n", "\r\n")


def _line(text: str) -> str:
    return " ".join(visible(text).split())
