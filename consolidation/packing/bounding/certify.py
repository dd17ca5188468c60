"""Turn what the search proved into a certificate that anyone can check without it.

The rows become prices by name. Then a small tree over the numbers of hosts is grown until
multipliers of the rows close every leaf: branch and bound over the host-mix program once more, this
time keeping the evidence, in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import replace

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.bounding.proof_tree import Tree, grow
from consolidation.packing.bounding.trials import MOST_TRIED
from consolidation.packing.certificate import Certificate, Leaf, LotCertificate, Row, Worth
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.mix import Limit
from consolidation.packing.search.state import Search
from consolidation.solving.deadline import Deadline

TREE_S, MOST_S = 0.5, 20.0
"""Most time for the tree of one lot when the search has used its time, and when it has not."""

PER_BUNDLE_S = 5e-5
"""More of it for each bundle, whose prices have to be added up."""


def certify(searches: Sequence[Search], deadline: Deadline) -> Certificate:
    """Return a certificate for each lot: of its bound, or of the best one that can be shown.

    A lot gets its share of the time that is left, at least `TREE_S` and at most `MOST_S`, and more
    than that for many bundles.
    """
    written = []
    for done, found in enumerate(searches):
        share_s = deadline.left_s / (len(searches) - done)
        limit_s = min(MOST_S, max(TREE_S, share_s)) + PER_BUNDLE_S * _num_bundles(found)
        written.append(_lot(found, Deadline.after(limit_s)))
    return Certificate(lots=tuple(written))


def _num_bundles(found: Search) -> int:
    return sum(part.num_guests for part in found.lot.compartments)


SLACKS = (1000, 3000, 10_000, 0)
"""Worths are stated higher by one part in so many where the bound still holds: the higher, the
quicker to check."""

QUICK = ("volume", "column-generation")
"""Rows that carry multipliers and so are quick to check."""


def _lot(found: Search, deadline: Deadline) -> LotCertificate:
    """Show the whole bound, or as much of it as the time allows.

    Rows that are quick to check are tried alone before all rows are, and loosened rows before
    those that are as sharp as they can be.
    """
    small = [x for x in found.limits if _small(found.lot, x)]
    priced = [[row for row in own if row.prices] for own in found.rows]
    quick = [[row for row in own if row.by in QUICK] for own in priced]
    target = found.lower if found.upper is None else min(found.lower, found.upper)
    best: LotCertificate | None = None
    for rows in (priced,) if quick == priced else (quick, priced):
        loosens = any(row.by == "column-generation" for own in rows for row in own)
        for slack in SLACKS if loosens else (0,):
            loose = [[_loosened(row, slack) for row in own] for own in rows]
            last = rows is priced and slack == 0
            share_s = deadline.left_s if last else deadline.left_s / 2
            shown, tree = grow(found.lot, loose, small, target, deadline.within(share_s))
            if best is None or shown > best.bound:
                best = _written(found.lot, loose, shown, tree)
            if shown == target:
                return best
    assert best is not None
    return best


def _loosened(row: CoverRow, slack: int) -> CoverRow:
    if not slack or row.by != "column-generation":
        return row
    return replace(row, worths=tuple(worth + worth // slack for worth in row.worths))


def _small(lot: Lot, limit: Limit) -> bool:
    return lot.compartments[limit.compartment].num_guests <= MOST_TRIED


def _written(
    lot: Lot, rows: Sequence[Sequence[CoverRow]], bound: int, tree: Tree
) -> LotCertificate:
    """Keep the rows that some leaf uses, in their order."""
    flat = [(part, row) for part, own in zip(lot.compartments, rows, strict=True) for row in own]
    place = {old: new for new, old in enumerate(tree.used_rows())}
    return LotCertificate(
        clusters=lot.clusters,
        bound=bound,
        rows=tuple(_row(*flat[old]) for old in place),
        nodes=tuple(
            replace(node, rows=tuple((place[r], y) for r, y in node.rows))
            if isinstance(node, Leaf)
            else node
            for node in tree.nodes
        ),
    )


def _row(part: Compartment, row: CoverRow) -> Row:
    prices = sorted(
        (kind.members[0][0], price)
        for kind, price in zip(part.types, row.prices, strict=True)
        if price
    )
    whole = part.steps_whole
    hints = row.weights or ((),) * len(row.worths)
    worths = [
        Worth(
            option=setting.option.id,
            levels=setting.levels,
            worth=worth,
            weights=tuple(w * (whole // s) for w, s in zip(hint, part.steps, strict=False)),
        )
        for setting, worth, hint in zip(part.settings, row.worths, hints, strict=True)
        if worth
    ]
    return Row(
        cluster=part.cluster,
        zone=part.zone,
        by=row.by,
        scale=row.scale,
        prices=tuple(prices),
        worths=tuple(worths),
        weights=(0,) * len(part.largest),
        unit=row.unit * whole,
    )
