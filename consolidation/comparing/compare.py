"""The comparison: every way to merge with every kit, at its own optimum, judged and priced.

Lines are leased once for separate and once for merged lines: kits and in-facility merging do not
change what lines must carry. Each option's network is then built, judged, mended and priced.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidation.comparing.break_even import Side, break_evens, stairs
from consolidation.comparing.built import Built, built
from consolidation.comparing.frontier import frontier
from consolidation.comparing.judged import Check, Judged, judged
from consolidation.comparing.kits import WORDS, alike, kits_for
from consolidation.comparing.leased import Leased, leased
from consolidation.comparing.model import Comparison, ComparisonOptions, Kit, Lost, OptionAnswer
from consolidation.comparing.named_losses import with_own_devices
from consolidation.comparing.operating import (
    both_usable,
    configurations,
    num_lines,
    num_ports,
    own_devices,
    rooms,
    single_points,
    with_terminals,
)
from consolidation.comparing.phases import steps
from consolidation.comparing.present_value import Terms
from consolidation.comparing.pricing import besides, by_year, items, kit_parts, line_sums
from consolidation.comparing.swings import swings
from consolidation.comparing.without_lines import without_lines
from consolidation.inventory.estate import Estate
from consolidation.policy.model import PolicyOptions
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Layout, Lease, LineNetwork
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.leasing.thresholds import Staircase
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.redesign.model import LineOptions, Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.text import Text
from consolidation.uncollected import uncollected

LARGEST = 6
"""Parts of more nodes than this are not leased anew for every price that is varied."""
Progress = Callable[[Text], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is compared, under which assumptions."""

    placed: Estate
    """The servers stand where they will, the lines as they are."""
    lines: LineOptions
    options: ComparisonOptions
    policy: PolicyOptions
    discount_percent: float
    limit_s: float
    """For each of the two layouts of lines."""

    @property
    def terms(self) -> Terms:
        """Over which years and at which rates costs are compared."""
        return Terms(
            first_day=self.lines.change_on,
            years=self.lines.years,
            discount=_percent(self.discount_percent),
            fee_change=_percent(self.options.fee_change_percent_per_year),
            fee_changes=tuple(map(_percent, self.options.fee_change_percent_by_year)),
        )

    @property
    def asked(self) -> Asked:
        """What lines are leased for."""
        lines, options = self.lines, self.options
        growth = Fraction(100 + lines.growth_percent_per_year, 100) ** lines.years
        return Asked(
            change_on=lines.change_on,
            growth=growth,
            share=Fraction(options.limit_percent(lines, after_loss=False), 100),
            share_after_loss=Fraction(options.limit_percent(lines, after_loss=True), 100),
            losses=options.losses,
            protected_sites=options.protected_sites,
            new_lines_to=options.new_lines_to,
            terminal_kbit_s=options.terminal_kbit_s,
            max_latency=_exact(options.max_latency_ms),
        )


def _percent(rate: float) -> Fraction:
    return Fraction(repr(rate)) / 100


def _exact(number: float | None) -> Fraction | None:
    """Return a number as it is written."""
    return None if number is None else Fraction(repr(number))


@dataclass(frozen=True, slots=True)
class LeasedLayout:
    """The lines of a layout at their optimum, and what is shown of them."""

    leases: Leases
    lease: Lease
    shown: Leased | None
    stairs: Staircase | None

    @property
    def network(self) -> LineNetwork:
        """What is asked of the lines."""
        return self.leases.network


@dataclass(frozen=True, slots=True)
class Option:
    """An option as it is answered, and as one side of a break-even."""

    answer: OptionAnswer
    side: Side


