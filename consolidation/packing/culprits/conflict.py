"""A smallest set of servers, rules and limits that cannot hold together.

Deletion filter (Chinneck and Dravnieks 1991): a part without which the rest is still proved
impossible is left out; one without which a packing exists is shown to be necessary. Many parts
are tried at once and split where that fails, as QuickXplain does (Junker 2004); of parts that are
alike the least number is found by halving.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from consolidation.errors import SolverTrouble
from consolidation.packing.compact.compartments import fits, lots
from consolidation.packing.culprits.parts import Kind, Part, parts_of, server, without
from consolidation.packing.model import Guest, PackingProblem
from consolidation.packing.search.search import search
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status

TESTS, LEAST_TEST_S = 20, 0.5
"""A test may take this part of the time left, but so many seconds at least; where they do not do,
the part stays, not shown to be necessary."""

Unit = tuple[Part, ...]
"""Parts left out together."""
Alike = tuple[Unit, ...]
"""Units that take each other's place: which of them are left out makes no difference."""

BY_KIND = (Kind.PIN, Kind.BAN, Kind.MOST_GUESTS, Kind.APART, Kind.TOGETHER, Kind.SPARES, Kind.LIMIT)
"""Which rules are left out first where one of several would do."""

MANY = (Kind.PIN, Kind.BAN, Kind.APART, Kind.TOGETHER)
"""Kinds of which there can be thousands: all or none of them, until few servers are left."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Parts of a problem that cannot hold together."""

    problem: PackingProblem
    """What is left of the problem."""
    parts: tuple[Part, ...]
    shown: frozenset[Part]
    """Parts without which, one at a time, a packing of what is left exists."""
    cut: bool
    """Whether time ran out before every part was tried."""


def find_conflict(problem: PackingProblem, deadline: Deadline) -> Conflict:
    """Return a smallest conflict of a problem that is proved impossible."""
    filtering = _Filter(problem, deadline)
    filtering.shrink(_zones(filtering.left))
    filtering.shrink(_rules(filtering.left, together=True))
    filtering.shrink(_bundles(filtering.left))
    filtering.shrink(_rules(filtering.left, together=False, shown=filtering.shown))
    filtering.shrink(_servers(filtering.left, filtering.shown))
    filtering.shrink(_own_rules(filtering.left, Kind.PIN))
    filtering.shrink(_own_rules(filtering.left, Kind.BAN))
    parts = parts_of(filtering.left)
    shown = frozenset(part for part in parts if part in filtering.shown)
    return Conflict(filtering.left, tuple(parts), shown, filtering.cut)


def packable(problem: PackingProblem, deadline: Deadline) -> Status:
    """Return whether a packing exists, does not exist, or is not known to."""
    answer = Status.FEASIBLE
    for lot in lots(problem):
        try:
            found = search(lot, deadline)
        except SolverTrouble:
            answer = Status.UNKNOWN
            continue
        if found.impossible:
            return Status.INFEASIBLE
        if found.interrupted:
            raise KeyboardInterrupt
        if found.mix is None:
            answer = Status.UNKNOWN
    return answer


@dataclass
class _Filter:
    """What was left out so far, and what is shown of the rest."""

    problem: PackingProblem
    deadline: Deadline
    dropped: frozenset[Part] = frozenset()
    shown: set[Part] = field(default_factory=set)
    known: dict[frozenset[Part], Status] = field(default_factory=dict)
    cut: bool = False

    @property
    def left(self) -> PackingProblem:
        """The problem without the parts that were left out."""
        return without(self.problem, self.dropped)

    def shrink(self, classes: Sequence[Alike]) -> None:
        """Leave out all classes if that is still impossible, else halves, else single units."""
        classes = [alike for alike in classes if not self._settled(alike)]
        if not classes or self.cut:
            return
        every = [part for alike in classes for unit in alike for part in unit]
        if self._test(every) is Status.INFEASIBLE:
            self.dropped = self.dropped.union(every)
        elif len(classes) == 1:
            self._fewest(classes[0])
        else:
            middle = len(classes) // 2
            self.shrink(classes[:middle])
            self.shrink(classes[middle:])

    def _fewest(self, alike: Alike) -> None:
        """Keep the least number of units that is proved impossible; not all can go."""
        possible, impossible = 0, len(alike)
        while impossible - possible > 1:
            middle = (possible + impossible) // 2
            if self._without(alike[middle:]) is Status.INFEASIBLE:
                impossible = middle
            else:
                possible = middle
        necessary = self._without(alike[possible:]) is Status.FEASIBLE
        self.dropped = self.dropped.union(part for unit in alike[impossible:] for part in unit)
        if necessary:
            self._show([unit[0] for unit in alike[:impossible] if len(unit) == 1])

    def _show(self, parts: Sequence[Part]) -> None:
        """Note what is necessary: of servers also those in whose place one of these could stand.

        Where a packing without e exists and f asks for no less than e, there is one without f.
        """
        self.shown.update(parts)
        guests = self.left.guests
        likeness = _Likeness(self.left)
        for easy in guests:
            if server(easy) in parts[:1] and easy.together is None and min(easy.demand) >= 0:
                self.shown.update(server(g) for g in guests if likeness.no_harder(easy, g))

    def _settled(self, alike: Alike) -> bool:
        return all(len(unit) == 1 and unit[0] in self.shown for unit in alike)

    def _without(self, units: Iterable[Unit]) -> Status:
        return self._test([part for unit in units for part in unit])

    def _test(self, parts: Sequence[Part]) -> Status:
        """Return whether a packing exists without these parts too."""
        key = self.dropped.union(parts)
        if key not in self.known:
            if self.deadline.passed:
                self.cut = True
                return Status.UNKNOWN
            try:
                limit_s = max(LEAST_TEST_S, self.deadline.left_s / TESTS)
                left = without(self.problem, key)
                self.known[key] = packable(left, self.deadline.within(limit_s))
            except KeyboardInterrupt:
                self.deadline, self.cut = Deadline.after(0), True
                return Status.UNKNOWN
        return self.known[key]


