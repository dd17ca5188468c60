"""Read a vector-bin-packing instance in the text format of VPSolver (``.vbp``).

Number of dimensions; the bin's capacities; number of item rows; then per row the sizes and how
many items have them. A row without the number stands for one item. Sizes may be negative: a few
published instances have such sizes. Source: Brandão and Pedroso
2016, and the instances published with it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.packing.model import Guest, HostOption, PackingProblem
from consolidation.regular_file import read_regular
from consolidation.text import Text

CLUSTER = "bins"
MOST_DIMENSIONS = 1000
MOST_ITEMS = 1_000_000
MOST_PROBLEMS = 50
MOST = 10**15
WHOLE = re.compile(r"-?[0-9]{1,15}")


def read_vbp(path: Path) -> PackingProblem:
    """Read an instance; every bin costs 1, so that price and bound are numbers of bins.

    Items are named ``item-<row>`` or, where a row stands for several, ``item-<row>-<number>``.
    Raises `InputProblems` with all problems if the file is not of this format.
    """
    try:
        text = read_regular(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = Text("UTF-8 で書かれていない", "is not written in UTF-8")
        raise InputProblems(path.name, [Problem(path.name, None, None, what)]) from error
    reader = _Reader(path.name, text)
    problem = reader.problem()
    if reader.problems:
        raise InputProblems(path.name, reader.problems[:MOST_PROBLEMS])
    return problem


class _Reader:
    """The lines of a file with their numbers, and the problems found in them."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        lines = enumerate(text.splitlines(), start=1)
        self.lines = [(number, line.split()) for number, line in lines if line.strip()]
        self.problems: list[Problem] = []

    def problem(self) -> PackingProblem:
        """Return the instance; meaningless if problems were found."""
        empty = PackingProblem(dimensions=(), guests=(), options=())
        if len(self.lines) < 3:
            self._add(None, Text("3行に満たない", "fewer than three lines"))
            return empty
        head = [self._whole(at, 1, least=least) for at, least in ((0, 1), (2, 0))]
        num_dimensions, num_rows = (values[0] if values else -1 for values in head)
        if num_dimensions > MOST_DIMENSIONS:
            self._add(
                self.lines[0][0],
                Text(
                    f"次元は{MOST_DIMENSIONS}まで", f"at most {MOST_DIMENSIONS} dimensions are read"
                ),
            )
        capacities = self._whole(1, num_dimensions)
        if self.problems:
            return empty
        if len(self.lines) - 3 != num_rows:
            self._add(
                self.lines[2][0],
                Text(
                    f"品目は{num_rows}行のはずだが{len(self.lines) - 3}行ある",
                    f"{num_rows} item rows announced, {len(self.lines) - 3} found",
                ),
            )
        return PackingProblem(
            dimensions=tuple(f"d{d}" for d in range(1, num_dimensions + 1)),
            guests=tuple(self._items(num_dimensions)),
            options=(
                HostOption(id="bin", cluster=CLUSTER, capacity=tuple(capacities), price_yen=1),
            ),
        )

    def _items(self, num_dimensions: int) -> list[Guest]:
        guests: list[Guest] = []
        for row in range(1, len(self.lines) - 2):
            values = self._whole(row + 2, num_dimensions, optional=1, least=-MOST)
            num = values[num_dimensions] if len(values) > num_dimensions else 1
            if num < 0:
                self._add(self.lines[row + 2][0], Text("個数が負である", "a negative quantity"))
                continue
            if len(guests) + num > MOST_ITEMS:
                number = self.lines[row + 2][0]
                what = Text(f"品目が{MOST_ITEMS}個を超える", f"more than {MOST_ITEMS} items")
                self._add(number, what)
                return []
            demand = tuple(values[:num_dimensions])
            guests.extend(_guests(row, demand, num))
        return guests

    def _whole(self, at: int, num: int, optional: int = 0, least: int = 0) -> list[int]:
        """Return the whole numbers of a line, or note what is wrong with it."""
        number, words = self.lines[at]
        if not num <= len(words) <= num + optional:
            count = f"{num}–{num + optional}" if optional else f"{num}"
            what = Text(
                f"数が{count}個のはずだが{len(words)}個ある",
                f"{count} numbers expected, {len(words)} found",
            )
            self._add(number, what)
            return []
        wrong = [word for word in words if not WHOLE.fullmatch(word)]
        if wrong:
            what = Text(
                f"整数でない、または大きすぎる: '{wrong[0][:40]}'",
                f"'{wrong[0][:40]}' is not a whole number, or too large",
            )
            self._add(number, what)
            return []
        values = [int(word) for word in words]
        if min(values) < least:
            what = Text(
                f"{least}より小さい: {min(values)}", f"{min(values)} is smaller than {least}"
            )
            self._add(number, what)
            return []
        return values

    def _add(self, line: int | None, what: Text) -> None:
        self.problems.append(Problem(self.name, line, None, what))


def _guests(row: int, demand: Sequence[int], num: int) -> list[Guest]:
    width = len(str(num))
    names = [f"item-{row:06}"]
    if num != 1:
        names = [f"item-{row:06}-{i:0{width}}" for i in range(1, num + 1)]
    return [Guest(id=name, cluster=CLUSTER, zone="all", demand=tuple(demand)) for name in names]
