"""Check a lower bound from its certificate in exact arithmetic, without the search or a solver."""

from collections.abc import Iterator, Sequence
from itertools import chain

from consolidation.packing.certificate import Certificate, Leaf, LotCertificate, Refuted, Row, Split
from consolidation.packing.checking.classes import Part, Ranges, Steps, TooLarge, mistakes, parts_of
from consolidation.packing.checking.fillings import guests_fit, worth_at_most
from consolidation.packing.model import Objective, PackingProblem
from consolidation.text import Text


def check_bound(problem: PackingProblem, certificate: Certificate) -> tuple[Text, ...]:
    """Return everything that is wrong with a certificate; empty if it proves its bound.

    Checked is what `packing.certificate` states: the lots hold every cluster with guests once;
    each row's claim for every filling; then that the tree leaves no case out and closes each.
    """
    errors = list(mistakes(problem))
    try:
        return tuple(errors or _wrong(problem, certificate, Steps()))
    except TooLarge:
        return (TooLarge.TEXT,)


def _wrong(problem: PackingProblem, certificate: Certificate, steps: Steps) -> Iterator[Text]:
    named = sorted(cluster for lot in certificate.lots for cluster in lot.clusters)
    if named != sorted({guest.cluster for guest in problem.guests}):
        yield Text("各クラスタが一度ずつ現れない", "not every cluster appears once")
    parts = parts_of(problem, [lot.clusters for lot in certificate.lots], steps)
    for num, (lot, part) in enumerate(zip(certificate.lots, parts, strict=True)):
        wrong = list(_rows(part, lot, steps)) or _tree(part, lot, steps)
        yield from (_at(f"lots[{num}]", what) for what in wrong)


def _at(where: str, what: Text) -> Text:
    return Text(f"{where}: {what.ja}", f"{where}: {what.en}")


def _rows(part: Part, lot: LotCertificate, steps: Steps) -> Iterator[Text]:
    """Check that rows are well formed and that no filling is worth more than they claim."""
    for num, row in enumerate(lot.rows):
        if not _well_formed(part, row):
            yield _at(f"rows[{num}]", Text("名前や数が不正", "wrong names or numbers"))
            continue
        place = part.places[row.cluster, row.zone]
        for setting in place.settings:
            if not worth_at_most(part.problem, place, setting, row, steps):
                where = f"rows[{num}] {setting[0]} {setting[1]}"
                yield _at(where, Text("価値を超える詰め方がある", "a filling is worth more"))


def _well_formed(part: Part, row: Row) -> bool:
    place = part.places.get((row.cluster, row.zone))
    prices = dict(row.prices)
    worths = {(worth.option, worth.levels): worth.worth for worth in row.worths}
    hints = [row.weights, *(worth.weights for worth in row.worths if worth.weights)]
    return (
        place is not None
        and set(prices) <= {kind.name for kind in place.kinds}
        and all(o in place.options and len(at) == len(part.problem.surcharges) for o, at in worths)
        and (len(prices), len(worths)) == (len(row.prices), len(row.worths))
        and all(len(hint) == len(part.problem.dimensions) for hint in hints)
        and min([row.unit - 1, *prices.values(), *worths.values(), *chain(*hints)]) >= 0
    )


def _tree(part: Part, lot: LotCertificate, steps: Steps) -> Iterator[Text]:
    """Check that the nodes are one tree and that each of its ends is closed."""
    needs = [_need(part, row) for row in lot.rows]
    seen: set[int] = set()
    todo: list[tuple[int, Ranges]] = [(0, {number: (0, n) for number, n in part.most.items()})]
    while todo:
        at, ranges = todo.pop()
        if not 0 <= at < len(lot.nodes) or at in seen:
            yield _at(f"nodes[{at}]", Text("ない、または二度現れる", "not there, or met twice"))
            continue
        seen.add(at)
        node = lot.nodes[at]
        if isinstance(node, Split):
            number = node.spare, node.cluster, node.zone, node.option, node.levels
            closed = part.has(number)
            if closed:
                low, high = ranges.get(number, (0, 0))  # no host needs a setting not in there
                todo.append((node.low, {**ranges, number: (low, min(high, node.at_most))}))
                todo.append((node.high, {**ranges, number: (max(low, node.at_most + 1), high)}))
        else:
            left = part.narrowed(ranges)
            closed = left is None or (
                _leaf(part, lot, needs, node, left)
                if isinstance(node, Leaf)
                else _refuted(part, lot.bound, node, left, steps)
            )
        if not closed:
            yield _at(f"nodes[{at}]", Text("限界を示せていない", "this does not show the bound"))
    if len(seen) < len(lot.nodes):
        yield Text("木につながらない節点がある", "a node belongs to no tree")


def _need(part: Part, row: Row) -> int:
    nums = {kind.name: kind.num for kind in part.places[row.cluster, row.zone].kinds}
    return sum(price * nums[name] for name, price in row.prices)


def _leaf(
    part: Part, lot: LotCertificate, needs: Sequence[int], leaf: Leaf, ranges: Ranges
) -> bool:
    """Whether the multipliers show that what is left costs the bound, or that nothing is left."""
    stocks, spares = dict(leaf.stocks), dict(leaf.spares)
    if (
        min([leaf.unit - 1, *stocks.values(), *(y for _, y in leaf.rows)]) < 0
        or not all(0 <= at < len(lot.rows) for at, _ in leaf.rows)
        or not set(stocks) <= set(part.stock)
        or not set(spares) <= set(part.asked)
        or (len(stocks), len(spares)) != (len(leaf.stocks), len(leaf.spares))
    ):
        return False
    unit = 0 if leaf.impossible else leaf.unit
    placing = dict.fromkeys(part.places, unit if part.problem.objective is Objective.COST else 0)
    factors = {number: unit * cost for number, cost in part.costs.items()}
    total = sum(num * part.asked[cluster] for cluster, num in spares.items())
    total -= sum(num * part.stock[option] for option, num in stocks.items())
    for at, y in leaf.rows:
        row = lot.rows[at]
        place = row.cluster, row.zone
        placing[place] -= y * row.scale
        total += y * needs[at]
        for worth in row.worths:
            number = False, *place, worth.option, worth.levels
            if number in factors:
                factors[number] -= y * worth.worth
    for number, (low, high) in ranges.items():
        factor = factors.get(number, 0) + stocks.get(number[3], 0)
        factor -= spares.get(number[1], 0) if number[0] else 0
        total += factor * (low if factor > 0 else high)
    enough = -(-total // (leaf.unit * part.step)) * part.step >= lot.bound
    return min(placing.values(), default=0) >= 0 and (total > 0 if leaf.impossible else enough)


def _refuted(part: Part, bound: int, node: Refuted, ranges: Ranges, steps: Steps) -> bool:
    """Whether placing guests on the hosts named is impossible or too dear, with no others here."""
    place = part.places.get((node.cluster, node.zone))
    named = {(worth.option, worth.levels): worth.worth for worth in node.hosts}
    short = node.least is not None and part.least_cost(ranges) + node.least < bound
    if place is None or short or len(named) < len(node.hosts):
        return False
    left = {at: ranges[False, node.cluster, node.zone, *at][1] for at in place.settings}
    few = all(num <= named.get(at, 0) for at, num in left.items())
    return few and not guests_fit(part.problem, place, left, steps, node.least)
