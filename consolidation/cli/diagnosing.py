"""``consolidation doctor``: what this machine has, and what would not work on it and why."""

import sys
from pathlib import Path

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.problems import both
from consolidation.cli.talk import Talk
from consolidation.text import Text


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "doctor",
        help=said(
            "版、ソルバー、フォントなどを調べ、動かないものを示す。",
            "Show versions, solvers, fonts and what would not work here, and why.",
        ),
    )(doctor)


def doctor(lang: Lang = SPOKEN, quiet: Quiet = False, json: Json = False) -> None:
    """Show versions, solvers, fonts and what would not work here, and why."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_doctor(talk))


def _doctor(talk: Talk) -> Exit:
    from rich.table import Table
    from rich.text import Text as Line

    from consolidation.cli.symptoms import EXAMINATIONS

    with talk.progress() as report:
        report(Text("調べる", "examining"))
        symptoms = [symptom for examine in EXAMINATIONS for symptom in examine(Path.cwd())]
    table = Table.grid(padding=(0, 2))
    for symptom in symptoms:
        mark = Line("ok", "green") if symptom.works else Line("NG", "bold red")
        table.add_row(mark, talk.say(symptom.subject), talk.say(symptom.found))
    talk.show(table)
    ill = [symptom for symptom in symptoms if not symptom.works]
    fine = Text("すべて動く", "everything works here")
    not_all = Text(f"動かないもの: {len(ill)}件", f"{len(ill)} of these would not work here")
    talk.tell(not_all if ill else fine, "bold")
    code = Exit.INPUT_PROBLEMS if ill else Exit.DONE
    if any(s.is_solver for s in ill):
        code = Exit.SOLVER_TROUBLE
    talk.document(
        {
            "status": code.word,
            "exit_code": int(code),
            "python": sys.version.split()[0],
            "examinations": [
                {"subject": both(s.subject), "found": both(s.found), "works": s.works}
                for s in symptoms
            ],
        }
    )
    return code
