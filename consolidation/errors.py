"""What can go wrong, said so that a user can mend it.

A policy breach is not an error: it is a finding of the verdict. Every error class carries the
exit code that the command line ends with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consolidation.text import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it stands, what is wrong, how to mend it.

    ``source`` is a file or sheet name, ``line`` its 1-based line (the header is line 1) and
    ``column`` the header as the user wrote it. A ``warning`` does not stop planning.

    >>> p = Problem("servers.csv", 14, "memory_gib",
    ...             Text("整数ではない: '64G'", "'64G' is not a whole number"),
    ...             Text("64 と書く", "write 64; the unit is in the column name"))
    >>> print(p.render("en"))
    servers.csv line 14, memory_gib: '64G' is not a whole number
      fix: write 64; the unit is in the column name
    """

    source: str
    line: int | None
    column: str | None
    what: Text
    fix: Text | None = None
    warning: bool = False

    def render(self, language: Language) -> str:
        """Return the problem as one or two lines of text."""
        where = self.source
        if self.line is not None:
            where += f" {self.line}行目" if language == "ja" else f" line {self.line}"
        if self.column is not None:
            where += f"、{self.column}" if language == "ja" else f", {self.column}"
        text = f"{where}: {self.what.in_(language)}"
        if self.fix is not None:
            label = "直し方" if language == "ja" else "fix"
            text += f"\n  {label}: {self.fix.in_(language)}"
        return text


class ConsolidationError(Exception):
    """Base of all errors the tool raises on purpose."""

    exit_code = 4

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


NOTHING_PLANNED = Text("何も計画していない", "nothing was planned")
NOTHING_CHECKED = Text("検算していない", "nothing was checked")


class InputProblems(ConsolidationError):
    """All problems found in one input, raised once, after everything was read (exit code 2)."""

    exit_code = 2

    def __init__(
        self, source: str, problems: Sequence[Problem], left: Text = NOTHING_PLANNED
    ) -> None:
        num = sum(not p.warning for p in problems)
        super().__init__(
            Text(
                f"{source}: 問題が{num}件ある。{left.ja}",
                f"{source}: {num} problem{'s' * (num != 1)}; {left.en}",
            )
        )
        self.source = source
        self.problems = tuple(problems)
        self.left = left
        """What was therefore left undone."""


@dataclass(frozen=True, slots=True)
class Culprit:
    """A server, rule or limit that makes a packing, schedule or network impossible."""

    kind: str
    """``server``, ``host_type``, ``zone``, ``rule``, ``group``, ``window`` or ``network``."""
    name: str
    reason: Text


class NothingFits(ConsolidationError):
    """No packing, schedule or network exists, and these are the reasons (exit code 3)."""

    exit_code = 3

    def __init__(self, message: Text, culprits: Sequence[Culprit]) -> None:
        super().__init__(message)
        self.culprits = tuple(culprits)


class SolverTrouble(ConsolidationError):
    """The solver failed, or gave an answer that the re-check refuses (exit code 4)."""
