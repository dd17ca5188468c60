"""``consolidation import``: what people really have, turned into an inventory."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text as Line

from consolidation.cli.layout import labelled
from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.plain import plain
from consolidation.cli.problems import both, problem_record, shown_account
from consolidation.cli.talk import NARROWEST, Talk
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.errors import Problem
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
    from consolidation.inventory.importers.scenario import starter_scenario, with_hosts_to_buy
    from consolidation.inventory.write import write_inventory

    with talk.progress() as report:
        report(Text("読み込む", "reading"))
        imported = read(file)
        estate = with_hosts_to_buy(imported.estate)
        report(Text("台帳を書き出す", "writing the inventory"))
        write_inventory(estate, out, talk.language)
        (out / SCENARIO).write_text(starter_scenario(estate), encoding="utf-8", newline="\n")
    for line in _shown(talk, imported, file, out):
        talk.show(line)
    talk.document(
        {
            "status": Exit.DONE.word,
            "exit_code": int(Exit.DONE),
            "folder": str(out),
            "scenario": str(out / SCENARIO),
            "summary": [
                {"label": both(label), "value": value} for label, value in imported.summary
            ],
            **{name: [problem_record(p) for p in of(imported)] for name, _, of in _ACCOUNTS},
            "seconds": talk.seconds,
        }
    )


def _shown(talk: Talk, imported: "Imported", file: Path, out: Path) -> Iterator[Line]:
    """Yield the totals, what was not taken over and why, and what to do next."""
    yield Line(plain(str(file)), "bold")
    rows = [(talk.say(label), Line(plain(value))) for label, value in imported.summary]
    yield from labelled(rows, NARROWEST)
    for _, heading, of in _ACCOUNTS:
        problems = of(imported)
        if problems:
            yield Line()
            yield shown_account(talk.say(heading), problems, talk.language)
    yield Line()
    wrote = Text(f"台帳: {out}", f"inventory: {out}")
    yield Line(plain(talk.say(wrote)), "bold")
    following = Text(
        f"次に: consolidation plan {out / SCENARIO}", f"next: consolidation plan {out / SCENARIO}"
    )
    yield Line(plain(talk.say(following)), "green")


_ACCOUNTS: tuple[tuple[str, Text, "Callable[[Imported], tuple[Problem, ...]]"], ...] = (
    ("contradictions", Text("食い違い", "contradictions"), lambda i: i.contradictions),
    ("assumptions", Text("補った仮定", "assumptions made"), lambda i: i.assumptions),
    ("unused", Text("使わなかったもの", "not used"), lambda i: i.unused),
)
"""What an import is accounted for by: the JSON key, the heading, where it stands."""
