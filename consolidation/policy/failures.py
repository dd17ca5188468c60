"""P2 after every single failure: of a link, a device, a site entry, a duct, a carrier.

A failure takes states away, which opens nothing; it also brings up backup lines, which may. What
is gone: the segments on the links gone, the domains on the devices gone, their air and controls.
Servers stay. A backup line comes up when a link that it stands in for is gone, and after any
failure where no row says for which it stands in. Labels are worked out once for the network with
the latter up, and after each failure only for the states that it touches.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from consolidation.network.fault_domains import FaultDomain, fault_domains
from consolidation.policy.case import Case
from consolidation.policy.model import FailureOutcome, Outcome
from consolidation.policy.trials import Answer, Trials
from consolidation.policy.ways.relabel import Alteration


def failures(case: Case) -> tuple[tuple[FailureOutcome, ...], int]:
    """Return the failures that change what P2 says or its counts, and how many were tried.

    They are compared with the state in which nothing has failed and no backup line is up.
    """
    if not case.targets or not case.sources:
        return (), 0
    domains = fault_domains(case.estate)
    tried = Failures(case)
    before = tried.nothing_failed
    found = []
    for failure in tried.each(domains):
        after = (failure.outcome, failure.num_controls, failure.num_plain)
        if after != (before.outcome, before.num_controls, before.num_plain):
            found.append(failure)
    return tuple(found), len(domains)


class Failures:
    """Failures tried one after the other on one state of the estate."""

    def __init__(self, case: Case) -> None:
        self.case = case
        number = case.all_roads.number
        any_failure = {b.id for b in case.estate.links if b.backup and not b.backs_up}
        self._idle = frozenset(number[name] for name in case.idle)
        self._absent = frozenset(
            number[name] for name in case.idle if case.states[name].row not in any_failure
        )
        self._trials = Trials(case, self._absent)
        self._states = self._by_element()
        self._ways: list[tuple[str, ...]] = []

    @cached_property
    def nothing_failed(self) -> Answer:
        """What P2 says while nothing has failed and no backup line is up."""
        return self._trials.after(Alteration(gone=self._idle - self._absent))

    def each(self, domains: Collection[FaultDomain]) -> Iterator[FailureOutcome]:
        """Give what P2 says after each of some failures, in their order."""
        return (self.after(domain) for domain in domains)

    def after(self, domain: FaultDomain) -> FailureOutcome:
        """Return what P2 says after one failure."""
        gone = self.gone(domain)
        come = (self._of(domain.brings_up) & self._absent) - gone
        change = Alteration(gone=gone, come=come)
        answer = self._trials.after(change)
        way: tuple[str, ...] = ()
        if answer.outcome is Outcome.VIOLATED and domain.brings_up and self._begins_well:
            way = self._way(change)
        return FailureOutcome(
            kind=domain.kind,
            id=domain.id,
            outcome=answer.outcome,
            num_controls=answer.num_controls,
            num_plain=answer.num_plain,
            brought_up=tuple(sorted(domain.brings_up)),
            witness=self.case.witness(way) if self.case.idle.intersection(way) else (),
        )

    def gone(self, domain: FaultDomain) -> frozenset[int]:
        """Return the states that a failure takes, by number."""
        return self._of(domain.links, domain.devices)

    @cached_property
    def _begins_well(self) -> bool:
        return self.nothing_failed.outcome is not Outcome.VIOLATED

    def _way(self, change: Alteration) -> tuple[str, ...]:
        """Return a way over backup lines; one found before does where nothing of it is gone."""
        number = self.case.all_roads.number
        for way in self._ways:
            numbers = {number[node] for node in way}
            if numbers.isdisjoint(change.gone) and not numbers & (self._absent - set(change.come)):
                return way
        self._ways.append(self._trials.way(change))
        return self._ways[-1]

    def _by_element(self) -> Mapping[tuple[str, str], frozenset[int]]:
        """Return the states that go with each link and device."""
        found: dict[tuple[str, str], set[int]] = {}
        on = {control.id: control.device for control in self.case.estate.controls}
        number = self.case.all_roads.number
        for name, state in self.case.states.items():
            key = (state.table, state.row)
            if state.table == "controls":
                key = ("devices", on[state.row])
            if key[0] in ("links", "devices"):
                found.setdefault(key, set()).add(number[name])
        return {key: frozenset(states) for key, states in found.items()}

    def _of(self, links: Collection[str], devices: Collection[str] = ()) -> frozenset[int]:
        keys = [("links", link) for link in links] + [("devices", device) for device in devices]
        nothing: frozenset[int] = frozenset()
        return nothing.union(*(self._states.get(key, nothing) for key in keys))
