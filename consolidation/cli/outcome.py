"""How a command ends: errors become exit codes and sentences, never tracebacks.

0 done and reviewable, 1 policy breaches found, 2 input problems, 3 nothing fits, 4 solver trouble;
70 a fault of the tool itself (the only traceback); 130, 141 and 143 when stopped by Ctrl-C, by
whoever read the output, or by the system.
"""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import IntEnum

import typer
from rich.text import Text as Line

from consolidation.cli.plain import plain
from consolidation.cli.problems import both, problem_record, shown_culprits, shown_problems
from consolidation.cli.talk import Talk
from consolidation.errors import ConsolidationError, InputProblems, NothingFits
from consolidation.text import Text


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    BREACHES = 1
    INPUT_PROBLEMS = 2
    NOTHING_FITS = 3
    SOLVER_TROUBLE = 4
    TOOL_FAULT = 70
    INTERRUPTED = 130
    UNREAD = 141
    TERMINATED = 143

    @property
    def word(self) -> str:
        """The code as ``--json`` says it."""
        return self.name.lower().replace("_", "-")


@contextmanager
def ending(talk: Talk) -> Iterator[None]:
    """Turn what stops a command into a message and an exit code."""
    try:
        yield
    except ConsolidationError as error:
        _complain(talk, error)
        raise typer.Exit(error.exit_code) from None
    except BrokenPipeError:
        _leave_stdout()
        raise typer.Exit(Exit.UNREAD) from None
    except OSError as error:
        text = _about_file(error)
        talk.complain(Line(plain(talk.say(text)), "bold red"))
        with suppress(OSError):  # the output itself may be what cannot be written
            _document(talk, Exit.INPUT_PROBLEMS, {"message": both(text)})
        raise typer.Exit(Exit.INPUT_PROBLEMS) from None
    except KeyboardInterrupt:
        text = Text(
            "中断した。書きかけのものは残していない", "interrupted; nothing half-written is left"
        )
        talk.complain(Line(talk.say(text), "bold"))
        _document(talk, Exit.INTERRUPTED, {"message": both(text)})
        raise typer.Exit(Exit.INTERRUPTED) from None


def _leave_stdout() -> None:
    """Send what is still to be written nowhere, so that Python does not complain at the end."""
    with suppress(OSError, ValueError):  # not every stdout is a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(talk: Talk, error: ConsolidationError) -> None:
    more: dict[str, object] = {"message": both(error.message)}
    if isinstance(error, InputProblems):
        talk.complain(shown_problems(error, talk.language))
        more["problems"] = [problem_record(p) for p in error.problems]
    elif isinstance(error, NothingFits):
        talk.complain(shown_culprits(error, talk.language))
        more["culprits"] = [
            {"kind": c.kind, "name": c.name, "reason": both(c.reason)} for c in error.culprits
        ]
    else:
        talk.complain(Line(plain(talk.say(error.message)), "bold red"))
    _document(talk, Exit(error.exit_code), more)


def _document(talk: Talk, code: Exit, more: Mapping[str, object]) -> None:
    talk.document({"status": code.word, "exit_code": int(code), **more})


def _about_file(error: OSError) -> Text:
    """Say what is wrong with a file or folder, and what to do."""
    name = error.filename or error.filename2 or ""
    ja, en = _CAUSES.get(error.errno or 0, (error.strerror or str(error),) * 2)
    return Text(f"{name}: {ja}" if name else ja, f"{name}: {en}" if name else en)


_CAUSES = {
    errno.ENOENT: ("ファイルもフォルダーもない", "there is no such file or folder"),
    errno.EACCES: ("権限がない", "permission denied; choose a place that you may read or write"),
    errno.EPERM: ("権限がない", "permission denied; choose a place that you may read or write"),
    errno.EISDIR: ("フォルダーである。ファイルを指定する", "is a folder; name a file"),
    errno.ENOTDIR: ("フォルダーではない", "is not a folder"),
    errno.EEXIST: ("既にある。別の場所を指定する", "exists already; name another place"),
    errno.ENOTEMPTY: ("空でない。別の場所を指定する", "is not empty; name another place"),
    errno.ENOSPC: ("空き容量が足りない", "no space left; free some or name another place"),
    errno.EROFS: ("書き込めない場所である", "is read-only; name another place"),
    errno.ENAMETOOLONG: ("名前が長すぎる", "the name is too long"),
}
