"""What the re-check of a comparison says is wrong, apart from single fields of an option."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from consolidation.comparing.model import LineAnswer, OptionAnswer, Step
from consolidation.redesign.leasing.model import Candidate
from consolidation.text import Text
from consolidation.units import KBIT_PER_MBIT


def unlike(options: Sequence[OptionAnswer], again: Sequence[OptionAnswer]) -> Iterator[Text]:
    """Yield which options are missing, too many, listed twice or not in their order."""
    said, found = ([option.name for option in own] for own in (options, again))
    missing = [name for name in found if name not in said]
    odd = [name for name in dict.fromkeys(said) if name not in found]
    twice = [name for name in dict.fromkeys(said) if said.count(name) > 1]
    for names, ja, en in (
        (missing, "案がない", "options are missing"),
        (odd, "シナリオの尋ねない案がある", "options that the scenario does not ask for"),
        (twice, "同じ案が2つ以上ある", "options are listed more than once"),
    ):
        if names:
            listed = ", ".join(names)
            yield Text(f"{ja}: {listed}", f"{en}: {listed}")
    if said != found and not (missing or odd or twice):
        at = next(n for n, pair in enumerate(zip(said, found, strict=True)) if len(set(pair)) > 1)
        yield Text(
            f"案の順が違う: {at + 1}番目は {said[at]}、そこにあるべきは {found[at]}",
            f"the options are not in their order: number {at + 1} is {said[at]}, where {found[at]} "
            "belongs",
        )


def differing(kind: Text, said: Sequence[Text], again: Sequence[Text]) -> Iterator[Text]:
    """Yield what only the folder has, what only is found again, or that the order is another."""
    for text in again:
        if text not in said:
            yield Text(f"{kind.ja}が記載にない: {text.ja}", f"a {kind.en} is missing: {text.en}")
    for text in said:
        if text not in again:
            yield Text(
                f"{kind.ja}は求め直すとない: {text.ja}",
                f"a {kind.en} is not found again: {text.en}",
            )
    if set(said) == set(again) and tuple(said) != tuple(again):
        yield Text(
            f"{kind.ja}の順か数が求め直したものと違う",
            f"the {kind.en}s are not in the order and number found again",
        )


def other_steps(said: tuple[Step, ...], again: tuple[Step, ...]) -> Iterator[Text]:
    """Yield which steps are not those found again."""
    kind = Text("段取り", "step")
    found = tuple(differing(kind, *([_step(own) for own in row] for row in (said, again))))
    yield from found
    if not found and said != again:
        yield Text("段取りの年度か段階が違う", "the fiscal years or kinds of the steps are others")


def _step(step: Step) -> Text:
    ja, en = ("", "") if step.yen is None else (f"、{step.yen:,}円", f", {step.yen:,} yen")
    at = f"{step.on} {step.subject}"
    return Text(f"{at}: {step.text.ja}{ja}", f"{at}: {step.text.en}{en}")


def not_on_offer(own: Candidate, line: LineAnswer | None) -> Text:
    """Say what a line is said to be leased on, and what is on offer on the same tariffs."""
    if line is None:
        return Text(f"回線 {own.id}: 記載がない", f"line {own.id}: the folder does not list it")
    said = _terms(line.tariffs, line.capacity_mbit_s, line.yen_month, line.one_off_yen)
    offers = [
        _terms(
            term.tariffs,
            term.capacity_kbit_s // KBIT_PER_MBIT,
            term.month_yen,
            term.install_yen + term.leave_yen,
        )
        for term in own.terms
        if term.tariffs == line.tariffs
    ]
    if not offers:
        return Text(
            f"回線 {own.id}: 記載は {said.ja}。この料金の組は提供されていない",
            f"line {own.id}: the folder says {said.en}; these tariffs are not on offer",
        )
    ja, en = "、または ".join(o.ja for o in offers), ", or ".join(o.en for o in offers)
    return Text(
        f"回線 {own.id}: 記載は {said.ja}。提供されるのは {ja}",
        f"line {own.id}: the folder says {said.en}; on offer is {en}",
    )


def _terms(tariffs: tuple[str, ...], mbit_s: int, month_yen: int, once_yen: int) -> Text:
    named = " + ".join(tariffs)
    ja, en = named or "料金なし", named or "no tariff"
    return Text(
        f"{ja}、{mbit_s:,} Mbit/s、月額 {month_yen:,}円、一時 {once_yen:,}円",
        f"{en}, {mbit_s:,} Mbit/s, {month_yen:,} yen a month, {once_yen:,} yen once",
    )


def in_yen(amount: Fraction) -> str:
    """Return an amount in yen, with its fraction where it has one.

    >>> in_yen(Fraction(20_760_000)), in_yen(Fraction(1, 3))
    ('20,760,000', '0.3333')
    """
    if amount.denominator == 1:
        return f"{amount.numerator:,}"
    return f"{float(amount):,.4f}"
