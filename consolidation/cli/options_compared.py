"""``consolidation options``: every way to merge the networks, compared."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from consolidation.cli.options import SPOKEN, Json, Lang, OutFolder, Quiet, TimeLimit, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.planning import ScenarioFile
from consolidation.cli.talk import Talk
from consolidation.solving.status import Status
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.comparing.model import Comparison


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "options",
        help=said(
            "回線を統合する案を費用・利用率・規則で比べ、書き出す。",
            "Compare the ways to merge the networks: cost, use, policy.",
        ),
    )(options)


def options(
    scenario: ScenarioFile,
    out: OutFolder = None,
    lang: Lang = SPOKEN,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Compare the ways to merge the networks."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_options(talk, scenario, out, time_limit))


def _options(talk: Talk, file: Path, out: Path | None, time_limit: int | None) -> Exit:
    from consolidation.cli.load import load
    from consolidation.cli.options_words import options_lines, options_record
    from consolidation.export.options.folder import GUARD, Sources, write_options_folder
    from consolidation.export.options.shown import Shown
    from consolidation.scenario.options import make_comparison

    with talk.progress() as report:
        loaded = load(talk, file, report, time_limit)
        folder = out or Path("out") / f"{loaded.scenario.name}-options"
        if folder.is_dir() and any(folder.iterdir()):
            GUARD(folder)  # now, not after a minute of solving
        comparison = make_comparison(loaded.estate, loaded.scenario, report)
        shown = Shown(
            comparison=comparison,
            estate=loaded.estate,
            asked=loaded.scenario,
            language=talk.language,
        )
        report(Text("比較を書き出す", "writing the comparison"))
        files = write_options_folder(shown, Sources(loaded.inventory, file), folder)
    code = exit_of(comparison)
    for line in options_lines(shown, folder, talk.seconds):
        talk.show(line)
    talk.document(
        {
            "status": code.word,
            "exit_code": int(code),
            **options_record(shown),
            "folder": str(folder),
            "files": [path.relative_to(folder).as_posix() for path in files],
            "warnings": loaded.warning_records(),
            "seconds": talk.seconds,
        }
    )
    return code


def exit_of(comparison: "Comparison") -> Exit:
    """Return 0 where an option may be chosen, else what is in the way of all of them."""
    if comparison.cheapest is not None:
        return Exit.DONE
    if any(option.cost is not None for option in comparison.options):
        return Exit.BREACHES
    proved = all(option.status is Status.INFEASIBLE for option in comparison.options)
    return Exit.NOTHING_FITS if proved else Exit.SOLVER_TROUBLE
