"""``consolidation pack``: the packer alone, on any packing problem."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, TimeLimit, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.plain import plain
from consolidation.cli.talk import Talk
from consolidation.packing.model import Objective, PackingProblem, Then
from consolidation.text import Text

DEFAULT_LIMIT_S = 60

ProblemFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE.vbp|FILE.json",
        help=said("詰め込み問題", "the packing problem"),
    ),
]
Aim = Annotated[
    Objective | None,
    typer.Option(
        "--objective",
        help=said(
            "最小にするもの (問題の指定に代えて)", "what to minimise, whatever the file says"
        ),
    ),
]
Second = Annotated[
    Then | None,
    typer.Option(
        "--then",
        help=said(
            "次に最小にするもの (最大使用率、移動)",
            "what to minimise next among equals: the highest load, or moves",
        ),
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=said("問題、割当て、証明書のJSON", "JSON of problem, packing and certificate"),
    ),
]
Placements = Annotated[
    bool,
    typer.Option(
        "--placements", help=said("ホストごとの割当ても示す", "show who stands on which host")
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "pack",
        help=said(
            "詰め込み問題だけを解く (.vbp は分野の標準形式、.json は全ての規則)。",
            "Solve a packing problem alone: .vbp, the field's format, or .json with every rule.",
        ),
    )(pack_file)


def pack_file(
    file: ProblemFile,
    objective: Aim = None,
    then: Second = None,
    time_limit: TimeLimit = None,
    out: Out = None,
    placements: Placements = False,
    lang: Lang = SPOKEN,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Solve a packing problem alone."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        _pack(talk, _Wish(file, objective, then, time_limit or DEFAULT_LIMIT_S, out, placements))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the user asked for."""

    file: Path
    objective: Objective | None
    then: Then | None
    limit_s: int
    out: Path | None
    placements: bool

    def problem(self) -> PackingProblem:
        """Read the problem, with the objectives that the command line asks for."""
        from consolidation.packing.files.problem_file import read_problem
        from consolidation.packing.vbp import read_vbp

        read = read_problem if self.file.suffix.lower() == ".json" else read_vbp
        problem = read(self.file)
        return replace(
            problem,
            objective=self.objective or problem.objective,
            then=self.then or problem.then,
        )


LOADING_S = 2.0
"""Loading the compiled searches takes less: what is more compiles them, once on a new machine."""


def _left_s(limit_s: float, talk: Talk) -> float:
    """Return what reading and loading leave of the time limit; compiling is not counted."""
    from consolidation.packing.ready import make_ready

    before = talk.seconds
    make_ready()
    loading_s = min(LOADING_S, talk.seconds - before)
    return max(0.0, limit_s - before - loading_s)


def _pack(talk: Talk, wish: _Wish) -> None:
    from consolidation.cli.packing_words import packing_lines, packing_record
    from consolidation.packing.files.idle_rules import idle_rules
    from consolidation.packing.files.packing_file import refuse_other_file, write_packing
    from consolidation.packing.pack import pack
    from consolidation.packing.verify import verify_packing
    from consolidation.scenario.accept import accept

    packing, stopped = None, False
    remarks: tuple[Text, ...] = ()
    try:
        with talk.progress() as report:
            report(Text("問題を読む", "reading the problem"))
            problem = wish.problem()
            if wish.out is not None:
                refuse_other_file(wish.out)  # now, not after a minute of solving
            remarks = idle_rules(problem)
            report(Text("詰め込みを解く", "packing"))
            packing = pack(problem, _left_s(wish.limit_s, talk))
            accept("packing", verify_packing(problem, packing))
            if wish.out is not None:
                write_packing(wish.out, problem, packing)
    except KeyboardInterrupt:
        if packing is None:
            raise
        stopped = True  # the search ended with the best packing so far: it is shown all the same
    seconds = talk.seconds
    for remark in remarks:
        talk.note(plain(talk.say(remark)))
    for line in packing_lines(wish.file, packing, talk.language, seconds, wish.placements):
        talk.show(line)
    if wish.out is not None:
        talk.tell(
            Text(
                f"書き出し: {wish.out} (consolidation verify で検算できる)",
                f"written: {wish.out} (consolidation verify checks it again)",
            )
        )
    talk.document(packing_record(packing, seconds, wish.placements, remarks))
    if stopped:
        raise typer.Exit(Exit.INTERRUPTED)
