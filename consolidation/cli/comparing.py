"""``consolidation compare``: several plans side by side."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text as Line

from consolidation.cli.layout import columns, shortened
from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.plain import plain
from consolidation.cli.problems import both
from consolidation.cli.talk import Talk
from consolidation.text import Language, Text

if TYPE_CHECKING:
    from consolidation.export.table import Table

WIDEST = 36
"""Columns that one cell of the table on the console takes at most."""

PlanFolders = Annotated[
    list[Path],
    typer.Argument(
        metavar="PLAN_DIR PLAN_DIR ...",
        help=said("比べる審査用フォルダー (2つ以上)", "the review folders, two or more"),
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help=said("書き出すフォルダー", "folder to write"))
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "compare",
        help=said(
            "複数の計画を並べて比べ、違いを書き出す。",
            "Compare several plans side by side and write the differences.",
        ),
    )(compare)


def compare(
    folders: PlanFolders, out: Out, lang: Lang = SPOKEN, quiet: Quiet = False, json: Json = False
) -> None:
    """Compare several plans side by side."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        _compare(talk, folders, out)


def _compare(talk: Talk, folders: list[Path], out: Path) -> None:
    from consolidation.export.compare import compare as write_comparison
    from consolidation.export.compare import read_plans, warnings
    from consolidation.export.contents.comparison import overview

    with talk.progress() as report:
        report(Text("計画を比べる", "comparing the plans"))
        plans = read_plans(folders)
        files = write_comparison(folders, out, talk.language)
    for line in _shown(overview(plans), talk.language):
        talk.show(line)
    notes = warnings(plans)
    for note in notes:
        talk.tell(note, "yellow")
    talk.tell(Text(f"比較を書いたフォルダー: {out}", f"comparison: {out}"), "bold")
    talk.document(
        {
            "status": Exit.DONE.word,
            "exit_code": int(Exit.DONE),
            "plans": [named.name for named in plans],
            "folder": str(out),
            "files": [path.relative_to(out).as_posix() for path in files],
            "warnings": [both(note) for note in notes],
            "seconds": talk.seconds,
        }
    )


def _shown(table: "Table", language: Language) -> Iterator[Line]:
    """Yield what the plans differ in, one line each."""
    from consolidation.export.table import shown

    differing = [row for row in table.rows if len(set(row[1:])) > 1]
    if not differing:
        yield Line(Text("主な数値に違いはない", "the main numbers do not differ").in_(language))
        return
    kinds = [heading.kind for heading in table.headings]
    yield from columns(
        [
            [shortened(plain(h.title.in_(language)), WIDEST) for h in table.headings],
            *(
                [
                    shortened(plain(shown(cell, kind, language)), WIDEST)
                    for cell, kind in zip(row, kinds, strict=True)
                ]
                for row in differing
            ),
        ]
    )
