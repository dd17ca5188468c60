"""``consolidation lines``: network design alone, on any instance of SNDlib."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, TimeLimit, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.talk import Talk
from consolidation.errors import Culprit, NothingFits, SolverTrouble
from consolidation.solving.status import Status
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.redesign.designing.answer import NetworkDesign
    from consolidation.redesign.sndlib.read import Instance

DEFAULT_LIMIT_S = 60

NetworkFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help=said("SNDlibのネットワーク (独自形式またはXML)", "a network of SNDlib, native or XML"),
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="TAG|FILE",
        help=said(
            "何を求めるか: U-U-M-N-C-A-N-N のような略号、またはファイル",
            "what is asked: a tag such as U-U-M-N-C-A-N-N, or a file",
        ),
    ),
]

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=said("問題、設計、証明書のJSON", "JSON of problem, design and certificate"),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "lines",
        help=said(
            "回線の容量だけを設計する (SNDlibは分野の標準形式)。",
            "Design the capacities of lines alone: SNDlib, the field's format.",
        ),
    )(design_file)


def design_file(
    file: NetworkFile,
    model: Model = None,
    time_limit: TimeLimit = None,
    out: Out = None,
    lang: Lang = SPOKEN,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Design the capacities of lines alone."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        _design(talk, _Wish(file, model, time_limit or DEFAULT_LIMIT_S, out))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the user asked for."""

    file: Path
    model: str | None
    limit_s: int
    out: Path | None

    def instance(self) -> "Instance":
        """Read the network and what is asked of it."""
        from consolidation.redesign.sndlib.model import is_tag
        from consolidation.redesign.sndlib.read import read_sndlib

        if self.model is None or (is_tag(self.model) and not Path(self.model).exists()):
            return read_sndlib(self.file, self.model)
        return read_sndlib(self.file, Path(self.model))


def _design(talk: Talk, wish: _Wish) -> None:
    from consolidation.cli.lines_words import design_lines, design_record
    from consolidation.redesign.designing.files.design_file import refuse_other_file, write_design

    design, stopped = None, False
    try:
        with talk.progress() as report:
            report(Text("ネットワークを読む", "reading the network"))
            instance = wish.instance()
            if wish.out is not None:
                refuse_other_file(wish.out)  # now, not after a minute of solving
            report(Text("容量を設計する", "designing"))
            design = _found(instance, max(0.0, wish.limit_s - talk.seconds))
            if wish.out is not None:
                write_design(wish.out, instance.problem, design)
    except KeyboardInterrupt:
        if design is None:
            raise
        stopped = True  # the search ended with the best design so far: it is shown all the same
    seconds = talk.seconds
    for line in design_lines(wish.file, instance, design, talk.language, seconds):
        talk.show(line)
    if wish.out is not None:
        talk.tell(
            Text(
                f"書き出し: {wish.out} (consolidation verify で検算できる)",
                f"written: {wish.out} (consolidation verify checks it again)",
            )
        )
    talk.document(design_record(instance, design, seconds))
    if stopped:
        raise typer.Exit(Exit.INTERRUPTED)


def _found(instance: "Instance", limit_s: float) -> "NetworkDesign":
    """Return a design that was checked; raise if there is none or none was found in the time."""
    from consolidation.redesign.designing.design import design_network
    from consolidation.redesign.designing.verify import verify_design
    from consolidation.scenario.accept import accept

    design = design_network(instance.problem, limit_s)
    accept("lines", verify_design(instance.problem, design))
    name = instance.problem.name
    if design.status is Status.INFEASIBLE:
        reason = design.culprit or Text("原因は絞り込めなかった", "what is at fault was not found")
        raise NothingFits(
            Text(
                "どれだけ買っても需要を運べない",
                "the demands cannot be carried, whatever is bought",
            ),
            [Culprit("network", name, reason)],
        )
    if design.cost is None:
        raise SolverTrouble(
            Text(
                f"{name}: 時間内に設計が見つからず、不可能とも証明されなかった",
                f"{name}: no design was found in the time, nor is it proved that there is none",
            )
        )
    return design
