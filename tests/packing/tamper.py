"""Small wrongs done to a certificate, of every kind: what a checker of bounds must see through."""

import random
from collections.abc import Callable
from dataclasses import replace

from consolidation.packing.certificate import (
    Certificate,
    Leaf,
    LotCertificate,
    Refuted,
    Row,
    Split,
    Worth,
)

Node = Split | Leaf | Refuted
RowWrong = Callable[[Row, random.Random], Row | None]
NodeWrong = Callable[[Node, random.Random], Node | None]
LotWrong = Callable[[LotCertificate, random.Random], LotCertificate | None]


def tampered(
    certificate: Certificate, chance: random.Random, kind: str | None = None
) -> tuple[str, Certificate] | None:
    """Return a certificate with one wrong in it, and its kind; ``None`` if there is no place."""
    name = kind or chance.choice(KINDS)
    lots = list(certificate.lots)
    if name in OF_CERTIFICATE:
        changed = OF_CERTIFICATE[name](lots, chance)
        return None if changed is None else (name, Certificate(lots=tuple(changed)))
    at = chance.randrange(len(lots))
    lot = _in_lot(lots[at], chance, name)
    if lot is None or lot == lots[at]:
        return None
    lots[at] = lot
    return name, Certificate(lots=tuple(lots))


def _in_lot(lot: LotCertificate, chance: random.Random, name: str) -> LotCertificate | None:
    if name in OF_LOT:
        return OF_LOT[name](lot, chance)
    rows, nodes = list(lot.rows), list(lot.nodes)
    if name in OF_ROW and rows:
        at = chance.randrange(len(rows))
        row = OF_ROW[name](rows[at], chance)
        rows[at] = row or rows[at]
    elif name in OF_NODE and nodes:
        for at in chance.sample(range(len(nodes)), len(nodes)):
            node = OF_NODE[name](nodes[at], chance)
            if node is not None:
                nodes[at] = node
                break
    return replace(lot, rows=tuple(rows), nodes=tuple(nodes))


def _raise_bound(lot: LotCertificate, chance: random.Random) -> LotCertificate:
    return replace(lot, bound=lot.bound + chance.choice([1, 1, 2, 1000, 10**30]))


def _drop_row(lot: LotCertificate, chance: random.Random) -> LotCertificate | None:
    if not lot.rows:
        return None
    at = chance.randrange(len(lot.rows))
    return replace(lot, rows=lot.rows[:at] + lot.rows[at + 1 :])


def _double_row(lot: LotCertificate, chance: random.Random) -> LotCertificate | None:
    if not lot.rows:
        return None
    at = chance.randrange(len(lot.rows))
    return replace(lot, rows=(*lot.rows[: at + 1], *lot.rows[at:]))


def _swap_rows(lot: LotCertificate, chance: random.Random) -> LotCertificate | None:
    if len(lot.rows) < 2:
        return None
    rows = list(lot.rows)
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]
    return replace(lot, rows=tuple(rows))


def _drop_node(lot: LotCertificate, chance: random.Random) -> LotCertificate:
    at = chance.randrange(len(lot.nodes))
    return replace(lot, nodes=lot.nodes[:at] + lot.nodes[at + 1 :])


def _double_node(lot: LotCertificate, chance: random.Random) -> LotCertificate:
    at = chance.randrange(len(lot.nodes))
    return replace(lot, nodes=(*lot.nodes, lot.nodes[at]))


def _drop_cluster(lot: LotCertificate, chance: random.Random) -> LotCertificate:
    at = chance.randrange(len(lot.clusters))
    return replace(lot, clusters=lot.clusters[:at] + lot.clusters[at + 1 :])


def _double_cluster(lot: LotCertificate, chance: random.Random) -> LotCertificate:
    return replace(lot, clusters=(*lot.clusters, chance.choice([*lot.clusters, "nowhere"])))


def _price(row: Row, chance: random.Random, by: int) -> Row | None:
    if not row.prices:
        return None
    at = chance.randrange(len(row.prices))
    name, price = row.prices[at]
    return replace(row, prices=(*row.prices[:at], (name, price + by), *row.prices[at + 1 :]))


def _raise_price(row: Row, chance: random.Random) -> Row | None:
    return _price(row, chance, chance.choice([1, 1, 10, 10**20]))


def _lower_price(row: Row, chance: random.Random) -> Row | None:
    return _price(row, chance, -chance.choice([1, 10**6]))


