"""``consolidation template``: an empty inventory to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.talk import Talk
from consolidation.text import Text

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help=said("書き出すフォルダー", "folder to write"))
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "template",
        help=said(
            "記入用の空の台帳をCSVとxlsxで書き出す。",
            "Write an empty inventory to fill in, as CSVs and as one .xlsx.",
        ),
    )(template)


def template(folder: Folder, lang: Lang = SPOKEN, quiet: Quiet = False, json: Json = False) -> None:
    """Write an empty inventory to fill in."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        _template(talk, folder)


def _template(talk: Talk, folder: Path) -> None:
    from consolidation.inventory.template import write_template

    files = write_template(folder, talk.language)
    names = ", ".join(path.name for path in files)
    talk.tell(
        Text(
            f"{folder} に{len(files)}個のファイルを書いた: {names}",
            f"wrote {len(files)} files into {folder}: {names}",
        )
    )
    talk.document(
        {
            "status": Exit.DONE.word,
            "exit_code": int(Exit.DONE),
            "folder": str(folder),
            "files": [path.name for path in files],
        }
    )
