"""Small wrongs done to a certificate or to the estate it was made for, of every kind."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, ControlKind, DeviceKind, Medium
from consolidation.inventory.tables.network import Control, Link
from consolidation.policy.model import Certificate, Loss

Wrong = Callable[[Certificate, random.Random], Certificate | None]
"""Returns a certificate with one wrong in it; ``None`` where there is no place for it."""
EstateWrong = Callable[[Estate, random.Random], Estate | None]


def _label(c: Certificate, dice: random.Random, by: Sequence[int]) -> Certificate | None:
    at = dice.randrange(len(c.labels))
    node, label = c.labels[at]
    return _labelled(c, at, (node, label + dice.choice(by)))


def _labelled(c: Certificate, at: int, *labels: tuple[str, int]) -> Certificate:
    return replace(c, labels=(*c.labels[:at], *labels, *c.labels[at + 1 :]))


def label_raised(c: Certificate, dice: random.Random) -> Certificate | None:
    return _label(c, dice, (1, 1, 2, 10**12))


def label_lowered(c: Certificate, dice: random.Random) -> Certificate | None:
    return _label(c, dice, (-1, -1, -2, -(10**12)))


def label_removed(c: Certificate, dice: random.Random) -> Certificate | None:
    return _labelled(c, dice.randrange(len(c.labels)))


def label_added(c: Certificate, dice: random.Random) -> Certificate | None:
    node, _ = dice.choice(c.labels)
    return replace(c, labels=(*c.labels, (f"{node}/X", dice.randrange(c.k + 1))))


def label_doubled(c: Certificate, dice: random.Random) -> Certificate | None:
    node, label = dice.choice(c.labels)
    return replace(c, labels=(*c.labels, (node, dice.choice((label, c.k)))))


def label_of_another(c: Certificate, dice: random.Random) -> Certificate | None:
    at = dice.randrange(len(c.labels))
    node, label = c.labels[at]
    return _labelled(c, at, (node + dice.choice("'/ x"), label))


def labels_exchanged(c: Certificate, dice: random.Random) -> Certificate | None:
    a, b = sorted(dice.sample(range(len(c.labels)), 2))
    (one, low), (other, high) = c.labels[a], c.labels[b]
    return None if low == high else _labelled(_labelled(c, a, (one, high)), b, (other, low))


def every_label_k(c: Certificate, dice: random.Random) -> Certificate | None:
    return replace(c, labels=tuple((node, c.k) for node, _ in c.labels))


def k_raised(c: Certificate, dice: random.Random) -> Certificate | None:
    more = dice.choice((1, 1, 2, 100))
    labels = tuple((n, x + more if x == c.k and dice.random() < 0.5 else x) for n, x in c.labels)
    return replace(c, k=c.k + more, labels=dice.choice((labels, c.labels)))


def k_lowered(c: Certificate, dice: random.Random) -> Certificate | None:
    lower = dice.choice((1, 1, c.k))
    labels = tuple((node, min(label, c.k - lower)) for node, label in c.labels)
    return replace(c, k=c.k - lower, labels=labels, losses=dice.choice((c.losses, ())))


def wrong_hash(c: Certificate, dice: random.Random) -> Certificate | None:
    at = dice.randrange(len(c.graph))
    digit = dice.choice([x for x in "0123456789abcdef" if x != c.graph[at]])
    return replace(c, graph=c.graph[:at] + digit + c.graph[at + 1 :])


def no_hash(c: Certificate, dice: random.Random) -> Certificate | None:
    return replace(c, graph=dice.choice(("", c.graph[:-1], c.graph.upper(), c.graph + "0")))


def other_property(c: Certificate, dice: random.Random) -> Certificate | None:
    return replace(c, property=dice.choice(("P1-carriage", "P2", "P2-strict", "")))


def counts_widened(c: Certificate, dice: random.Random) -> Certificate | None:
    kinds = [kind.value for kind in ControlKind if kind.value not in c.counts]
    return replace(c, counts=(*c.counts, dice.choice([*kinds, "prayer"])))


def counts_narrowed(c: Certificate, dice: random.Random) -> Certificate | None:
    left = dice.choice(c.counts)
    return replace(c, counts=tuple(x for x in c.counts if x != left))


def media_narrowed(c: Certificate, dice: random.Random) -> Certificate | None:
    left = dice.choice(c.media)
    return replace(c, media=dice.choice((tuple(x for x in c.media if x != left), ())))


def media_widened(c: Certificate, dice: random.Random) -> Certificate | None:
    return replace(c, media=(*c.media, dice.choice(("infrared", c.media[0]))))


def _with_losses(c: Certificate, losses: Sequence[Loss]) -> Certificate:
    return replace(c, losses=tuple(losses))


def _loss(
    c: Certificate, dice: random.Random, change: Callable[[Loss], Loss | None]
) -> Certificate | None:
    """One loss changed."""
    if not c.losses:
        return None
    at = dice.randrange(len(c.losses))
    changed = change(c.losses[at])
    if changed is None:
        return None
    return _with_losses(c, (*c.losses[:at], changed, *c.losses[at + 1 :]))


def loss_removed(c: Certificate, dice: random.Random) -> Certificate | None:
    if not c.losses:
        return None
    left = dice.choice(c.losses)
    return _with_losses(c, [x for x in c.losses if x is not left])


def every_loss_removed(c: Certificate, dice: random.Random) -> Certificate | None:
    return _with_losses(c, ())


def loss_doubled(c: Certificate, dice: random.Random) -> Certificate | None:
    return _with_losses(c, (*c.losses, dice.choice(c.losses))) if c.losses else None


def loss_added(c: Certificate, dice: random.Random) -> Certificate | None:
    reached = tuple(sorted(node for node, _ in dice.sample(c.labels, 2)))
    groups = dice.choice([x.groups for x in c.losses] or [("device/D1",)])
    return _with_losses(c, (*c.losses, Loss(groups=(*groups, "account/GHOST"), reached=reached)))


def nothing_lost(c: Certificate, dice: random.Random) -> Certificate | None:
    """The empty set of groups, said to let in nothing."""
    return _with_losses(c, (Loss(groups=(), reached=()), *c.losses))


def state_removed(c: Certificate, dice: random.Random) -> Certificate | None:
    def change(loss: Loss) -> Loss | None:
        if not loss.reached:
            return None
        left = dice.choice(loss.reached)
        return replace(loss, reached=tuple(x for x in loss.reached if x != left))

    return _loss(c, dice, change)


def state_added(c: Certificate, dice: random.Random) -> Certificate | None:
    more, _ = dice.choice(c.labels)
    return _loss(c, dice, lambda x: replace(x, reached=tuple(sorted((*x.reached, more)))))


def state_renamed(c: Certificate, dice: random.Random) -> Certificate | None:
    def change(loss: Loss) -> Loss | None:
        if not loss.reached:
            return None
        at = dice.randrange(len(loss.reached))
        new = dice.choice((loss.reached[at] + "'", dice.choice(c.labels)[0]))
        return replace(loss, reached=(*loss.reached[:at], new, *loss.reached[at + 1 :]))

    return _loss(c, dice, change)


def group_renamed(c: Certificate, dice: random.Random) -> Certificate | None:
    def change(loss: Loss) -> Loss | None:
        at = dice.randrange(len(loss.groups))
        table, _, name = loss.groups[at].partition("/")
        new = dice.choice((f"{table}/X{name}", f"account/{name}/", f"platform/{name}"))
        return replace(loss, groups=(*loss.groups[:at], new, *loss.groups[at + 1 :]))

    return _loss(c, dice, change)


def group_added(c: Certificate, dice: random.Random) -> Certificate | None:
    names = sorted({g for x in c.losses for g in x.groups} | {"device/D1", "account/NET"})
    new = dice.choice(names)
    return _loss(c, dice, lambda x: replace(x, groups=tuple(sorted((*x.groups, new)))))


def group_removed(c: Certificate, dice: random.Random) -> Certificate | None:
    return _loss(c, dice, lambda x: replace(x, groups=x.groups[1:]))


def groups_exchanged(c: Certificate, dice: random.Random) -> Certificate | None:
    if len(c.losses) < 2:
        return None
    one, other = dice.sample(c.losses, 2)
    if one.reached == other.reached:
        return None
    swapped = {id(one): other.groups, id(other): one.groups}
    return _with_losses(c, [replace(x, groups=swapped.get(id(x), x.groups)) for x in c.losses])


OF_CERTIFICATE: Mapping[str, Wrong] = {
    wrong.__name__: wrong
    for wrong in (
        label_raised,
        label_lowered,
        label_removed,
        label_added,
        label_doubled,
        label_of_another,
        labels_exchanged,
        every_label_k,
        k_raised,
        k_lowered,
        wrong_hash,
        no_hash,
        other_property,
        counts_widened,
        counts_narrowed,
        media_narrowed,
        media_widened,
        loss_removed,
        every_loss_removed,
        loss_doubled,
        loss_added,
        nothing_lost,
        state_removed,
        state_added,
        state_renamed,
        group_renamed,
        group_added,
        group_removed,
        groups_exchanged,
    )
}


def _row(table: str, change: Callable[..., object]) -> EstateWrong:
    """What replaces one row of a table."""

    def wrong(estate: Estate, dice: random.Random) -> Estate | None:
        rows = getattr(estate, table)
        if not rows:
            return None
        row = dice.choice(rows)
        changed = change(row, estate, dice)
        return replace(estate, **{table: tuple(changed if r is row else r for r in rows)})

    return wrong


def _other(table: str, **columns: Sequence[object]) -> EstateWrong:
    """What gives a column of a row another value."""

    def change(row: object, estate: Estate, dice: random.Random) -> object:
        name = dice.choice(sorted(columns))
        old = getattr(row, name)
        return replace(row, **{name: dice.choice([v for v in columns[name] if v != old])})  # type: ignore[type-var]

    return _row(table, change)


def _without(table: str) -> EstateWrong:
    """What takes a row away, and its name out of the lists of others."""

    def wrong(estate: Estate, dice: random.Random) -> Estate | None:
        rows = getattr(estate, table)
        if not rows:
            return None
        left = dice.choice(rows)

        def forgotten(row: object) -> object:
            lists = ("rides_on", "backs_up", "managed_by")
            named = {n: getattr(row, n) for n in lists if left.id in getattr(row, n, ())}
            kept = {n: tuple(x for x in old if x != left.id) for n, old in named.items()}
            return replace(row, **kept) if kept else row  # type: ignore[type-var]

        tables = ("links", "devices", "platforms", "servers", "controls")
        kept = {
            name: tuple(forgotten(r) for r in getattr(estate, name) if r is not left)
            for name in tables
        }
        return replace(estate, **kept)

    return wrong


def link_added(estate: Estate, dice: random.Random) -> Estate | None:
    a, b = (dice.choice(estate.devices).id for _ in range(2))
    on = dice.choice([s.id for s in estate.segments])
    medium = dice.choice((Medium.COPPER, Medium.RADIO))
    new = Link(id="L-X", a_device=a, b_device=b, medium=medium, segments=(on,))
    return replace(estate, links=(*estate.links, new))


def control_added(estate: Estate, dice: random.Random) -> Estate | None:
    a, b = dice.sample([s.id for s in estate.segments], 2)
    at, kind = dice.choice(estate.devices).id, dice.choice((ControlKind.NONE, ControlKind.FIREWALL))
    new = Control(id="C-X", kind=kind, device=at, from_segment=a, to_segment=b)
    return replace(estate, controls=(*estate.controls, new))


def interface_added(estate: Estate, dice: random.Random) -> Estate | None:
    if not estate.servers:
        return None
    server = dice.choice(estate.servers)
    more = [s.id for s in estate.segments if s.id not in server.segments]
    new = replace(server, segments=(*server.segments, dice.choice(more)))
    return replace(estate, servers=tuple(new if s is server else s for s in estate.servers))


OF_ESTATE: Mapping[str, EstateWrong] = {
    "link removed": _without("links"),
    "control removed": _without("controls"),
    "server removed": _without("servers"),
    "link added": link_added,
    "control added": control_added,
    "interface added": interface_added,
    "kind of control": _other("controls", kind=list(ControlKind)),
    "any to any": _other("controls", permits=[("*",), ()]),
    "account": _other("controls", account=["NET", "SEC", "X", None]),
    "box": _row(
        "controls",
        lambda row, estate, dice: replace(
            row, device=dice.choice([d.id for d in estate.devices if d.id != row.device])
        ),
    ),
    "sureness of a link": _other("links", certainty=list(Certainty)),
    "medium": _other("links", medium=list(Medium)),
    "kind of device": _other("devices", kind=list(DeviceKind)),
    "sureness of a device": _other("devices", certainty=list(Certainty)),
    "radio": _other("devices", radio=[("Bluetooth",), ("LTE",), ()]),
}
