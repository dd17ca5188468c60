"""Evidence that no design costs less than a bound, checkable without any solver.

A tree of cases: at each split a number of modules is at most ``at`` or more than it, and at each
leaf multipliers on inequalities that every design satisfies add up to a bound. The inequalities
are given by their recipes (`inequalities`), so that a checker works them out itself. What the
places of factors mean stands there too; `check_bound` checks all of it in whole numbers.
"""

from dataclasses import dataclass
from fractions import Fraction

from consolidation.redesign.designing.recipes import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One inequality: ``sum factor * variable >= least``; factors that are 0 are left out."""

    factors: tuple[tuple[int, int], ...]
    """(variable, factor), in order of variables."""
    least: int
    recipe: Recipe
    parents: tuple[int, ...] = ()
    """Places of the claims before this one that it follows from: one of a `Covering`."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Multipliers, none negative, by the places of claims."""

    multipliers: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A variable is at most ``at`` (``below``) or at least ``at + 1`` (``above``)."""

    variable: int
    at: int
    below: int
    """Place of a node behind this one."""
    above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignCertificate:
    """Claims, and a tree over them with its root first."""

    bound: Fraction
    """What it shows: no design costs less, in the problem's own costs."""
    columns: tuple[tuple[int, int], ...]
    """The modules that variables count: the places of the link and of the module on it.

    Every other module is needless: some of these give its capacity at no higher cost.
    """
    claims: tuple[Claim, ...]
    nodes: tuple[Leaf | Split, ...]
