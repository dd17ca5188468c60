"""``consolidation verify``: re-checks a written plan against its inventory without any solver."""

from pathlib import Path
from typing import Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.talk import Talk
from consolidation.text import Text

PlanFolder = Annotated[
    Path, typer.Argument(metavar="PLAN_DIR", help=said("審査用フォルダー", "the review folder"))
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "verify",
        help=said(
            "書き出した計画を、ソルバーを使わず台帳に照らして検算する。",
            "Re-check a written plan against its inventory without any solver.",
        ),
    )(verify)


def verify(
    folder: PlanFolder, lang: Lang = SPOKEN, quiet: Quiet = False, json: Json = False
) -> None:
    """Re-check a written plan against its inventory without any solver."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_verify(talk, folder))


def _verify(talk: Talk, folder: Path) -> Exit:
    from consolidation.export.verify import verify_folder

    with talk.progress() as report:
        report(Text("検算する", "re-checking"))
        result = verify_folder(folder)
    raise NotImplementedError(result)
