"""``consolidation check``: inventory problems, then the policy verdict."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, TimeLimit, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.talk import Report, Talk
from consolidation.text import Text

if TYPE_CHECKING:
    from rich.text import Text as Line

    from consolidation.errors import Problem
    from consolidation.inventory.estate import Estate
    from consolidation.policy.model import PolicyOptions, Verdict
    from consolidation.scenario.model import Plan, Scenario

EditionId = Literal["city-2018", "city-2018-strict", "national-2022", "national-2025"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdicts on an inventory, a scenario or a plan, and what they are explained with."""

    verdicts: "tuple[Verdict, ...]"
    warnings: "tuple[Problem, ...]"
    options: "PolicyOptions"
    estates: "tuple[Estate, ...]"
    """As-is, and to-be where there is one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants to see of the verdicts, and by which edition."""

    time_limit: int | None
    edition: EditionId | None
    explain: str | None
    failures: bool


Subject = Annotated[
    Path,
    typer.Argument(
        metavar="INVENTORY|SCENARIO.toml|PLAN_DIR",
        help=said(
            "台帳、シナリオ、審査用フォルダーのどれか", "inventory, scenario or review folder"
        ),
    ),
]


Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="FINDING",
        help=said(
            "判定1件を詳しく示す。規則/対象、対象だけ、または前方の一部で指定",
            "explain one finding: rule/subject, the subject alone, or how its name begins",
        ),
    ),
]
Edition = Annotated[
    EditionId | None,
    typer.Option(
        "--edition",
        metavar="EDITION",
        help=said(
            "判定の基準: city-2018[-strict]、national-2022、national-2025",
            "rules to judge by: city-2018[-strict], national-2022, national-2025",
        ),
        show_default=False,
    ),
]
Failures = Annotated[
    bool,
    typer.Option(
        "--failures",
        help=said("判定を変える単一故障を示す", "list the single failures that change the answer"),
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
    explain: Explain = None,
    edition: Edition = None,
    failures: Failures = False,
    lang: Lang = SPOKEN,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Show inventory problems, then the policy verdict on as-is and to-be."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_check(talk, subject, Asked(time_limit, edition, explain, failures)))


def _check(talk: Talk, subject: Path, asked: Asked) -> Exit:
    from consolidation.cli.problems import problem_record, shown_warnings
    from consolidation.cli.record import verdict_record

    with talk.progress() as report:
        checked = _checked(talk, subject, asked, report)
    explained = _explained(talk, checked, asked)
    if checked.warnings:
        talk.show(shown_warnings(str(subject), checked.warnings, talk.language))
    else:
        talk.tell(Text("台帳に問題はない", "the inventory has no problems"), "green")
    for line in _lines(talk, checked, asked) if explained is None else explained.lines:
        talk.show(line)
    code = Exit.BREACHES if any(v.violations for v in checked.verdicts) else Exit.DONE
    talk.document(
        {
            "status": code.word,
            "exit_code": int(code),
            "warnings": [problem_record(w) for w in checked.warnings],
            **({} if explained is None else {"explained": explained.records}),
            "verdicts": [verdict_record(v) for v in checked.verdicts],
            "seconds": talk.seconds,
        }
    )
    return code


def _lines(talk: Talk, checked: Checked, asked: Asked) -> "Iterator[Line]":
    """Yield every verdict, with the failures that change it where they are asked for."""
    from consolidation.cli.explaining import shown_failures
    from consolidation.cli.findings import shown_verdict

    for verdict in checked.verdicts:
        yield from shown_verdict(verdict, talk.language)
        if asked.failures:
            yield from shown_failures(verdict, talk.language)


@dataclass(frozen=True, slots=True)
class _Explained:
    lines: "tuple[Line, ...]"
    records: list[object]


def _explained(talk: Talk, checked: Checked, asked: Asked) -> _Explained | None:
    """Return the finding asked for in words and as JSON; ``None`` where none was asked for."""
    if asked.explain is None:
        return None
    from consolidation.cli.explaining import shown_explanations
    from consolidation.cli.naming import named_findings
    from consolidation.cli.record import finding_record
    from consolidation.export.contents.explained import prices_are_illustrative
    from consolidation.export.controls import known_controls

    controls = known_controls(checked.estates)
    illustrative = prices_are_illustrative(checked.options.repair_prices)
    found = named_findings(checked.verdicts, asked.explain)
    return _Explained(
        tuple(shown_explanations(found, controls, illustrative, talk.language)),
        [{"state": v.state, **finding_record(f)} for v, findings in found for f in findings],
    )


def _checked(talk: Talk, subject: Path, asked: Asked, report: Report) -> Checked:
    """Judge an inventory (as-is), a scenario or a written plan (as-is and to-be)."""
    if subject.suffix == ".toml":
        return _of_scenario(talk, subject, asked, report)
    if (subject / "plan.json").is_file():
        return _of_plan(subject, asked, report)
    _refuse_options(subject)
    return _of_inventory(subject, asked, report)


def _refuse_options(subject: Path) -> None:
    """Say which command reads compared options: each is judged in them already."""
    from consolidation.errors import InputProblems, Problem
    from consolidation.export.options.options_json import OPTIONS_FILE

    folder = subject.parent if subject.name == OPTIONS_FILE else subject
    if not (folder / OPTIONS_FILE).is_file():
        return
    what = Text(
        "consolidation options が書いた案の比較であり、台帳でも計画でもない",
        "holds options compared by consolidation options, neither an inventory nor a plan",
    )
    fix = Text(
        f"検算は consolidation verify {folder}。各案の規則の判定は report.html にある",
        f"consolidation verify {folder} checks it; what the policy says of each option is in "
        "report.html",
    )
    raise InputProblems(str(subject), [Problem(str(subject), None, None, what, fix)])


def _judged_by(scenario: "Scenario", edition: EditionId | None) -> "Scenario":
    """Return a scenario with the edition that the user asks for, where one is."""
    if edition is None:
        return scenario
    return replace(scenario, policy=replace(scenario.policy, edition=edition))


def _of_scenario(talk: Talk, file: Path, asked: Asked, report: Report) -> Checked:
    from consolidation.cli.load import load
    from consolidation.scenario.plan import make_plan

    loaded = load(talk, file, report, asked.time_limit)
    scenario = _judged_by(loaded.scenario, asked.edition)
    plan = make_plan(loaded.estate, scenario, report)
    estates = _states(plan, loaded.estate)
    return Checked(plan.verdicts, loaded.warnings, scenario.policy, estates)


def _states(plan: "Plan", estate: "Estate") -> "tuple[Estate, ...]":
    """Return the as-is and the to-be state of a plan."""
    from consolidation.redesign.to_be import to_be

    platforms, design = plan.scenario.platforms, plan.lines.design
    return estate, to_be(estate, plan.sizing, plan.packing, platforms, design)


def _of_plan(folder: Path, asked: Asked, report: Report) -> Checked:
    from consolidation.export.inputs import inventory_in
    from consolidation.export.plan_json import loads
    from consolidation.inventory.read import read_inventory
    from consolidation.regular_file import read_regular
    from consolidation.scenario.check import judge_plan

    report(Text("計画を読み、方針に照らし直す", "reading the plan and judging it again"))
    plan = loads(read_regular(folder / "plan.json").decode("utf-8", "replace"))
    plan = replace(plan, scenario=_judged_by(plan.scenario, asked.edition))
    read = read_inventory(inventory_in(folder))
    estates = _states(plan, read.estate)
    return Checked(judge_plan(read.estate, plan), read.warnings, plan.scenario.policy, estates)


def _of_inventory(path: Path, asked: Asked, report: Report) -> Checked:
    from consolidation.inventory.read import read_inventory
    from consolidation.policy.model import PolicyOptions
    from consolidation.scenario.check import judge_inventory

    report(Text("台帳を読み、検査する", "reading and checking the inventory"))
    read = read_inventory(path)
    report(Text("方針に照らす", "judging by the policy"))
    options = PolicyOptions()
    if asked.edition is not None:
        options = replace(options, edition=asked.edition)
    verdict = judge_inventory(read.estate, options)
    return Checked((verdict,), read.warnings, options, (read.estate,))
