"""Re-check of a comparison from its inputs: lines, money, network and policy of every option.

What each line became is looked up among what was on offer; that it carries the traffic in every
state, and that nothing cheaper would, is shown by `redesign.leasing.verify`. On these lines every
option is then built, judged, mended and priced anew, and all that is said of it compared. What is
not checked again: break-evens, the frontier and swings (`NOT_CHECKED`), and bounds of meshes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from fractions import Fraction

from consolidation.comparing.compare import (
    LARGEST,
    LeasedLayout,
    Question,
    notes_of,
    options_of,
    shown_of,
)
from consolidation.comparing.model import Comparison, LineAnswer, OptionAnswer
from consolidation.comparing.phases import steps
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Candidate, Lease, LineNetwork, Prices
from consolidation.redesign.leasing.networks import line_network
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.redesign.model import Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.solving.status import Status
from consolidation.text import Text
from consolidation.units import KBIT_PER_MBIT

Picks = Mapping[str, int]
LONGEST = 200
NOT_CHECKED = Text(
    "検算しないもの: 分岐点、余裕の費用、価格の変動、網の目をなす部分の下界",
    "not checked again: break-evens, the cost of more room, swings, and bounds of meshes",
)


def verify_comparison(question: Question, comparison: Comparison) -> tuple[Text, ...]:
    """Return everything wrong with a comparison; empty means that it holds."""
    networks = {
        "separate": line_network(question.placed, "separate", question.asked),
        "merged": line_network(question.placed, "merged", question.asked),
    }
    known: dict[tuple[object, ...], tuple[Text, ...]] = {}
    found = []
    for option in comparison.options:
        network = networks["merged" if option.merge in INTER_SITE else "separate"]
        for fault in _option(question, network, option, known):
            found.append(Text(f"{option.name}: {fault.ja}", f"{option.name}: {fault.en}"))
    if not found:
        found += _again(question, comparison, networks)
    return (*found, *_whole(question, comparison))


def _again(
    question: Question, comparison: Comparison, networks: Mapping[str, LineNetwork]
) -> Iterator[Text]:
    """Build, judge, mend and price every option again on its lines, and compare all that is said.

    Bounds of what is not proved optimal are taken as said.
    """
    layouts = {name: _layout(question, own, comparison) for name, own in networks.items()}
    found = options_of(question, layouts, lambda *_: None, lambda _: None)
    answers = [own.answer for own in found]
    names, listed = ([own.name for own in some] for some in (answers, comparison.options))
    if names != listed:
        odd = ", ".join(sorted(set(names) ^ set(listed))) or "?"
        yield Text(f"案がそろっていない: {odd}", f"the options are not those asked for: {odd}")
        return
    for theirs, ours in zip(comparison.options, answers, strict=True):
        for field in fields(OptionAnswer):
            if field.name in {"bound", "even"} and theirs.status is not Status.OPTIMAL:
                continue
            said, found_again = getattr(theirs, field.name), getattr(ours, field.name)
            if said != found_again:
                told = _told(said), _told(found_again)
                yield Text(
                    f"{theirs.name}: {field.name} {told[0]} は求め直した値 {told[1]} と違う",
                    f"{theirs.name}: {field.name} is {told[0]}, found again it is {told[1]}",
                )
    small = all(len(p.nodes) <= LARGEST for own in layouts.values() for p in own.leases.parts)
    if comparison.notes != tuple(notes_of(question, layouts, answers, small=small)):
        yield Text("注記が求め直したものと違う", "the notes are not those found again")
    best = comparison.cheapest
    expected = () if best is None else steps(best, question.lines.change_on)
    if comparison.steps != expected:
        yield Text("段取りが求め直したものと違う", "the steps are not those found again")


def _layout(question: Question, network: LineNetwork, comparison: Comparison) -> LeasedLayout:
    """Return a layout with the lines that the first of its options says."""
    leases = Leases(network, question.limit_s)
    merged = network.layout == "merged"
    option = next((o for o in comparison.options if (o.merge in INTER_SITE) is merged), None)
    lease = Lease(status=Status.UNKNOWN, cost=None, bound=Fraction(0), picks={})
    if option is not None:
        lease = replace(lease, status=option.status, culprit=option.culprit)
    if option is not None and option.cost is not None:
        picks, _ = _picks(network, option.lines)
        cost = _cost(question, network, picks)
        lease = replace(lease, cost=cost, bound=cost, picks=picks, even=option.even)
    return LeasedLayout(leases, lease, shown_of(question, network, lease), None)


def _cost(question: Question, network: LineNetwork, picks: Picks) -> Fraction:
    prices = Prices(weight=question.terms.fee_weight)
    costs = (prices.cost(own, own.terms[picks[own.id]]) for own in network.all_candidates)
    return sum(costs, Fraction(0))


def _whole(question: Question, comparison: Comparison) -> Iterator[Text]:
    said = (comparison.first_day, comparison.years, comparison.discount_percent)
    asked = (question.lines.change_on, question.lines.years, question.discount_percent)
    if said != asked:
        yield Text(
            f"期間と割引率 {said} はシナリオの {asked} と違う",
            f"day, years and discount are {said}, the scenario says {asked}",
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
    picks, faults = _picks(network, option.lines)
    yield from faults
    if faults:
        return
    prices = Prices(weight=question.terms.fee_weight)
    cost = _cost(question, network, picks)
    rest = option.cost - sum((i.value for i in option.items if i.kind[:4] == "line"), Fraction(0))
    bound = min(cost, option.bound - rest + _slack(option))
    lease = Lease(status=option.status, cost=cost, bound=bound, picks=picks)
    key = (network.layout, option.status, *sorted(picks.items()))
    if key not in known:
        known[key] = verify_lease(network, prices, lease)
    yield from known[key]
    total = sum((item.value for item in option.items), Fraction(0))
    if total != option.cost:
        yield Text(
            f"費用 {option.cost} は費目の合計 {total} と違う",
            f"its cost is {option.cost}, its items add up to {total}",
        )
    if option.bound > option.cost:
        yield Text("下界が費用を超える", "its bound is above its cost")


def _slack(option: OptionAnswer) -> Fraction:
    """Return by how much the changes for the policy are dearer than what is proved of them."""
    return Fraction(sum(change.yen for change in option.policy.changes))


def _picks(network: LineNetwork, lines: tuple[LineAnswer, ...]) -> tuple[Picks, list[Text]]:
    """Return which term of every candidate was picked, and what is on offer to nobody."""
    said = {line.id: line for line in lines}
    picks, faults = {}, []
    for own in network.all_candidates:
        place = _place(own, said.pop(own.id, None))
        if place is None:
            faults.append(
                Text(
                    f"回線 {own.id}: 記載の帯域と料金では契約できない",
                    f"line {own.id}: what it says cannot be leased as said",
                )
            )
        else:
            picks[own.id] = place
    faults += [
        Text(f"回線 {name} はない", f"there is no line {name} to lease") for name in sorted(said)
    ]
    return picks, faults


def _place(own: Candidate, line: LineAnswer | None) -> int | None:
    """Return the place of the term that a line says it is leased on."""
    if line is None:
        free = [n for n, term in enumerate(own.terms) if not term.capacity_kbit_s]
        return free[0] if own.link is None and free else None
    for n, term in enumerate(own.terms):
        if (
            term.tariffs == line.tariffs
            and term.capacity_kbit_s // KBIT_PER_MBIT == line.capacity_mbit_s
            and term.month_yen == line.yen_month
            and term.install_yen + term.leave_yen == line.one_off_yen
        ):
            return n
    return None


def _told(value: object) -> str:
    """Return a value as far as it can be read in a line."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