def compare_options(question: Question, accept: Check, progress: Progress) -> Comparison:
    """Return the comparison; ``accept`` is told what a re-check found wrong, stage by stage."""
    progress(Text("回線を設計する", "leasing lines, separate and merged"))
    layouts = {name: _layout(question, name, accept) for name in ("separate", "merged")}
    options = tuple(options_of(question, layouts, accept, progress))
    offered = [own for own in options if own.answer.offered]
    progress(Text("損益分岐と感度を求める", "break-evens and sensitivities"))
    separate = next(own for own in options if own.answer.merge is Merge.SEPARATE)
    merged = _cheapest([own for own in offered if own is not separate])
    small = all(len(part.nodes) <= LARGEST for own in layouts.values() for part in own.leases.parts)
    turns = (
        tuple(
            break_evens(
                separate.side, merged.side, question.terms, question.lines.merged_router_yen
            )
        )
        if small and merged is not None and separate.answer.cost is not None
        else ()
    )
    varied = (
        swings([own.side for own in offered], question.terms, question.options.swing_percent)
        if small
        else ()
    )
    cheapest = _cheapest(offered)
    return Comparison(
        options=tuple(own.answer for own in options),
        first_day=question.lines.change_on,
        years=question.lines.years,
        discount_percent=question.discount_percent,
        break_evens=turns,
        frontier=tuple(frontier(_best_of_each(offered), question.terms)) if small else (),
        swings=varied,
        steps=() if cheapest is None else steps(cheapest.answer, question.lines.change_on),
        notes=tuple(notes_of(question, layouts, [own.answer for own in options], small=small)),
    )


def _cheapest(found: list[Option]) -> Option | None:
    return min(found, key=lambda own: own.answer.cost or Fraction(0), default=None)


def _best_of_each(offered: list[Option]) -> list[Side]:
    """Return the cheapest option of each way to merge."""
    found = (_cheapest([o for o in offered if o.answer.merge is merge]) for merge in Merge)
    return [own.side for own in found if own is not None]


def _layout(question: Question, name: Layout, accept: Check) -> LeasedLayout:
    network = line_network(question.placed, name, question.asked)
    leases = Leases(network, question.limit_s)
    prices = question.terms.prices(network)
    lease = leases.cheapest(prices)
    accept(f"lines ({name})", verify_lease(network, prices, lease))
    small = all(len(part.nodes) <= LARGEST for part in leases.parts)
    known = small and lease.cost is not None
    shown = shown_of(question, network, lease)
    return LeasedLayout(leases, lease, shown, stairs(leases, question.terms) if known else None)


def shown_of(question: Question, network: LineNetwork, lease: Lease) -> Leased | None:
    """Return what is shown of a lease; nothing where there is none."""
    if lease.cost is None:
        return None
    return leased(question.placed, network, lease.picks, question.terms)


def options_of(
    question: Question,
    layouts: Mapping[str, LeasedLayout],
    accept: Check,
    progress: Progress,
) -> Iterator[Option]:
    """Yield every option with the lines of its layout: built, judged, mended and priced."""
    ports: int | None = None
    for merge in Merge:
        layout = layouts["merged" if merge in INTER_SITE else "separate"]
        known: dict[Kit | None, tuple[Built, Judged, tuple[Lost, ...]]] = {}
        for kit in kits_for(merge, question.options.kits):
            name = merge.value if kit is None else f"{merge.value}+{kit.value}"
            progress(Text(f"案を審査する: {name}", f"judging option {name}"))
            if alike(kit) not in known:
                with uncollected():
                    finished = built(
                        question.placed, merge, kit, layout.network, layout.lease.picks
                    )
                    ruled = judged(finished.estate, kit, question.policy, accept)
                    known[alike(kit)] = finished, ruled, single_points(ruled.estate)
            finished, ruled, points = known[alike(kit)]
            ports = num_ports(ruled.estate) if ports is None else ports
            yield _option(question, merge, kit, layout, finished, ruled, points, ports)


