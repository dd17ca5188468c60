"""A network design as ``consolidation lines`` tells it: on a screen, and as one JSON document."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor, inf, nextafter
from pathlib import Path

from rich.text import Text as Line

from consolidation.cli.layout import labelled
from consolidation.cli.plain import plain
from consolidation.cli.talk import NARROWEST
from consolidation.export import labels
from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import DesignLink, DesignProblem
from consolidation.redesign.sndlib.read import Instance
from consolidation.solving.answer import StoppedBy
from consolidation.text import Language, Text

MOST_LINKS = 40
"""Links listed on a screen; ``--json`` lists all."""
PLACES = 6
_STOPPED: dict[StoppedBy, Text] = {
    "time": Text("時間の上限", "the time limit"),
    "nodes": Text("探索の節点数の上限", "the limit on nodes of the search"),
    "target": Text("目標の達成", "reaching the target"),
    "interrupt": Text("利用者の中断", "the user"),
}


def design_record(instance: Instance, design: NetworkDesign, seconds: float) -> dict[str, object]:
    """Return all numbers of a design, with what is bought on every link."""
    problem = instance.problem
    link_of = {link.id: link for link in problem.links}
    return {
        "name": problem.name,
        "model": instance.model.tag,
        "status": design.status.value,
        "value": None if design.cost is None else number(design.cost),
        "bound": at_most(design.bound),
        "gap_percent": _gap_percent(design),
        "certified_bound": None
        if design.certificate is None
        else at_most(design.certificate.bound),
        "seconds": seconds,
        "stopped_by": design.stopped_by,
        "nodes": len(problem.nodes),
        "links": len(problem.links),
        "demands": len(problem.demands),
        "failures": len(problem.failures),
        "purchases": [
            {
                "link": purchase.link,
                "counts": [number(count) for count in purchase.counts],
                "modules": [
                    [number(module.capacity), number(module.cost)]
                    for module in link_of[purchase.link].modules
                ],
            }
            for purchase in design.purchases
        ],
    }


def design_lines(
    file: Path, instance: Instance, design: NetworkDesign, language: Language, seconds: float
) -> Iterator[Line]:
    """Yield the screen: what was asked, how good the design is, what is bought."""
    heading = Line(plain(f"{file.name}: "), "bold")
    heading.append(labels.STATUS[design.status].in_(language))
    yield heading
    took = Text(f"{seconds}秒", f"{seconds} s")
    rows = [*_rows(instance, design), (Text("時間", "time"), took)]
    yield from labelled(
        [(label.in_(language), Line(plain(text.in_(language)))) for label, text in rows], NARROWEST
    )
    yield from _bought(instance.problem, design.purchases, language)


def number(amount: Fraction) -> int | float:
    """Return an amount as JSON shows it: exactly where it is whole.

    >>> number(Fraction(3)), number(Fraction(1, 3))
    (3, 0.333333)
    """
    return int(amount) if amount.denominator == 1 else float(round(amount, PLACES))


def at_most(amount: Fraction) -> int | float:
    """Return an amount as JSON shows it, never more than it is.

    >>> at_most(Fraction(2, 3)), at_most(Fraction(-2, 3))
    (0.666666, -0.666667)
    """
    if amount.denominator == 1:
        return int(amount)
    shown = floor(amount * 10**PLACES) / 10**PLACES
    # Of large numbers a float has fewer places; what counts is the text that stands for it.
    return shown if Fraction(repr(shown)) <= amount else nextafter(shown, -inf)


def _gap_percent(design: NetworkDesign) -> float | None:
    """Return the gap in percent, rounded up: 0 says that nothing is left to prove."""
    if design.gap is None:
        return None
    return ceil(design.gap * 10**4) / 10**2


def _rows(instance: Instance, design: NetworkDesign) -> Iterator[tuple[Text, Text]]:
    problem, model = instance.problem, instance.model
    yield (
        Text("モデル", "model"),
        Text(f"{model.tag}: {model.words.ja}", f"{model.tag}: {model.words.en}"),
    )
    yield Text("規模", "size"), _size(problem)
    if design.cost is not None:
        cost, bound = f"{number(design.cost):,}", f"{at_most(design.bound):,}"
        yield (
            Text("費用", "cost"),
            Text(f"{cost} (下界 {bound})", f"{cost}, at least {bound} needed"),
        )
    gap = f"{_gap_percent(design)} %"
    yield Text("隔たり", "gap"), Text(gap, gap)
    if design.certificate is not None:
        shown = f"{at_most(design.certificate.bound):,}"
        yield (
            Text("証明書", "certificate"),
            Text(f"下界 {shown} まで示す", f"shows at least {shown}"),
        )
    if design.stopped_by in _STOPPED:
        yield Text("打切り", "stopped by"), _STOPPED[design.stopped_by]


def _size(problem: DesignProblem) -> Text:
    num_states = (1 + len(problem.failures)) * len(problem.slices)
    counts = (len(problem.nodes), len(problem.links), len(problem.demands), num_states)
    ja = ("節点", "リンク", "需要", "状態")
    en = ("node", "link", "demand", "state")
    return Text(
        "、".join(f"{name}{num:,}" for name, num in zip(ja, counts, strict=True)),
        ", ".join(
            f"{num:,} {name}{'s' * (num != 1)}" for name, num in zip(en, counts, strict=True)
        ),
    )


def _bought(
    problem: DesignProblem, purchases: Sequence[Purchase], language: Language
) -> Iterator[Line]:
    link_of = {link.id: link for link in problem.links}
    if not purchases:
        yield Line(Text("何も買わない", "nothing is bought").in_(language))
    for purchase in purchases[:MOST_LINKS]:
        yield Line(plain(_bought_on(link_of[purchase.link], purchase).in_(language)))
    left = len(purchases) - MOST_LINKS
    if left > 0:
        more = Text(f"ほか{left}本 (--json で全件)", f"and {left} more (--json lists all)")
        yield Line(more.in_(language), "dim")


def _bought_on(link: DesignLink, purchase: Purchase) -> Text:
    what = ", ".join(
        f"{number(count):,} x {number(module.capacity):,}"
        for count, module in zip(purchase.counts, link.modules, strict=True)
        if count
    )
    ends = f"{link.id} ({link.a} - {link.b})"
    return Text(f"{ends}: 容量 {what}", f"{ends}: capacity {what}")
