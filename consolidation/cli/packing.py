"""``consolidation pack``: the packer alone, on the field's standard text format."""

import json as json_text
from pathlib import Path
from typing import Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, TimeLimit, said
from consolidation.cli.outcome import ending
from consolidation.cli.talk import Talk
from consolidation.text import Text

DEFAULT_LIMIT_S = 60

VbpFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE.vbp",
        help=said("ベクトルビンパッキングの問題", "a vector bin packing problem"),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "pack",
        help=said(
            "標準形式 (.vbp) の詰め込み問題だけを解く。",
            "Solve a packing problem alone, in the field's text format (.vbp).",
        ),
    )(pack_file)


def pack_file(
    file: VbpFile,
    time_limit: TimeLimit = None,
    lang: Lang = SPOKEN,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Solve a packing problem alone."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        _pack(talk, file, time_limit or DEFAULT_LIMIT_S)


def _pack(talk: Talk, file: Path, limit_s: int) -> None:
    from consolidation.packing.pack import pack
    from consolidation.packing.vbp import read_vbp
    from consolidation.packing.verify import verify_packing
    from consolidation.scenario.accept import accept

    with talk.progress() as report:
        report(Text("詰め込みを解く", "packing"))
        problem = read_vbp(file)
        packing = pack(problem, limit_s)
        accept("packing", verify_packing(problem, packing))
    result = {
        "bins": sum(cluster.num_hosts for cluster in packing.clusters),
        "bound": sum(cluster.lower_bound_hosts for cluster in packing.clusters),
        "status": packing.status.value,
        "seconds": talk.seconds,
    }
    talk.document(result)
    shown = json_text.dumps(result)
    talk.tell(Text(shown, shown))
