"""A network design as a JSON file, with its problem and certificate: all that a checker needs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from consolidation.errors import InputProblems, Problem
from consolidation.json_text import read_text
from consolidation.redesign.designing.answer import NetworkDesign
from consolidation.redesign.designing.files.check_design import problems_of
from consolidation.redesign.designing.files.exact_json import dump_exact, parse_exact
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.regular_file import write_whole
from consolidation.text import Text

FORMAT: Literal["consolidation design 1"] = "consolidation design 1"
_MARK = re.compile(rb'"format"\s*:\s*"consolidation design [0-9]+"')
_HEAD_BYTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignFile:
    """What a design file holds."""

    format: Literal["consolidation design 1"]
    problem: DesignProblem
    design: NetworkDesign


def read_design(path: Path) -> DesignFile:
    """Read a design file, or raise `InputProblems` with what is wrong and where.

    The problem in it is checked; whether the design is right, `verify_design` tells.
    """
    found = parse_exact(read_text(path), DesignFile, path.name)
    problems = problems_of(found.problem, found.design, path.name)
    if problems:
        raise InputProblems(path.name, problems)
    return found


def dump_design(problem: DesignProblem, design: NetworkDesign) -> str:
    """Return a problem and its design as JSON text; equal ones give equal text."""
    return dump_exact(DesignFile(format=FORMAT, problem=problem, design=design), DesignFile)


def is_design_file(path: Path) -> bool:
    """Return whether a file says at its beginning that it holds a design, right or wrong."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _MARK.search(file.read(_HEAD_BYTES)) is not None


def refuse_other_file(path: Path) -> None:
    """Raise `InputProblems` if something stands at a path that is not a design file."""
    if path.exists() and not is_design_file(path):
        what = Text(
            "回線設計の書き出しではないものがあるので置き換えない",
            "holds something that is not a design file, so it is not replaced",
        )
        fix = Text("別の場所を --out で指定する", "name another place with --out")
        raise InputProblems(str(path), [Problem(path.name, None, None, what, fix)])


def write_design(path: Path, problem: DesignProblem, design: NetworkDesign) -> None:
    """Write a design file completely or not at all; only an older design file is replaced."""
    refuse_other_file(path)
    write_whole(path, dump_design(problem, design))
