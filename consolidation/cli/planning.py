"""``consolidation plan``: the main job, from a scenario to a review folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, OutFolder, Quiet, TimeLimit, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.talk import Talk
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.scenario.model import Plan

ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO.toml", help=said("シナリオ", "the scenario"))
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "plan",
        help=said(
            "シナリオに答え、審査用フォルダーを書き出す。",
            "Answer a scenario and write the review folder.",
        ),
    )(plan)


def plan(
    scenario: ScenarioFile,
    out: OutFolder = None,
    lang: Lang = SPOKEN,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Answer a scenario and write the review folder."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_plan(talk, scenario, out, time_limit))


def _plan(talk: Talk, file: Path, out: Path | None, time_limit: int | None) -> Exit:
    from consolidation.cli.load import load
    from consolidation.cli.record import plan_record
    from consolidation.cli.summary import summary
    from consolidation.export.folder import OURS, write_review_folder
    from consolidation.export.guard import Guard
    from consolidation.export.plan_json import PLAN_FILE
    from consolidation.scenario.plan import make_plan

    with talk.progress() as report:
        loaded = load(talk, file, report, time_limit)
        folder = out or Path("out") / loaded.scenario.name
        if folder.is_dir() and any(folder.iterdir()):
            Guard(PLAN_FILE, OURS)(folder)  # now, not after a minute of solving
        answer = make_plan(loaded.estate, loaded.scenario, report)
        report(Text("審査用フォルダーを書き出す", "writing the review folder"))
        files = write_review_folder(
            answer, loaded.estate, loaded.inventory, file, folder, talk.language
        )
    code = exit_of(answer)
    for block in summary(answer, loaded.estate, folder, talk.language, talk.seconds):
        talk.show(block)
    talk.document(
        {
            "status": code.word,
            "exit_code": int(code),
            **plan_record(answer),
            "folder": str(folder),
            "files": [path.name for path in files],
            "warnings": loaded.warning_records(),
            "seconds": talk.seconds,
        }
    )
    return code


def exit_of(answer: "Plan") -> Exit:
    """Return 1 where the state that a plan leads to, or one on the way, breaks the policy.

    Breaches of today's state that the plan mends do not count against the plan.
    """
    breaches = any(v.violations for v in answer.verdicts[1:])
    return Exit.BREACHES if breaches else Exit.DONE
