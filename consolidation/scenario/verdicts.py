"""The states of the estate that are judged: as-is, to-be and after each wave."""

from collections.abc import Iterator

from consolidation.inventory.estate import Estate
from consolidation.migration.model import Schedule
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions, Verdict
from consolidation.policy.verify import verify_verdict
from consolidation.redesign.to_be import between
from consolidation.scenario.accept import accept

AS_IS = "as-is"
TO_BE = "to-be"


def states(as_is: Estate, to_be: Estate, waves: Schedule) -> Iterator[tuple[str, Estate]]:
    """Yield each state with its name: as-is, to-be, then the state after each wave."""
    yield AS_IS, as_is
    yield TO_BE, to_be
    moved: frozenset[str] = frozenset()
    for wave in waves.waves:
        moved |= {move.server for move in wave.moves}
        yield f"wave-{wave.number}", between(as_is, to_be, moved)


def judge_all(
    as_is: Estate, to_be: Estate, waves: Schedule, options: PolicyOptions
) -> tuple[Verdict, ...]:
    """Judge every state; raise `SolverTrouble` when a verdict fails its re-check."""
    verdicts = []
    for name, estate in states(as_is, to_be, waves):
        verdict = judge(estate, name, options)
        accept(f"policy ({name})", verify_verdict(verdict, estate, options))
        verdicts.append(verdict)
    return tuple(verdicts)
