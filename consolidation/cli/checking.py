"""``consolidation check``: inventory problems, then the policy verdict."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, TimeLimit, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.talk import Report, Talk
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.errors import Problem
    from consolidation.policy.model import Verdict

Checked = tuple["tuple[Verdict, ...]", "tuple[Problem, ...]"]

Subject = Annotated[
    Path,
    typer.Argument(
        metavar="INVENTORY|SCENARIO.toml|PLAN_DIR",
        help=said(
            "台帳、シナリオ、審査用フォルダーのどれか", "inventory, scenario or review folder"
        ),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check",
        help=said(
            "台帳の問題を示し、現状と計画後を方針に照らす。",
            "Show inventory problems, then the policy verdict on as-is and to-be.",
        ),
    )(check)


def check(
    subject: Subject,
    lang: Lang = SPOKEN,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Show inventory problems, then the policy verdict on as-is and to-be."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_check(talk, subject, time_limit))


def _check(talk: Talk, subject: Path, time_limit: int | None) -> Exit:
    from consolidation.cli.findings import shown_verdict
    from consolidation.cli.problems import problem_record, shown_warnings
    from consolidation.cli.record import verdict_record

    with talk.progress() as report:
        verdicts, warnings = _verdicts(talk, subject, time_limit, report)
    if warnings:
        talk.show(shown_warnings(str(subject), warnings, talk.language))
    else:
        talk.tell(Text("台帳に問題はない", "the inventory has no problems"), "green")
    for verdict in verdicts:
        for line in shown_verdict(verdict, talk.language):
            talk.show(line)
    code = Exit.BREACHES if any(v.violations for v in verdicts) else Exit.DONE
    talk.document(
        {
            "status": code.word,
            "exit_code": int(code),
            "warnings": [problem_record(w) for w in warnings],
            "verdicts": [verdict_record(v) for v in verdicts],
            "seconds": talk.seconds,
        }
    )
    return code


def _verdicts(talk: Talk, subject: Path, time_limit: int | None, report: Report) -> Checked:
    """Judge an inventory (as-is), a scenario or a written plan (as-is and to-be)."""
    if subject.suffix == ".toml":
        return _of_scenario(talk, subject, time_limit, report)
    if (subject / "plan.json").is_file():
        return _of_plan(subject, report)
    return _of_inventory(subject, report)


def _of_scenario(talk: Talk, file: Path, time_limit: int | None, report: Report) -> Checked:
    from consolidation.cli.load import load
    from consolidation.scenario.plan import make_plan

    loaded = load(talk, file, report, time_limit)
    return make_plan(loaded.estate, loaded.scenario, report).verdicts, loaded.warnings


def _of_plan(folder: Path, report: Report) -> Checked:
    from consolidation.export.inputs import inventory_in
    from consolidation.export.plan_json import loads
    from consolidation.inventory.read import read_inventory
    from consolidation.regular_file import read_regular
    from consolidation.scenario.check import judge_plan

    report(Text("計画を読み、方針に照らし直す", "reading the plan and judging it again"))
    plan = loads(read_regular(folder / "plan.json").decode("utf-8", "replace"))
    read = read_inventory(inventory_in(folder))
    return judge_plan(read.estate, plan), read.warnings


def _of_inventory(path: Path, report: Report) -> Checked:
    from consolidation.inventory.read import read_inventory
    from consolidation.scenario.check import judge_inventory

    report(Text("台帳を読み、検査する", "reading and checking the inventory"))
    read = read_inventory(path)
    report(Text("方針に照らす", "judging by the policy"))
    return (judge_inventory(read.estate),), read.warnings
