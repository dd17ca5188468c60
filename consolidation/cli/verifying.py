"""``consolidation verify``: re-checks a written plan, a packing or a network design."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text as Line

from consolidation.cli.options import SPOKEN, Json, Lang, Quiet, said
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.plain import plain
from consolidation.cli.problems import both
from consolidation.cli.talk import Talk
from consolidation.errors import NOTHING_CHECKED, InputProblems, Problem
from consolidation.text import Text

if TYPE_CHECKING:
    from consolidation.export.verify import VerifyResult

PlanFolder = Annotated[
    Path,
    typer.Argument(
        metavar="PLAN_DIR|FILE.json",
        help=said(
            "審査用フォルダー、または pack --out か lines --out の書き出し",
            "the review folder, or what pack --out or lines --out wrote",
        ),
    ),
]

Inventory = Annotated[
    Path | None,
    typer.Option(
        "--inventory",
        metavar="PATH",
        help=said(
            "写しの代わりに照らす台帳", "inventory to check against, in place of the folder's copy"
        ),
    ),
]

MOST_SHOWN = 30
"""Failures shown on a console; ``--json`` lists all."""

_NO_INVENTORY = Problem(
    "--inventory",
    None,
    None,
    Text(
        "割当てや回線設計の書き出しは台帳と照らさない",
        "a packing or design file is not checked against an inventory",
    ),
    Text("--inventory を付けない", "leave --inventory out"),
)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "verify",
        help=said(
            "書き出した計画と割当てをソルバーなしで、回線設計も検算する。",
            "Re-check a written plan or packing, without any solver, or a network design.",
        ),
    )(verify)


def verify(
    folder: PlanFolder,
    inventory: Inventory = None,
    lang: Lang = SPOKEN,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Re-check a written plan, packing or network design from its inputs."""
    talk = Talk(lang, quiet, json)
    with ending(talk):
        raise typer.Exit(_verify(talk, folder, inventory))


def _verify(talk: Talk, folder: Path, inventory: Path | None) -> Exit:
    with talk.progress() as report:
        report(Text("検算する", "re-checking"))
        folder.stat()  # what is not there is told by the name that was given
        try:
            result = _result(folder, inventory)
        except InputProblems as error:
            raise InputProblems(error.source, error.problems, NOTHING_CHECKED) from error
    code = Exit.DONE if result.ok else Exit.INPUT_PROBLEMS
    for block in _shown(result, folder, talk):
        talk.show(block)
    talk.document(
        {
            "status": "verified" if result.ok else "refuted",
            "exit_code": int(code),
            "passed": [both(text) for text in result.passed],
            "failures": [
                {"check": both(f.check), "where": f.where, "what": both(f.what)}
                for f in result.failures
            ],
            "notes": [both(text) for text in result.notes],
            "seconds": talk.seconds,
        }
    )
    return code


def _result(folder: Path, inventory: Path | None) -> "VerifyResult":
    from consolidation.export.options.options_json import OPTIONS_FILE
    from consolidation.export.options.verify_folder import is_options_folder, verify_options_folder
    from consolidation.export.verify import verify_folder

    if folder.name == OPTIONS_FILE and folder.is_file():
        folder = folder.parent
    if folder.is_file():
        if inventory is not None:
            raise InputProblems("--inventory", [_NO_INVENTORY])
        return _verify_file(folder)
    if is_options_folder(folder):
        return verify_options_folder(folder, inventory)
    return verify_folder(folder, inventory)


def _verify_file(path: Path) -> "VerifyResult":
    """Check a file by what it says it is; one that does not say is read as a packing."""
    from consolidation.redesign.designing.files.design_file import is_design_file

    if is_design_file(path):
        from consolidation.export.verify_design_file import verify_design_file

        return verify_design_file(path)
    from consolidation.export.verify_packing_file import verify_packing_file

    return verify_packing_file(path)


def _shown(result: "VerifyResult", folder: Path, talk: Talk) -> Iterator[Line]:
    """Yield what passed, what failed and the conclusion."""
    for passed in result.passed:
        line = Line("ok  ", "green")
        line.append(talk.say(passed), "default")
        yield line
    failures = result.failures[:MOST_SHOWN]
    for failure in failures:
        line = Line("NG  ", "bold red")
        line.append(plain(f"{talk.say(failure.check)}  {failure.where}: "), "bold")
        line.append(plain(talk.say(failure.what)), "default")
        yield line
    left = len(result.failures) - len(failures)
    if left > 0:
        more = Text(f"ほか{left}件 (--json で全件)", f"and {left} more (--json lists all)")
        yield Line("    " + talk.say(more), "dim")
    for note in result.notes:
        yield Line(plain(talk.say(note)), "yellow")
    num = len(result.failures)
    good = Text(f"{folder}: 検算に合う", f"{folder}: everything agrees")
    bad = Text(
        f"{folder}: 検算に合わない ({num}件)",
        f"{folder}: does not hold, {num} thing{'s' * (num != 1)} wrong",
    )
    yield Line(plain(talk.say(good if result.ok else bad)), "bold")