def _rename_price(row: Row, chance: random.Random) -> Row | None:
    if not row.prices:
        return None
    at = chance.randrange(len(row.prices))
    name = chance.choice(["nobody", "", *(name for name, _ in row.prices)])
    renamed = (name, row.prices[at][1])
    return replace(row, prices=(*row.prices[:at], renamed, *row.prices[at + 1 :]))


def _double_price(row: Row, chance: random.Random) -> Row | None:
    if not row.prices:
        return None
    return replace(row, prices=(*row.prices, chance.choice(row.prices)))


def _worth(row: Row, chance: random.Random, change: Callable[[Worth], Worth]) -> Row | None:
    if not row.worths:
        return None
    at = chance.randrange(len(row.worths))
    worths = (*row.worths[:at], change(row.worths[at]), *row.worths[at + 1 :])
    return replace(row, worths=worths)


def _lower_worth(row: Row, chance: random.Random) -> Row | None:
    by = chance.choice([1, 1, 1, 10**6])
    return _worth(row, chance, lambda worth: replace(worth, worth=worth.worth - by))


def _drop_worth(row: Row, chance: random.Random) -> Row | None:
    if not row.worths:
        return None
    at = chance.randrange(len(row.worths))
    return replace(row, worths=row.worths[:at] + row.worths[at + 1 :])


def _double_worth(row: Row, chance: random.Random) -> Row | None:
    if not row.worths:
        return None
    one = chance.choice(row.worths)
    return replace(row, worths=(*row.worths, replace(one, worth=one.worth + 10**6)))


def _rename_worth(row: Row, chance: random.Random) -> Row | None:
    name = chance.choice(["none", *(worth.option for worth in row.worths)])
    return _worth(row, chance, lambda worth: replace(worth, option=name))


def _change_levels(row: Row, chance: random.Random) -> Row | None:
    how = chance.choice([(0,), (1,), (-1,), (10**30,)])
    return _worth(row, chance, lambda worth: replace(worth, levels=(*worth.levels[1:], *how)))


def _move_row(row: Row, chance: random.Random) -> Row:
    return replace(row, **{chance.choice(["cluster", "zone"]): chance.choice("abxy")})


def _rescale(row: Row, chance: random.Random) -> Row:
    return replace(row, scale=row.scale + chance.choice([-1, 1, 5]))


def _bad_hint(row: Row, chance: random.Random) -> Row:
    weights = row.weights
    return chance.choice(
        [
            replace(row, unit=0),
            replace(row, unit=-row.unit),
            replace(row, weights=weights[1:]),
            replace(row, weights=(*weights, 1)),
            replace(row, weights=(-1 - weights[0], *weights[1:])),
        ]
    )


def _other_hint(row: Row, chance: random.Random) -> Row:
    """A hint proves nothing by itself: whatever it is, what is accepted must hold."""
    return replace(row, weights=tuple(weight + chance.randint(0, 3) for weight in row.weights))


def _swap_children(node: Node, chance: random.Random) -> Node | None:
    return replace(node, low=node.high, high=node.low) if isinstance(node, Split) else None


def _wrong_child(node: Node, chance: random.Random) -> Node | None:
    if not isinstance(node, Split):
        return None
    at = chance.choice([0, node.low, node.high, -1, 10**30, node.high + 1])
    return replace(node, low=at) if chance.random() < 0.5 else replace(node, high=at)


def _move_cut(node: Node, chance: random.Random) -> Node | None:
    by = chance.choice([-1, 1, 10**30])
    return replace(node, at_most=node.at_most + by) if isinstance(node, Split) else None


def _rename_split(node: Node, chance: random.Random) -> Node | None:
    if not isinstance(node, Split):
        return None
    return chance.choice(
        [
            replace(node, spare=not node.spare),
            replace(node, option="none"),
            replace(node, cluster="nowhere"),
            replace(node, zone=f"{node.zone}!"),
            replace(node, levels=(*node.levels, 0)),
        ]
    )


