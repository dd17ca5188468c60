"""Judging anew after changes: only the rules concerned, on an estate really changed."""

from collections.abc import Callable, Iterable, Sequence

from consolidation.inventory.estate import Estate
from consolidation.network.attributes import StateGraph
from consolidation.network.graph import build_graph
from consolidation.policy.case import Case
from consolidation.policy.editions import EDITIONS
from consolidation.policy.judge import RULES
from consolidation.policy.model import Finding, Outcome, PolicyOptions
from consolidation.policy.repair.actions import Action, Key, applied

Rule = Callable[[Case], tuple[Finding, ...]]


MOST_CASES = 3
"""Cases kept at a time, that of the estate as it is among them."""
MOST_WORK = 120_000
"""States of the graphs that are built for the repairs of one verdict, times k - 1 (so much longer
takes judging), and nodes of the searches for the cheapest changes, which take about as long."""
LAST_WORK = 80_000
"""What may be spent besides on finding any repairs at all where that was used up."""


class GivenUp(Exception):
    """More would have to be judged anew than is worth it; no repair was found by then."""


class Bench:
    """Judges one estate with sets of changes made; what has been judged is kept."""

    def __init__(self, estate: Estate, state: str, options: PolicyOptions) -> None:
        self.estate = estate
        self.state = state
        self.options = options
        self.edition = EDITIONS[options.edition]
        self._cases: dict[frozenset[Key], Case] = {}
        self._found: dict[tuple[frozenset[Key], int], tuple[Finding, ...]] = {}
        self._left = {False: MOST_WORK, True: LAST_WORK}
        self.last_resort = False
        """Whether any repair will do, as the search for the cheapest was given up."""

    @property
    def before(self) -> Case:
        """The case as it is, nothing changed."""
        return self.case(())

    def case(self, actions: Sequence[Action]) -> Case:
        """Return the case with changes made."""
        keys = frozenset(action.key for action in actions)
        if keys not in self._cases:
            changed = [old for old in self._cases if old]
            for old in changed[: max(0, len(changed) - MOST_CASES + 2)]:
                del self._cases[old]  # a case of a city can take a hundred megabytes
            self._cases[keys] = self._case(self.changed(actions))
        return self._cases[keys]

    def _case(self, estate: Estate) -> Case:
        return Case(estate, self.state, self.options, self.edition, self.graph(estate))

    def graph(self, estate: Estate) -> StateGraph:
        """Return the graph of a changed estate, as long as there is work to spend.

        Raises `GivenUp` once it is used up: a count, not a clock, so that the same estate gives
        the same repairs on any machine.
        """
        self.spend(0)
        graph = build_graph(estate)
        self.spend(len(graph) * max(1, self.options.required_controls - 1))
        return graph

    def spend(self, work: int) -> None:
        """Count some work as done, if there was any left to do."""
        if self._left[self.last_resort] < 0:
            raise GivenUp
        self._left[self.last_resort] -= work

    def changed(self, actions: Sequence[Action]) -> Estate:
        """Return the estate with changes made."""
        return applied(self.estate, actions)

    def shown(self, estate: Estate, rule: str) -> frozenset[tuple[Outcome, str, tuple[str, ...]]]:
        """Return what a rule shows of a changed estate: outcome, subject and states."""
        case = self._case(estate)
        return frozenset(
            (f.outcome, f.subject, tuple(step.node for step in f.witness))
            for place in self.rules_named(rule)
            for f in RULES[place](case)
        )

    def judged(
        self, actions: Sequence[Action], rules: Iterable[int] | None = None
    ) -> tuple[Finding, ...]:
        """Return what rules, all or those of the places given, say with changes made."""
        keys = frozenset(action.key for action in actions)
        found: list[Finding] = []
        for place in range(len(RULES)) if rules is None else sorted(rules):
            if (keys, place) not in self._found:
                self._found[keys, place] = RULES[place](self.case(actions))
            found += self._found[keys, place]
        return tuple(found)

    def rules_named(self, rule: str) -> frozenset[int]:
        """Return the places of the rules that go by a name."""
        return frozenset(
            place
            for place in range(len(RULES))
            if any(f.rule == rule for f in self.judged((), (place,)))
        )

    def rules_saying(self, keys: Iterable[tuple[str, str]]) -> frozenset[int]:
        """Return the places of the rules that say, of the estate as it is, what is asked for."""
        wanted = set(keys)
        return frozenset(
            place
            for place in range(len(RULES))
            if any((f.rule, f.subject) in wanted for f in self.judged((), (place,)))
        )


def keys_of(findings: Iterable[Finding], outcome: Outcome) -> frozenset[tuple[str, str]]:
    """Return rule and subject of the findings with an outcome."""
    return frozenset((f.rule, f.subject) for f in findings if f.outcome is outcome)
