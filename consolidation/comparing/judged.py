"""What the policy says of an option's network, and what is bought so that it holds.

The cheapest changes that mend every breach (`policy.repair`) are made, and the changed network is
judged again from the start; that verdict is checked by `policy.verify`, as every verdict is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from consolidation.comparing.kits import hopeless, undone
from consolidation.comparing.model import Kit, PolicyAnswer
from consolidation.inventory.estate import Estate
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions, Verdict
from consolidation.policy.repair.repair import repair_with_estate
from consolidation.policy.verify import verify_verdict
from consolidation.text import Text

TO_BE = "to-be"
WORST_FIRST = (Outcome.VIOLATED, Outcome.UNDETERMINED, Outcome.CAUTION)
Check = Callable[[str, tuple[Text, ...]], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict in short, and the network with what was bought in it."""

    answer: PolicyAnswer
    estate: Estate
    slack_yen: int
    """By how much the changes may be dearer than the cheapest that mend the same."""


def judged(estate: Estate, kit: Kit | None, options: PolicyOptions, accept: Check) -> Judged:
    """Judge a network, mend it at least cost and judge it anew.

    ``accept`` is told what a re-check of a verdict found wrong. Changes that would take the kit
    itself away are not made, and none are looked for where the kit itself is the breach.
    """
    verdict = judge(estate, TO_BE, options)
    accept("policy", verify_verdict(verdict, estate, options))
    said = [(f.rule, f.subject, f.message) for f in verdict.violations]
    breaches = tuple((f.rule, f.subject) for f in verdict.violations)
    repair, mended = None, estate
    if not hopeless(kit, breaches):
        repair, mended = repair_with_estate(estate, verdict, options)
    if repair is not None and undone(kit, estate, mended):
        repair, mended = None, estate
    if repair is not None:
        verdict = judge(mended, TO_BE, options)
        accept("policy", verify_verdict(verdict, mended, options))
    says = {finding.outcome for finding in verdict.findings}
    return Judged(
        PolicyAnswer(
            outcome=next((o for o in WORST_FIRST if o in says), Outcome.HOLDS),
            breaches=breaches,
            changes=() if repair is None else repair.changes,
            num_controls=_controls(verdict),
            required_controls=_required(verdict),
            controls_after_loss=_after_loss(verdict),
            approvals=tuple(
                (f.rule, f.subject) for f in verdict.findings if f.outcome is Outcome.CAUTION
            ),
            said=(
                *said,
                *(
                    (f.rule, f.subject, f.message)
                    for f in verdict.findings
                    if f.outcome is Outcome.CAUTION
                ),
            ),
        ),
        mended,
        0 if repair is None else repair.yen - repair.lower_bound_yen,
    )


def _controls(verdict: Verdict) -> int | None:
    own = [reading for reading in verdict.readings if reading.edition == verdict.edition]
    return own[0].num_controls if own else None


def _required(verdict: Verdict) -> int:
    own = [reading for reading in verdict.readings if reading.edition == verdict.edition]
    return own[0].required_controls if own else 0


def _after_loss(verdict: Verdict) -> int | None:
    """Return the fewest independent controls after any single loss; ``None``: no way at all.

    Only losses that change it are told, so the normal state counts, too.
    """
    found = [_controls(verdict), *(failure.num_controls for failure in verdict.failures)]
    return min((num for num in found if num is not None), default=None)
