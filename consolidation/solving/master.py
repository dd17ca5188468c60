"""The linear program of column generation, kept in HiGHS while columns come and rows change.

PuLP can neither add columns to a solved model nor keep its basis, so this one speaks to HiGHS
directly. Minimise cost * x over x >= 0 with ``low <= column sums <= high`` per row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from consolidation.errors import SolverTrouble
from consolidation.text import Text

Real = NDArray[np.float64]
PRIMAL_SIMPLEX = 4
DUAL_SIMPLEX = 1


@dataclass(frozen=True, slots=True)
class LpAnswer:
    """An optimal solution of the linear program."""

    value: float
    x: Real
    duals: Real
    """One per row."""


class Master:
    """A linear program that grows by columns."""

    def __init__(self, low: Sequence[float], high: Sequence[float]) -> None:
        self._highs = highspy.Highs()
        self._highs.silent()
        for option, value in (
            ("threads", 1),
            ("random_seed", 0),
            ("parallel", "off"),
            ("presolve", "off"),
            ("simplex_strategy", PRIMAL_SIMPLEX),
        ):
            self._highs.setOptionValue(option, value)
        self.num_rows = len(low)
        self.num_columns = 0
        nothing = np.zeros(0)
        self._highs.addRows(
            len(low),
            np.array(low, dtype=np.float64),
            np.array(high, dtype=np.float64),
            0,
            np.zeros(len(low), np.int32),
            np.zeros(0, np.int32),
            nothing,
        )

    def add_columns(
        self, costs: Sequence[float], entries: Sequence[Sequence[tuple[int, float]]]
    ) -> None:
        """Add columns with their (row, factor) entries."""
        num = len(costs)
        if not num:
            return
        starts = np.cumsum([0, *(len(column) for column in entries)])[:-1].astype(np.int32)
        flat = [entry for column in entries for entry in column]
        self._highs.addCols(
            num,
            np.array(costs, dtype=np.float64),
            np.zeros(num),
            np.full(num, highspy.kHighsInf),
            len(flat),
            starts,
            np.array([row for row, _ in flat], np.int32),
            np.array([factor for _, factor in flat], np.float64),
        )
        self.num_columns += num

    def bound_rows(self, rows: Sequence[int], low: Sequence[float], high: Sequence[float]) -> None:
        """Change the limits of rows."""
        self._highs.changeRowsBounds(
            len(rows),
            np.array(rows, np.int32),
            np.array(low, np.float64),
            np.array(high, np.float64),
        )

    def bound_columns(self, columns: Sequence[int], high: Sequence[float]) -> None:
        """Change how large columns may be; 0 takes a column out."""
        self._highs.changeColsBounds(
            len(columns),
            np.array(columns, np.int32),
            np.zeros(len(columns)),
            np.array(high, np.float64),
        )

    def price_columns(self, columns: Sequence[int], costs: Sequence[float]) -> None:
        """Change the costs of columns."""
        self._highs.changeColsCost(
            len(columns), np.array(columns, np.int32), np.array(costs, np.float64)
        )

    def solve(self, limit_s: float, *, dual: bool = False) -> LpAnswer | None:
        """Solve from the basis of the last run; ``None`` if the time ran out.

        ``dual`` says that rows changed (the old basis is dual feasible), otherwise columns came.
        Raises `SolverTrouble` if the program is infeasible or the solver fails.
        """
        self._highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX if dual else PRIMAL_SIMPLEX)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.0, limit_s))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverTrouble(
                Text(
                    f"ソルバー（HiGHS）の線形計画が解けない: {status.name}",
                    f"the solver (HiGHS) failed on a linear program: {status.name}",
                )
            )
        solution = self._highs.getSolution()
        return LpAnswer(
            self._highs.getObjectiveValue(),
            np.array(solution.col_value),
            np.array(solution.row_dual),
        )
