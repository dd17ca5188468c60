"""A small linear program solved for the multipliers that prove its value."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """Minimise costs * x with ``low <= matrix * x <= high``; columns within their own limits."""

    costs: Real
    matrix: Real
    """(rows, columns)."""
    low: Real
    high: Real


@dataclass(frozen=True, slots=True)
class LinearAnswer:
    """An optimal solution with one multiplier per row."""

    value: float
    x: Real
    duals: Real


class LinearSolver:
    """Solves one program again and again as the limits of its columns change.

    Each solve begins where the one before ended, which takes a fraction of the time.

    >>> program = LinearProgram(np.ones(1), np.array([[2.0]]), np.array([5.0]), np.array([np.inf]))
    >>> solver = LinearSolver(program)
    >>> solver.solve([0], [9], 10).value, solver.solve([3], [9], 10).value
    (2.5, 3.0)
    """

    def __init__(self, program: LinearProgram) -> None:
        self._highs = highspy.Highs()
        self._highs.silent()
        for option in ("threads", "random_seed"):
            self._highs.setOptionValue(option, 1)
        num_rows, num_columns = program.matrix.shape
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = num_rows, num_columns
        lp.col_cost_ = program.costs
        lp.col_lower_, lp.col_upper_ = np.zeros(num_columns), np.full(num_columns, np.inf)
        lp.row_lower_, lp.row_upper_ = program.low, program.high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = [0]
        places: list[int] = []
        values: list[float] = []
        for row in program.matrix:
            inside = np.flatnonzero(row)
            places.extend(inside.tolist())
            values.extend(row[inside].tolist())
            starts.append(len(places))
        lp.a_matrix_.start_ = np.array(starts, np.int32)
        lp.a_matrix_.index_ = np.array(places, np.int32)
        lp.a_matrix_.value_ = np.array(values, float)
        self._highs.passModel(lp)
        self._columns = np.arange(num_columns, dtype=np.int32)

    def solve(
        self, least: Sequence[float], most: Sequence[float], limit_s: float
    ) -> LinearAnswer | None:
        """Return the optimum with columns between ``least`` and ``most``.

        ``None`` if there is none, or if it was not found in the time.
        """
        highs = self._highs
        # HiGHS counts the seconds of all runs of a model against the limit
        highs.setOptionValue("time_limit", highs.getRunTime() + max(0.0, limit_s))
        low, high = np.asarray(least, float), np.asarray(most, float)
        highs.changeColsBounds(self._columns.size, self._columns, low, high)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = highs.getSolution()
        return LinearAnswer(
            highs.getObjectiveValue(), np.array(solution.col_value), np.array(solution.row_dual)
        )
