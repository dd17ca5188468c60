"""``consolidation compare``: several plans side by side."""

from pathlib import Path
from typing import Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import ending
from consolidation.cli.talk import Talk
from consolidation.errors import InputProblems, Problem
from consolidation.text import Text

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

    if len(folders) < 2:
        raise InputProblems(
            str(folders[0]),
            [
                Problem(
                    str(folders[0]),
                    None,
                    None,
                    Text("比べる相手がない", "there is nothing to compare it with"),
                    Text("フォルダーを2つ以上指定する", "name two review folders or more"),
                )
            ],
        )
    with talk.progress() as report:
        report(Text("計画を比べる", "comparing the plans"))
        files = write_comparison(folders, out, talk.language)
    raise NotImplementedError(files)