def _zones(problem: PackingProblem) -> list[Alike]:
    """Return the servers of each zone as one unit, the largest zone last."""
    zones: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for guest in sorted(problem.guests, key=lambda g: g.id):
        zones[guest.cluster, guest.zone].append(server(guest))
    order = sorted(zones, key=lambda zone: (len(zones[zone]), zone))
    return [(tuple(zones[zone]),) for zone in order]


def _rules(problem: PackingProblem, *, together: bool, shown: Iterable[Part] = ()) -> list[Alike]:
    """Return rules and limits; where asked all of a kind of which there can be many as one unit."""
    kinds: dict[Kind, list[Part]] = {kind: [] for kind in BY_KIND}
    done = set(shown)
    for part in parts_of(problem):
        if part.kind in kinds and part not in done:
            kinds[part.kind].append(part)
    found: list[Alike] = []
    for kind, parts in kinds.items():
        if kind in MANY and together and parts:
            found.append((tuple(parts),))
        elif kind not in (Kind.PIN, Kind.BAN):
            found.extend(((part,),) for part in parts)
    return found


def _bundles(problem: PackingProblem) -> list[Alike]:
    """Return guests with those kept together with them, alike ones together, small ones first."""
    kept: dict[tuple[str, ...], list[Guest]] = defaultdict(list)
    for guest in sorted(problem.guests, key=lambda g: g.id):
        word = (
            (guest.id,) if guest.together is None else (guest.cluster, guest.zone, guest.together)
        )
        kept[word].append(guest)
    likeness = _Likeness(problem)
    classes: dict[Hashable, list[list[Guest]]] = defaultdict(list)
    for guests in kept.values():
        classes[tuple(sorted(likeness.of(guest) for guest in guests))].append(guests)
    ordered = sorted(classes.values(), key=lambda alike: likeness.size(alike[0]))
    return [tuple(tuple(map(server, guests)) for guests in alike) for alike in ordered]


def _servers(problem: PackingProblem, shown: Iterable[Part]) -> list[Alike]:
    """Return the single servers not yet shown to be necessary, alike ones together."""
    done = set(shown)
    guests = [guest for guest in problem.guests if server(guest) not in done]
    return [tuple((server(guest),) for guest in alike) for alike in _alike(problem, guests)]


def _own_rules(problem: PackingProblem, kind: Kind) -> list[Alike]:
    """Return the pins or bans of guests, those of guests alike together."""
    guests = [g for g in problem.guests if (g.only is not None if kind is Kind.PIN else g.never)]
    return [tuple((Part(kind, (guest.id,)),) for guest in a) for a in _alike(problem, guests)]


def _alike(problem: PackingProblem, guests: Iterable[Guest]) -> list[list[Guest]]:
    """Return guests that differ in nothing but their ids, small ones first."""
    likeness = _Likeness(problem)
    classes: dict[Hashable, list[Guest]] = defaultdict(list)
    for guest in sorted(guests, key=lambda g: g.id):
        classes[likeness.of(guest), guest.together or ""].append(guest)
    return sorted(classes.values(), key=lambda alike: likeness.size(alike[:1]))


Signature = tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...], bool]


class _Likeness:
    """Says which guests are alike, as far as a problem goes, and how large they are."""

    def __init__(self, problem: PackingProblem) -> None:
        self.spoken_of = {r.label for r in problem.rules} | {
            r.beside for r in problem.rules if r.beside is not None
        }
        columns = zip(*(option.capacity for option in problem.options), strict=True)
        self.largest = [max(1, *column) for column in columns]

    def of(self, guest: Guest) -> Signature:
        """Return what guests that are alike have in common."""
        labels = sorted({label for label in guest.labels if label in self.spoken_of})
        only = tuple(sorted(guest.only or ()))
        where = (guest.cluster, guest.zone, *labels)
        return where, guest.demand, only, tuple(sorted(guest.never)), guest.only is not None

    def no_harder(self, easy: Guest, other: Guest) -> bool:
        """Tell whether a guest could stand wherever another stands, in its place."""
        return (
            (easy.cluster, easy.zone) == (other.cluster, other.zone)
            and fits(easy.demand, other.demand)
            and set(easy.labels) & self.spoken_of <= set(other.labels)
            and set(easy.never) <= set(other.never)
            and (easy.only is None or set(other.only or ("",)) <= set(easy.only))
        )

    def size(self, guests: Sequence[Guest]) -> tuple[float, str]:
        """Return what sorts guests by their scarcest demand."""
        need = (sum(column) for column in zip(*(g.demand for g in guests), strict=True))
        return max(a / b for a, b in zip(need, self.largest, strict=True)), guests[0].id
