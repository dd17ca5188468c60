"""``consolidation import``: what people really have, turned into an inventory."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import ending
from consolidation.cli.talk import Talk
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.inventory.importers.model import Imported

SCENARIO = "scenario.toml"

ImportFile = Annotated[
    Path, typer.Argument(metavar="FILE", help=said("読み込むファイル", "the file to read"))
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="INVENTORY_DIR",
        help=said("台帳を書き出すフォルダー", "inventory to write"),
    ),
]

app = typer.Typer(
    help=said("他の道具の書き出しを台帳にする。", "Turn another tool's export into an inventory."),
    no_args_is_help=True,
)


@app.command("rvtools", help=said("RVToolsのxlsxを読む。", "Read an RVTools workbook."))
def rvtools(
    file: ImportFile, out: Out, lang: Lang = SPOKEN, quiet: Quiet = False, json: Json = False
) -> None:
    """Read an RVTools workbook."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        from consolidation.inventory.importers.rvtools import import_rvtools

        _import(talk, import_rvtools, file, out)


@app.command("azure-migrate", help=said("Azure MigrateのCSVを読む。", "Read an Azure Migrate CSV."))
def azure_migrate(
    file: ImportFile, out: Out, lang: Lang = SPOKEN, quiet: Quiet = False, json: Json = False
) -> None:
    """Read an Azure Migrate CSV."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        from consolidation.inventory.importers.azure_migrate import import_azure_migrate

        _import(talk, import_azure_migrate, file, out)


def _import(talk: Talk, read: "Callable[[Path], Imported]", file: Path, out: Path) -> None:
    from consolidation.inventory.write import write_inventory

    with talk.progress() as report:
        report(Text("読み込む", "reading"))
        imported = read(file)
        report(Text("台帳を書き出す", "writing the inventory"))
        write_inventory(imported.estate, out, talk.language)
