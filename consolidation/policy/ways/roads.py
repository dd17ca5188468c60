"""The ways of a graph in numbers: what can be travelled, freely or past which control.

States are numbered in order of name, so that comparing numbers compares names. Searches over
hundreds of thousands of states run on these lists; nothing here knows what a state means.
"""

import itertools
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from consolidation.inventory.tables.kinds import Certainty, ControlKind
from consolidation.network.attributes import Edge, StateGraph, ways_on


class Gate(NamedTuple):
    """A counted control on a way, and the groups it falls with."""

    control: str
    groups: tuple[str, ...]
    unsure: tuple[str, ...] = ()
    """Those of its groups that no row states."""

    @property
    def settled(self) -> "Gate":
        """The gate with the groups that rows state, and no others."""
        if not self.unsure:
            return self
        sure = tuple(group for group in self.groups if group not in self.unsure)
        return Gate(self.control, sure)


@dataclass(frozen=True)
class Roads:
    """What can be travelled from each state, by number: freely, or past a gate."""

    names: Sequence[str]
    free: Sequence[Sequence[int]]
    """From each state, the states one free step on."""
    gated: Mapping[int, Sequence[tuple[int, int]]]
    """From a state, the states one step on past a gate, each with the gate's number."""
    gates: Sequence[Gate]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each state by name."""
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def backwards(self) -> "Roads":
        """The same roads, travelled backwards."""
        free: list[list[int]] = [[] for _ in self.names]
        for origin, targets in enumerate(self.free):
            for target in targets:
                free[target].append(origin)
        gated: dict[int, list[tuple[int, int]]] = {}
        for origin, steps in self.gated.items():
            for target, gate in steps:
                gated.setdefault(target, []).append((origin, gate))
        return Roads(self.names, free, gated, self.gates)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Every group that a gate falls with, in order."""
        return tuple(sorted({group for gate in self.gates for group in gate.groups}))

    def settled(self, controls: Container[str] | None = None) -> "Roads":
        """Return the roads where some controls, or all, fall with what rows state alone."""
        gates = [g.settled if controls is None or g.control in controls else g for g in self.gates]
        return replace(self, gates=tuple(gates)) if gates != list(self.gates) else self

    def numbers(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of some states."""
        return [self.number[name] for name in names]

    def named(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Return the names of some states, in order."""
        return tuple(self.names[number] for number in sorted(numbers))

    def opened_by(self, lost: Collection[str]) -> frozenset[int]:
        """Return the gates that fall with any of some groups."""
        if not lost:
            return frozenset()
        away = set(lost)
        return frozenset(n for n, gate in enumerate(self.gates) if away & set(gate.groups))

    def lead(self, way: Sequence[str]) -> bool:
        """Return whether a way can be travelled over these roads."""
        steps = itertools.pairwise(self.numbers(way))
        return all(
            v in self.free[u] or any(v == target for target, _ in self.gated.get(u, ()))
            for u, v in steps
        )

    def altered(
        self,
        away: Container[int],
        cut: Container[tuple[int, int]] = (),
        added: Mapping[tuple[int, int], bool] | None = None,
    ) -> "Roads":
        """Return the roads without some states and steps, and with new ones.

        ``added`` says of each new step whether a control guards it: one of its own, which falls
        with no other. States keep their numbers.
        """
        free = [
            [v for v in onward if v not in away and (u, v) not in cut] if u not in away else []
            for u, onward in enumerate(self.free)
        ]
        gated = {
            u: [step for step in steps if step[0] not in away and (u, step[0]) not in cut]
            for u, steps in self.gated.items()
            if u not in away
        }
        gates = list(self.gates)
        for (u, v), guarded in sorted((added or {}).items()):
            if u in away or v in away:
                continue
            if guarded:
                gated.setdefault(u, []).append((v, len(gates)))
                gates.append(Gate(f"new/{u}-{v}", (f"new/{u}-{v}",)))
            else:
                free[u].append(v)
        return Roads(self.names, free, gated, gates)

    def only(self, keep: Callable[[str], bool]) -> "Roads":
        """Return the roads between the states to keep; the others keep their numbers."""
        kept = [keep(name) for name in self.names]
        free = [
            [t for t in targets if kept[t]] if kept[origin] else []
            for origin, targets in enumerate(self.free)
        ]
        gated = {
            origin: [step for step in steps if kept[step[0]]]
            for origin, steps in self.gated.items()
            if kept[origin]
        }
        return Roads(self.names, free, gated, self.gates)


def guards(edge: Edge, counts: Collection[ControlKind]) -> bool:
    """Return whether a control of a counted kind guards an edge."""
    return edge.weight == 1 and edge.control_kind in counts and edge.control is not None


def both_readings(graph: StateGraph, counts: Collection[ControlKind]) -> tuple[Roads, Roads]:
    """Return the roads if every fact that is not known turns out well, and if badly.

    They are one object where every way of the graph is known, and what every control falls with.
    ``counts`` are the kinds of control that count; every other edge is free.
    """
    names = sorted(graph)
    number = {name: n for n, name in enumerate(names)}
    free: list[list[int]] = [[] for _ in names]
    gated: dict[int, list[tuple[int, int]]] = {}
    gates: dict[Gate, int] = {}
    unsure: set[tuple[int, int]] = set()
    known = Certainty.KNOWN
    for origin, onward in ways_on(graph):
        u = number[origin]
        freely = free[u]
        for target, edge in onward:
            v = number[target]
            if edge.weight and guards(edge, counts):
                guard = Gate(edge.control or "", edge.groups, edge.unsure_groups)
                gate = gates.setdefault(guard, len(gates))
                gated.setdefault(u, []).append((v, gate))
            else:
                freely.append(v)
            if edge.certainty is not known:
                unsure.add((u, v))
    worst = Roads(names, free, gated, tuple(gates))
    best = worst.altered((), unsure) if unsure else worst
    return best.settled(), worst