def _option(
    question: Question,
    merge: Merge,
    kit: Kit | None,
    layout: LeasedLayout,
    finished: Built,
    ruled: Judged,
    points: tuple[Lost, ...],
    ports: int,
) -> Option:
    terms, lease, shown = question.terms, layout.lease, layout.shown
    if shown is not None:
        shown = with_own_devices(shown, question.placed, finished.estate)
    rest = besides(merge, kit, finished, ruled.answer, question.lines, question.options)
    value = rest.value(terms.month_weight)
    sums = line_sums(layout.network, lease.picks, terms) if shown else None
    estate = ruled.estate
    sites = both_usable(estate)
    rooms_both, rooms_all = rooms(estate)
    answer = OptionAnswer(
        merge=merge,
        kit=kit,
        status=lease.status,
        cost=None if lease.cost is None else lease.cost + value,
        bound=lease.bound + value - ruled.slack_yen,
        items=items(sums, rest, terms) if sums else (),
        kit_parts=kit_parts(merge, kit, finished, question.options) if shown else (),
        by_year=by_year(sums, rest, terms) if sums else (),
        lines=shown.lines if shown else (),
        routes=shown.routes if shown else (),
        normal=shown.normal if shown else None,
        after_loss=shown.after_loss if shown else None,
        even=lease.even,
        culprit=lease.culprit,
        cut_off=shown.cut_off if shown else (),
        apart=finished.apart,
        single_points=points,
        policy=ruled.answer,
        ports_freed=ports - num_ports(estate),
        devices=len(own_devices(estate)),
        num_lines=num_lines(estate),
        configurations=configurations(finished, kit),
        sites_with_both=sites,
        num_sites=len(with_terminals(estate)),
        rooms_with_both=rooms_both,
        num_rooms=rooms_all,
    )
    routers = len(finished.routers)
    return Option(answer, Side(answer.name, layout.leases, rest, routers, layout.stairs))


def notes_of(
    question: Question,
    layouts: Mapping[str, LeasedLayout],
    options: Sequence[OptionAnswer],
    *,
    small: bool,
) -> Iterator[Text]:
    """Yield what a reader of the comparison must know; ``small``: no large mesh."""
    yield from without_lines(
        question.placed,
        {own.network.layout: own.shown.lines for own in layouts.values() if own.shown},
    )
    apart = sorted({site for option in options for site in option.apart})
    if apart:
        names = ", ".join(apart)
        yield Text(
            "2本の回線の行き先が違い、その間に有線の経路がない拠点では、統合案でも回線を"
            f"分けておく: {names}",
            "where the two lines of a site end at sites with no wired way between, they stay "
            f"apart in merged options, too: {names}",
        )
    seen: set[Text] = set()
    for layout in layouts.values():
        for note in layout.network.notes:
            if note not in seen:
                seen.add(note)
                yield note
    defaults = ComparisonOptions()
    asked = question.options
    if not asked.kits:
        yield Text(
            "比べる分離方式がない (comparison.kits = []) ので、統合案はなく、分離のままだけを示す",
            "no kit is compared (comparison.kits = []), so there is no merged option: only keeping "
            "separate is shown",
        )
    kits = [k for k in Kit if k in asked.kits and asked.price(k) == defaults.price(k)]
    if kits:
        ja, en = "、".join(WORDS[k].ja for k in kits), ", ".join(WORDS[k].en for k in kits)
        yield Text(
            f"分離方式の単価は、本ツールの例示の既定値である (市の値ではない): {ja}",
            f"prices of these kits are this tool's illustrative defaults, not the city's: {en}",
        )
    counted = {
        question.placed.link[own.link].circuit
        for own in layouts["separate"].network.all_candidates
        if own.link is not None
    }
    others = sum(own.id not in counted for own in question.placed.circuits)
    yield Text(
        f"両網以外の契約 {others}件はどの案でも同じであり、含まない",
        f"contracts of other networks are the same in all options and not counted: {others}",
    )
    if not small:
        yield Text(
            f"{LARGEST}拠点を超えて網の目をなす部分があるため、損益分岐と感度は求めていない",
            f"some lines form a mesh of more than {LARGEST} sites: break-evens and sensitivities "
            "are not computed",
        )