def _multiplier(node: Node, chance: random.Random) -> Node | None:
    """Change one multiplier, by a little, in sign, or in what it belongs to."""
    if not isinstance(node, Leaf):
        return None
    part = chance.choice(["rows", "stocks", "spares"])
    pairs = getattr(node, part)
    if not pairs:
        return None
    at = chance.randrange(len(pairs))
    name, num = pairs[at]
    other = name + chance.choice([1, -(10**9), 10**9]) if part == "rows" else f"{name}!"
    changed = chance.choice(
        [(name, num + 1), (name, num - 1), (name, -num), (name, num * 10**6), (other, num)]
    )
    return replace(node, **{part: (*pairs[:at], changed, *pairs[at + 1 :])})


def _double_multiplier(node: Node, chance: random.Random) -> Node | None:
    if not isinstance(node, Leaf):
        return None
    return replace(node, rows=node.rows * 2, stocks=node.stocks * 2, spares=node.spares * 2)


def _change_unit(node: Node, chance: random.Random) -> Node | None:
    unit = chance.choice([0, -1, 1, 2, 999, 1001])
    return replace(node, unit=unit) if isinstance(node, Leaf) else None


def _call_impossible(node: Node, chance: random.Random) -> Node | None:
    return replace(node, impossible=not node.impossible) if isinstance(node, Leaf) else None


def _call_refuted(node: Node, chance: random.Random) -> Node | None:
    if isinstance(node, Split):
        return None
    if isinstance(node, Leaf):
        return Refuted(cluster=chance.choice("ab"), zone=chance.choice("xy"), hosts=())
    if chance.random() < 0.3:
        return replace(node, least=chance.choice([0, 1, None]) if node.least else 0)
    hosts = list(node.hosts)
    if not hosts or chance.random() < 0.3:
        return replace(node, zone=chance.choice(["x", "y", "none"]))
    at = chance.randrange(len(hosts))
    hosts[at] = replace(hosts[at], worth=hosts[at].worth + chance.choice([-1, 1, 10**20]))
    return replace(node, hosts=tuple(chance.choice([hosts, hosts[1:], [*hosts, hosts[0]]])))


def _drop_lot(lots: list[LotCertificate], chance: random.Random) -> list[LotCertificate]:
    at = chance.randrange(len(lots))
    return lots[:at] + lots[at + 1 :]


def _double_lot(lots: list[LotCertificate], chance: random.Random) -> list[LotCertificate]:
    return [*lots, chance.choice(lots)]


def _empty_lot(lots: list[LotCertificate], chance: random.Random) -> list[LotCertificate]:
    """A lot of no cluster that claims a bound all the same."""
    leaf = Leaf(rows=(), stocks=(), spares=(), unit=1, impossible=chance.random() < 0.5)
    return [*lots, LotCertificate(clusters=(), bound=1, rows=(), nodes=(leaf,))]


OF_CERTIFICATE = {"drop lot": _drop_lot, "double lot": _double_lot, "empty lot": _empty_lot}
OF_LOT: dict[str, LotWrong] = {
    "raise bound": _raise_bound,
    "drop row": _drop_row,
    "double row": _double_row,
    "swap rows": _swap_rows,
    "drop node": _drop_node,
    "double node": _double_node,
    "drop cluster": _drop_cluster,
    "double cluster": _double_cluster,
}
OF_ROW: dict[str, RowWrong] = {
    "raise price": _raise_price,
    "lower price": _lower_price,
    "rename price": _rename_price,
    "double price": _double_price,
    "lower worth": _lower_worth,
    "drop worth": _drop_worth,
    "double worth": _double_worth,
    "rename worth": _rename_worth,
    "change levels": _change_levels,
    "move row": _move_row,
    "rescale": _rescale,
    "bad hint": _bad_hint,
    "other hint": _other_hint,
}
OF_NODE: dict[str, NodeWrong] = {
    "swap children": _swap_children,
    "wrong child": _wrong_child,
    "move cut": _move_cut,
    "rename split": _rename_split,
    "multiplier": _multiplier,
    "double multiplier": _double_multiplier,
    "change unit": _change_unit,
    "call impossible": _call_impossible,
    "call refuted": _call_refuted,
}
KINDS = (*OF_CERTIFICATE, *OF_LOT, *OF_ROW, *OF_NODE)
NEVER_ACCEPTED = frozenset(
    {
        "drop lot",
        "double lot",
        "empty lot",
        "drop cluster",
        "double cluster",
        "drop node",
        "double node",
        "rename price",
        "double price",
        "double worth",
        "bad hint",
        "wrong child",
        "rename split",
    }
)
"""Kinds that leave no certificate well formed, whatever it was."""
