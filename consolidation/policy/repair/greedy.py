"""A repair where the search for the cheapest one is given up: whatever breaks most, step by step.

It is made and judged like any other. Changes that it is as good without are left out again, and
nothing is said of its being cheapest.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from consolidation.policy.model import Finding
from consolidation.policy.repair.actions import Action, Key, burden
from consolidation.policy.repair.engine import Engine, Goal
from consolidation.policy.repair.shown import Shown, rows_at_fault

MOST_STEPS = 8
"""How many times changes are added before nothing more is tried."""


def some_repair(
    engine: Engine, goal: Goal, found: Sequence[Finding], start: Sequence[Action] = ()
) -> tuple[Action, ...] | None:
    """Return changes that reach a goal, if they are found; ``start`` may be some of them.

    ``found`` are the findings on the estate as it is.
    """
    made, refused = tuple(start), set[Key]()
    if goal.keep_services and engine.cut_off(made) is not None:
        made = ()
    unmet = engine.unmet(goal, made) if made else goal.unmet(found)
    for _ in range(MOST_STEPS):
        if not unmet:
            return engine.needed(goal, made)
        step = _step(engine, goal, made, unmet, refused)
        if step is None:
            return None
        made += step
        unmet = engine.unmet(goal, made)
    return None


def _step(
    engine: Engine,
    goal: Goal,
    made: tuple[Action, ...],
    unmet: Sequence[Finding],
    refused: set[Key],
) -> tuple[Action, ...] | None:
    """Return changes that break all that is shown of what must not be; ``None``: none do."""
    at_fault = rows_at_fault(unmet) | {("controls", finding.subject) for finding in unmet}
    against = [
        {action.key: action for action in _against(engine, shown)}
        for shown in engine.shown(goal, made, unmet, refused)
    ]
    breaks = Counter(key for offers in against for key in offers)

    def rank(action: Action) -> tuple[int, bool, int, Key]:
        blameless = (action.table, action.row) not in at_fault
        return -breaks[action.key], blameless, burden(action, at_fault), action.key

    step = tuple[Action, ...]()
    for offers in against:
        if not any(action.key in offers for action in step):
            ranked = sorted(offers.values(), key=rank)
            one = next(_allowed(engine, goal, (*made, *step), ranked, refused), None)
            if one is None:
                return None
            step += (one,)
    return step or None


def _allowed(
    engine: Engine,
    goal: Goal,
    made: tuple[Action, ...],
    actions: Sequence[Action],
    refused: set[Key],
) -> Iterator[Action]:
    """Give those of some changes that may be made besides others and cut nobody off."""
    taken = {action.key for action in made} | refused
    numbers = {(action.row, action.number) for action in made}
    for action in actions:
        comes_later = action.number > 1 and (action.row, action.number - 1) not in numbers
        if action.key in taken or comes_later:
            continue
        if goal.keep_services and engine.cut_off((*made, action)) is not None:
            refused.add(action.key)
            continue
        yield action


def _against(engine: Engine, shown: Shown) -> Iterator[Action]:
    for action in engine.offers.against(shown.nodes):
        if shown.can_be_guarded or not action.adds:
            yield action
    if not shown.is_entry:
        yield from engine.offers.besides(shown.subject, shown.nodes)
