"""Re-check of a comparison from its inputs: lines, money, network and policy of every option.

What each line became is looked up among what was on offer; that it carries the traffic in every
state, and that nothing cheaper would, is shown by `redesign.leasing.verify`. On these lines every
option is then built, judged, mended and priced anew, and all that is said of it compared. What is
not checked again: break-evens, the frontier and swings (`NOT_CHECKED`), and bounds of meshes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from consolidation.comparing.compare import (
    LARGEST,
    LeasedLayout,
    Question,
    notes_of,
    options_of,
    shown_of,
)
from consolidation.comparing.leased import one_off_yen
from consolidation.comparing.model import Comparison, LineAnswer, OptionAnswer
from consolidation.comparing.phases import steps
from consolidation.comparing.verify_words import (
    differing,
    in_yen,
    not_on_offer,
    other_steps,
    unlike,
)
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Candidate, Lease, LineNetwork
from consolidation.redesign.leasing.networks import line_network
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.redesign.model import Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.solving.status import Status
from consolidation.text import Text
from consolidation.units import KBIT_PER_MBIT

Picks = Mapping[str, int]
NOT_CHECKED = Text(
    "検算しないもの: 分岐点、余裕の費用、価格の変動、網の目をなす部分の下界",
    "not checked again: break-evens, the cost of more room, swings, and bounds of meshes",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an option, or with the comparison where it is no option's."""

    option: OptionAnswer | None
    what: Text | OptionAnswer
    """In words, or the option as it is found again, where that differs."""


def verify_comparison(question: Question, comparison: Comparison) -> tuple[Fault, ...]:
    """Return everything wrong with a comparison; empty means that it holds."""
    networks = {
        "separate": line_network(question.placed, "separate", question.asked),
        "merged": line_network(question.placed, "merged", question.asked),
    }
    known: dict[tuple[object, ...], tuple[Text, ...]] = {}
    found = []
    for option in comparison.options:
        network = networks[layout_of(option)]
        found += [Fault(option, what) for what in _option(question, network, option, known)]
    if not found:
        found += _again(question, comparison, networks)
    return (*found, *(Fault(None, what) for what in _whole(question, comparison)))


def layout_of(option: OptionAnswer) -> str:
    """Return which of the two layouts of lines an option has."""
    return "merged" if option.merge in INTER_SITE else "separate"


def _again(
    question: Question, comparison: Comparison, networks: Mapping[str, LineNetwork]
) -> Iterator[Fault]:
    """Build, judge, mend and price every option again on its lines, and compare all that is said.

    Bounds of what is not proved optimal are taken as said.
    """
    layouts = {name: _layout(question, own, comparison) for name, own in networks.items()}
    found = options_of(question, layouts, lambda *_: None, lambda _: None)
    answers = [own.answer for own in found]
    others = tuple(unlike(comparison.options, answers))
    if others:
        yield from (Fault(None, what) for what in others)
        return
    for theirs, ours in zip(comparison.options, answers, strict=True):
        same = ours
        if theirs.status is ours.status is not Status.OPTIMAL:
            same = replace(ours, bound=theirs.bound, even=theirs.even)
        if theirs != same:
            yield Fault(theirs, same)
    small = all(len(p.nodes) <= LARGEST for own in layouts.values() for p in own.leases.parts)
    best = comparison.cheapest
    planned = () if best is None else steps(best, question.lines.change_on)
    notes = notes_of(question, layouts, answers, small=small)
    for what in (
        *differing(Text("注記", "note"), comparison.notes, tuple(notes)),
        *other_steps(comparison.steps, planned),
    ):
        yield Fault(None, what)


def _layout(question: Question, network: LineNetwork, comparison: Comparison) -> LeasedLayout:
    """Return a layout with the lines that most of its options say."""
    leases = Leases(network, question.limit_s)
    option = _most_said([o for o in comparison.options if layout_of(o) == network.layout])
    lease = Lease(status=Status.UNKNOWN, cost=None, bound=Fraction(0), picks={})
    if option is not None:
        lease = replace(lease, status=option.status, culprit=option.culprit)
    if option is not None and option.cost is not None:
        picks, _ = _picks(question, network, option.lines)
        cost = _cost(question, network, picks)
        lease = replace(lease, cost=cost, bound=cost, picks=picks, even=option.even)
    return LeasedLayout(leases, lease, shown_of(question, network, lease), None)


