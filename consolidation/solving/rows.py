"""A linear program kept in HiGHS while its rows, limits and costs change.

Minimise costs * x with ``low <= rows * x <= high`` and limits on x. Each solve begins at the basis
of the one before, by the dual simplex method: right where rows come or limits change.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Sparse:
    """Columns of a matrix: those of column j are ``starts[j]`` up to ``starts[j + 1]``."""

    starts: Whole
    rows: Whole
    factors: Real


@dataclass(frozen=True, slots=True)
class RowsAnswer:
    """An optimal solution with one multiplier per row and a reduced cost per column."""

    value: float
    x: Real
    duals: Real
    reduced: Real


class RowsProgram:
    """A linear program whose rows come and go.

    >>> p = RowsProgram(np.ones(2), np.zeros(2), np.full(2, INFINITE))
    >>> p.add_rows([(np.array([0, 1]), np.array([2.0, 1.0]), 6.0)])
    >>> p.solve(9.0).value
    3.0
    >>> p.limit_columns(np.array([0]), np.array([0.0]), np.array([1.0]))
    >>> p.solve(9.0).value
    5.0
    """

    def __init__(
        self,
        costs: Real,
        least: Real,
        most: Real,
        columns: Sparse | None = None,
        low: Real | None = None,
        high: Real | None = None,
    ) -> None:
        self._highs = highspy.Highs()
        self._highs.silent()
        for option, value in (("threads", 1), ("random_seed", 0), ("parallel", "off")):
            self._highs.setOptionValue(option, value)
        self._highs.setOptionValue("presolve", "off")
        lp = highspy.HighsLp()
        lp.num_col_ = costs.size
        lp.num_row_ = 0 if low is None else low.size
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, least, most
        if columns is not None and low is not None and high is not None:
            lp.row_lower_, lp.row_upper_ = low, high
            lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
            lp.a_matrix_.start_ = columns.starts.astype(np.int32)
            lp.a_matrix_.index_ = columns.rows.astype(np.int32)
            lp.a_matrix_.value_ = columns.factors
        self._highs.passModel(lp)
        self.num_rows: int = lp.num_row_
        self._num_columns = costs.size

    def add_rows(self, rows: Sequence[tuple[Whole, Real, float]]) -> None:
        """Add rows ``factors * x[columns] >= least``."""
        if not rows:
            return
        starts = np.cumsum([0, *(columns.size for columns, _, _ in rows)])[:-1]
        self._highs.addRows(
            len(rows),
            np.array([least for _, _, least in rows], np.float64),
            np.full(len(rows), highspy.kHighsInf),
            sum(columns.size for columns, _, _ in rows),
            starts.astype(np.int32),
            np.concatenate([columns for columns, _, _ in rows]).astype(np.int32),
            np.concatenate([factors for _, factors, _ in rows]),
        )
        self.num_rows += len(rows)

    def drop_rows(self, rows: Sequence[int]) -> None:
        """Take rows out; those behind move up."""
        if rows:
            self._highs.deleteRows(len(rows), np.array(sorted(rows), np.int32))
            self.num_rows -= len(rows)

    def limit_rows(self, rows: Whole, low: Real, high: Real) -> None:
        """Change the limits of rows."""
        self._highs.changeRowsBounds(rows.size, rows.astype(np.int32), low, high)

    def limit_columns(self, columns: Whole, least: Real, most: Real) -> None:
        """Change the limits of columns."""
        self._highs.changeColsBounds(columns.size, columns.astype(np.int32), least, most)

    def price_columns(self, columns: Whole, costs: Real) -> None:
        """Change the costs of columns."""
        self._highs.changeColsCost(columns.size, columns.astype(np.int32), costs)

    def solve(self, limit_s: float, most_iterations: int | None = None) -> RowsAnswer | None:
        """Return the optimum; ``None`` if there is none or it was not found within the limits."""
        highs = self._highs
        # HiGHS counts the seconds of all runs of a model against the limit
        highs.setOptionValue("time_limit", highs.getRunTime() + max(0.0, limit_s))
        cap = highspy.kHighsIInf if most_iterations is None else most_iterations
        highs.setOptionValue("simplex_iteration_limit", cap)
        highs.run()
        if self._num_columns == 0:
            return RowsAnswer(0.0, np.zeros(0), np.zeros(self.num_rows), np.zeros(0))
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = highs.getSolution()
        return RowsAnswer(
            highs.getObjectiveValue(),
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
        )

    @property
    def is_infeasible(self) -> bool:
        """Whether the last solve proved that there is no solution."""
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    def ray(self) -> Real | None:
        """Return multipliers on rows that show that the last solve has no solution."""
        _, there, ray = self._highs.getDualRay()
        return np.array(ray) if there else None

    @property
    def value(self) -> float:
        """Objective of the last iterate: a lower bound after a dual simplex run cut short."""
        return float(self._highs.getInfo().objective_function_value)
