"""The states of the estate that are judged: as-is, to-be, while switching, after each wave."""

from collections.abc import Iterator

from consolidation.inventory.estate import Estate
from consolidation.migration.model import Schedule
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions, Verdict
from consolidation.policy.repair.repair import repaired
from consolidation.policy.verify import verify_verdict
from consolidation.redesign.side_by_side import side_by_side
from consolidation.redesign.to_be import between
from consolidation.scenario.accept import accept

AS_IS = "as-is"
TO_BE = "to-be"
SWITCHING = "switching"


def states(as_is: Estate, to_be: Estate, waves: Schedule) -> Iterator[tuple[str, Estate]]:
    """Yield each state with its name: as-is, to-be, while switching, and after each wave.

    Switching is the state in which old and new lines and servers stand side by side; where the
    plan changes nothing there is none.
    """
    yield AS_IS, as_is
    yield TO_BE, to_be
    if to_be != as_is:
        yield SWITCHING, side_by_side(as_is, to_be)
    moved: frozenset[str] = frozenset()
    for wave in waves.waves:
        moved |= {move.server for move in wave.moves}
        yield f"wave-{wave.number}", between(as_is, to_be, moved)


def judged(
    as_is: Estate, to_be: Estate, waves: Schedule, options: PolicyOptions
) -> Iterator[tuple[Verdict, Estate]]:
    """Yield the verdict on every state, with the state.

    Breaches come with their cheapest repair; on the states in between only where as-is and to-be
    do not show them.
    """
    shown: set[tuple[str, str]] = set()
    for name, estate in states(as_is, to_be, waves):
        verdict = judge(estate, name, options)
        breaches = {(f.rule, "" if f.subject == name else f.subject) for f in verdict.violations}
        if breaches - shown:
            verdict = repaired(estate, verdict, options)
            shown |= breaches
        yield verdict, estate


def judge_all(
    as_is: Estate, to_be: Estate, waves: Schedule, options: PolicyOptions
) -> tuple[Verdict, ...]:
    """Judge every state; raise `SolverTrouble` when a verdict fails its re-check."""
    verdicts = []
    for verdict, estate in judged(as_is, to_be, waves, options):
        accept(f"policy ({verdict.state})", verify_verdict(verdict, estate, options))
        verdicts.append(verdict)
    return tuple(verdicts)