def _most_said(options: Sequence[OptionAnswer]) -> OptionAnswer | None:
    """Return an option whose lines and status most options of its layout have.

    Among equals it is one whose status agrees with its bound: that is the one not tampered with.
    """
    said = [(o.lines, o.status, o.even, o.culprit) for o in options]

    def agrees(option: OptionAnswer) -> bool:
        proved = option.cost is not None and option.bound + _slack(option) >= option.cost
        return proved is (option.status is Status.OPTIMAL)

    ranked = [
        (said.count(own), agrees(o), -n)
        for n, (o, own) in enumerate(zip(options, said, strict=True))
    ]
    return options[-max(ranked)[2]] if ranked else None


def _cost(question: Question, network: LineNetwork, picks: Picks) -> Fraction:
    prices = question.terms.prices(network)
    costs = (prices.cost(own, own.terms[picks[own.id]]) for own in network.all_candidates)
    return sum(costs, Fraction(0))


def _whole(question: Question, comparison: Comparison) -> Iterator[Text]:
    lines = question.lines
    for ja, en, said, asked in (
        ("切替日", "day of the change", comparison.first_day, lines.change_on),
        ("比べる年数", "years compared", comparison.years, lines.years),
        (
            "割引率（%）",
            "discount rate (%)",
            comparison.discount_percent,
            question.discount_percent,
        ),
    ):
        if said != asked:
            yield Text(
                f"{ja}: 記載は {said}、シナリオでは {asked}",
                f"{en}: the folder says {said}, the scenario {asked}",
            )
    if Merge.SEPARATE not in {option.merge for option in comparison.options}:
        yield Text("分離のままの案がない", "the option of keeping separate is missing")


def _option(
    question: Question,
    network: LineNetwork,
    option: OptionAnswer,
    known: dict[tuple[object, ...], tuple[Text, ...]],
) -> Iterator[Text]:
    if option.cost is None:
        return
    picks, faults = _picks(question, network, option.lines)
    yield from faults
    if faults:
        return
    prices = question.terms.prices(network)
    cost = _cost(question, network, picks)
    rest = option.cost - sum(
        (i.value for i in option.items if i.kind.startswith("line-")), Fraction(0)
    )
    bound = min(cost, option.bound - rest + _slack(option))
    lease = Lease(status=option.status, cost=cost, bound=bound, picks=picks)
    key = (network.layout, option.status, *sorted(picks.items()))
    if key not in known:
        known[key] = verify_lease(network, prices, lease)
    yield from known[key]
    total = sum((item.value for item in option.items), Fraction(0))
    paid, added, least = map(in_yen, (option.cost, total, option.bound))
    if total != option.cost:
        yield Text(
            f"費用: 記載は {paid}円、費目の合計は {added}円",
            f"cost: the folder says {paid} yen, its items add up to {added} yen",
        )
    if option.bound > option.cost:
        yield Text(
            f"下界 {least}円が費用 {paid}円を超える",
            f"its lower bound, {least} yen, is above its cost, {paid} yen",
        )


def _slack(option: OptionAnswer) -> Fraction:
    """Return by how much the changes for the policy are dearer than what is proved of them."""
    return Fraction(sum(change.yen for change in option.policy.changes))


def _picks(
    question: Question, network: LineNetwork, lines: tuple[LineAnswer, ...]
) -> tuple[Picks, list[Text]]:
    """Return which term of every candidate was picked, and what is on offer to nobody."""
    listed = {line.id: line for line in lines}
    said = dict(listed)
    terms = question.terms
    prices = terms.prices(network)
    picks, faults = {}, []
    for own in network.all_candidates:
        line = said.pop(own.id, None)
        once = [one_off_yen(own, term, prices, terms) for term in own.terms]
        place = _place(own, line, once)
        if place is None:
            faults.append(not_on_offer(own, listed.get(own.id)))
        else:
            picks[own.id] = place
    faults += [
        Text(f"回線 {name} はない", f"there is no line {name} to lease") for name in sorted(said)
    ]
    return picks, faults


def _place(own: Candidate, line: LineAnswer | None, once: Sequence[int]) -> int | None:
    """Return the place of the term that a line says it is leased on, ``once``: what each costs."""
    if line is None:
        free = [n for n, term in enumerate(own.terms) if not term.capacity_kbit_s]
        return free[0] if own.link is None and free else None
    for n, term in enumerate(own.terms):
        if (
            term.tariffs == line.tariffs
            and term.capacity_kbit_s // KBIT_PER_MBIT == line.capacity_mbit_s
            and term.month_yen == line.yen_month
            and once[n] == line.one_off_yen
        ):
            return n
    return None
