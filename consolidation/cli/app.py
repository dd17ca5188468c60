"""The ``consolidation`` command: one module per sub-command, heavy imports inside them."""

import signal
import sys
from types import FrameType, TracebackType
from typing import Annotated

import typer
from typer.main import get_command

from consolidation import __version__
from consolidation.cli import (
    checking,
    comparing,
    diagnosing,
    importing,
    lines,
    options_compared,
    packing,
    planning,
    templating,
    verifying,
)
from consolidation.cli.options import said
from consolidation.cli.outcome import Exit
from consolidation.cli.talk import make_output_safe

EXIT_CODES = said(
    "終了コード: 0 完了、1 方針への違反あり、2 入力に問題、3 収まらない、4 ソルバーの問題",
    "Exit codes: 0 done and reviewable, 1 policy breaches found, 2 input problems, "
    "3 nothing fits, 4 solver trouble.",
)

app = typer.Typer(
    name="consolidation",
    help=said(
        "サーバ統合とネットワーク再編を計画し、答の一つ一つに根拠を付ける。",
        "Plans a city's server consolidation and network redesign, and proves each answer.",
    ),
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"consolidation {__version__}\n")
        raise typer.Exit


@app.callback()
def _consolidation(
    _asked: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=said("版を表示する", "show the version"),
        ),
    ] = False,
) -> None:
    """Hold the options that stand before a command's name."""


for module in (
    planning,
    checking,
    options_compared,
    comparing,
    verifying,
    templating,
    packing,
    lines,
    diagnosing,
):
    module.add_to(app)
app.add_typer(importing.app, name="import")


def main() -> None:
    """Run the command line; every ending is an exit code, none a traceback for a user's slip."""
    make_output_safe()
    sys.excepthook = _crashed
    signal.signal(signal.SIGTERM, _terminated)
    get_command(app)(prog_name="consolidation")


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    """End as if by an exception, so that everything half-written is taken away."""
    raise SystemExit(int(Exit.TERMINATED))


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that the tool is at fault, and end with a code that means nothing else."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.write(
        said(
            "これは道具自体の誤りである。上の表示を添えて知らせてほしい。\n",
            "This is a fault of the tool itself; please report it with the lines above.\n",
        )
    )
    raise SystemExit(int(Exit.TOOL_FAULT))
