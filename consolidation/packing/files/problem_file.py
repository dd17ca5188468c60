"""A packing problem as a JSON file, so that anybody can hand one to the packer.

The file holds the fields of `PackingProblem`: what has a default may be left out, pairs are
lists of two. The smallest file that says something::

    {
     "dimensions": ["memory_mib"],
     "guests": [
      {"id": "web-01", "cluster": "main", "zone": "office", "demand": [4096]}
     ],
     "options": [
      {"id": "big", "cluster": "main", "capacity": [65536], "price_yen": 900000}
     ]
    }
"""

from pathlib import Path

from consolidation.errors import InputProblems
from consolidation.packing.files.check_problem import problems_of
from consolidation.packing.files.strict_json import dump_strict, read_strict
from consolidation.packing.model import PackingProblem


def read_problem(path: Path) -> PackingProblem:
    """Read and check a problem, or raise `InputProblems` with what is wrong and where."""
    problem = read_strict(path, PackingProblem)
    problems = problems_of(problem, path.name)
    if problems:
        raise InputProblems(path.name, problems)
    return problem


def dump_problem(problem: PackingProblem) -> str:
    """Return a problem as JSON text that `read_problem` reads back to an equal problem."""
    return dump_strict(problem, PackingProblem)
