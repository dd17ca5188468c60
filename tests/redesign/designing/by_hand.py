"""Small problems, claims and certificates made by hand, for the tests of the check of bounds."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from consolidation.redesign.designing.certificate import Claim, DesignCertificate, Leaf, Split
from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.inequalities import Inequality
from consolidation.redesign.designing.network import network
from consolidation.redesign.designing.problem import (
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Module,
)
from consolidation.redesign.designing.recipes import Metric, Recipe

UNDIRECTED, BIDIRECTED, DIRECTED = Direction


def module(capacity: int | str, cost: int | str) -> Module:
    return Module(Fraction(capacity), Fraction(cost))


def demand(source: str, target: str, *amounts: int | str) -> Demand:
    exact = tuple(map(Fraction, amounts))
    return Demand(id=source + target, source=source, target=target, amounts=exact)


def ring(direction: Direction = UNDIRECTED, **changes: object) -> DesignProblem:
    """Three nodes and three links, 12 from A to B, 4 back and 5 from B to C."""
    links = tuple(
        DesignLink(id=ends, a=ends[0], b=ends[1], modules=(module(10, 3),))
        for ends in ("AB", "BC", "CA")
    )
    return DesignProblem(
        name="ring",
        nodes=("A", "B", "C"),
        links=links,
        demands=(demand("A", "B", 12), demand("B", "A", 4), demand("B", "C", 5)),
        direction=direction,
        **changes,  # type: ignore[arg-type]
    )


def with_links(problem: DesignProblem, **changes: object) -> DesignProblem:
    return replace(problem, links=tuple(replace(link, **changes) for link in problem.links))


def with_first(problem: DesignProblem, **changes: object) -> DesignProblem:
    first, *others = problem.links
    return replace(problem, links=(replace(first, **changes), *others))


def pipe(*modules: Module, amount: int | str = 6, **changes: object) -> DesignProblem:
    """One link."""
    return DesignProblem(
        name="pipe",
        nodes=("x", "y"),
        links=(DesignLink(id="L", a="x", b="y", modules=modules),),
        demands=(demand("x", "y", amount),),
        **changes,  # type: ignore[arg-type]
    )


def row(factors: dict[int, int], least: int, recipe: Recipe, *parents: int) -> Claim:
    return Claim(
        factors=tuple(sorted(factors.items())), least=least, recipe=recipe, parents=parents
    )


def all_columns(problem: DesignProblem) -> tuple[tuple[int, int], ...]:
    return tuple((i, m) for i, link in enumerate(problem.links) for m in range(len(link.modules)))


def holds(problem: DesignProblem, *claims: Claim) -> bool:
    certificate = DesignCertificate(
        bound=Fraction(0), columns=all_columns(problem), claims=claims, nodes=(Leaf(()),)
    )
    return check_bound(problem, certificate) == ()


def row_holds(problem: DesignProblem, found: Inequality, least: int) -> bool:
    """Whether the check takes an inequality of the search with some least."""
    factors = {int(j): int(found.factors[j]) for j in np.flatnonzero(found.factors)}
    certificate = DesignCertificate(
        bound=Fraction(0),
        columns=tuple((column.link, column.place) for column in network(problem).columns),
        claims=(row(factors, least, found.recipe),),
        nodes=(Leaf(()),),
    )
    return check_bound(problem, certificate) == ()


def lowered(claim: Claim, at: int, by: int = 1) -> Claim:
    factors = [(j, factor - by * (i == at)) for i, (j, factor) in enumerate(claim.factors)]
    return replace(claim, factors=tuple(factors))


FOUR_AND_ONE = pipe(module(4, 5), module(1, 2))
CUT = row({0: 4, 1: 1}, 6, Metric(0, (1,)))
TREE = DesignCertificate(
    bound=Fraction(9),
    columns=((0, 0), (0, 1)),
    claims=(CUT,),
    nodes=(Split(0, 1, 1, 2), Leaf(((0, Fraction(2)),)), Leaf(())),
)
