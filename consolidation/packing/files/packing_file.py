"""A packing as a JSON file, with its problem and certificate: all that a checker needs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from consolidation.errors import InputProblems, Problem
from consolidation.packing.files.check_problem import problems_of
from consolidation.packing.files.strict_json import dump_strict, read_strict
from consolidation.packing.model import Packing, PackingProblem
from consolidation.regular_file import write_whole
from consolidation.text import Text

FORMAT: Literal["consolidation packing 1"] = "consolidation packing 1"
_MARK = f'"format": "{FORMAT}"'.encode()
_HEAD_BYTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingFile:
    """What a packing file holds."""

    format: Literal["consolidation packing 1"]
    problem: PackingProblem
    packing: Packing


def read_packing(path: Path) -> PackingFile:
    """Read a packing file, or raise `InputProblems` with what is wrong and where.

    The problem in it is checked; whether the packing is right, `verify_packing` tells.
    """
    found = read_strict(path, PackingFile)
    problems = problems_of(found.problem, path.name, "problem")
    if problems:
        raise InputProblems(path.name, problems)
    return found


def dump_packing(problem: PackingProblem, packing: Packing) -> str:
    """Return a problem and its packing as JSON text; equal ones give equal text."""
    file = PackingFile(format=FORMAT, problem=problem, packing=packing)
    return dump_strict(file, PackingFile)


def refuse_other_file(path: Path) -> None:
    """Raise `InputProblems` if something stands at a path that is not a packing file."""
    if not path.exists():
        return
    if path.is_file():
        with path.open("rb") as file:
            if _MARK in file.read(_HEAD_BYTES):
                return
    what = Text(
        "割当ての書き出しではないものがあるので置き換えない",
        "holds something that is not a packing file, so it is not replaced",
    )
    fix = Text("別の場所を --out で指定する", "name another place with --out")
    raise InputProblems(str(path), [Problem(path.name, None, None, what, fix)])


def write_packing(path: Path, problem: PackingProblem, packing: Packing) -> None:
    """Write a packing file completely or not at all; only an older packing file is replaced."""
    refuse_other_file(path)
    write_whole(path, dump_packing(problem, packing))
