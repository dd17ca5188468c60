"""What may be leased: the lines that are there, on their terms, and new ones of each carrier.

A line that is there may be kept at its fee or left: then its termination fee is due, or its fee
until the term ends where that is less. A new line is made of circuits of one carrier, up to
`MOST_CIRCUITS` of them, more only where not even its largest would do; where ways must not be too
slow, of one latency.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement

from consolidation.fiscal import months_between
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link
from consolidation.inventory.tables.traffic import Tariff
from consolidation.redesign.contracts import ladder, present
from consolidation.redesign.leasing.model import Candidate, RunOut, Term
from consolidation.redesign.topology import Line
from consolidation.units import KBIT_PER_MBIT

MOST_CIRCUITS = 3


def existing(
    estate: Estate, line: Line, ends: tuple[str, str], change_on: date, most: int
) -> Candidate:
    """Return a line that is there as a candidate; ``most`` stands for a capacity not known.

    A line whose contract other links share is not left: its fee goes on whoever uses it.
    """
    now = present(estate, line.link, change_on)
    capacity = most if now.capacity_mbit_s is None else now.capacity_mbit_s * KBIT_PER_MBIT
    keep = Term(capacity_kbit_s=capacity, month_yen=now.yen_month)
    leave = Term(leave_yen=now.termination_yen, run_out=run_out(estate, line.link, change_on))
    return Candidate(
        id=line.link.id,
        a=ends[0],
        b=ends[1],
        site=line.site,
        link=line.link.id,
        carrier=carrier_of(estate, line.link),
        latency=latency_of(estate, line.link) or Fraction(0),
        terms=(keep,) if now.shared else (leave, keep),
    )


def latency_of(estate: Estate, link: Link) -> Fraction | None:
    """Return a line's latency in ms: its own, else that of its contract's tariff row."""
    if link.latency_ms is None and link.circuit is not None:
        tariff = estate.tariff.get(estate.circuit[link.circuit].tariff or "")
        return None if tariff is None or tariff.latency_ms is None else Fraction(tariff.latency_ms)
    return None if link.latency_ms is None else Fraction(link.latency_ms)


def run_out(estate: Estate, link: Link, change_on: date) -> RunOut | None:
    """Return what the rest of a contract's term costs; ``None``: it has no term that runs on."""
    end = estate.circuit[link.circuit].ends_on if link.circuit else None
    if end is None or end <= change_on:
        return None
    now = present(estate, link, change_on)
    return RunOut(now.yen_month, months_between(change_on, end))


def carrier_of(estate: Estate, link: Link) -> str | None:
    """Return a line's carrier: its own, else that of its contract's tariff row."""
    if link.carrier is not None or link.circuit is None:
        return link.carrier
    row = estate.circuit[link.circuit].tariff
    return estate.tariff[row].carrier if row is not None and row in estate.tariff else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sites between which a line may be leased, the outer one first."""

    site: str
    far_site: str


def anew(
    estate: Estate,
    pair: Pair,
    ends: tuple[str, str],
    prefix: str,
    most: int,
    *,
    by_latency: bool = False,
) -> Iterator[Candidate]:
    """Yield a candidate for each carrier that sells between two sites, by carrier.

    Where only one does, it may be asked for a second line by another way. ``by_latency``: a line
    is of circuits of one latency, so that there is a candidate for each that a carrier sells.
    """
    groups: dict[tuple[str, Fraction], list[Tariff]] = {}
    for row in ladder(estate, pair.site, pair.far_site):
        latency = Fraction(row.latency_ms or 0) if by_latency else Fraction(0)
        groups.setdefault((row.carrier, latency), []).append(row)
    kinds = Counter(carrier for carrier, _ in groups)
    for again in ("", " (2)") if len(kinds) == 1 else ("",):
        for (carrier, latency), rows in sorted(groups.items(), key=lambda own: own[0]):
            ms = f" {float(latency):g} ms" if kinds[carrier] > 1 else ""
            yield Candidate(
                id=f"{prefix}:{carrier}{ms}{again}",
                a=ends[0],
                b=ends[1],
                site=pair.site,
                carrier=carrier,
                latency=latency,
                terms=(Term(), *terms(rows, most)),
            )


def terms(rows: Iterable[Tariff], most_kbit_s: int) -> tuple[Term, ...]:
    """Return the combinations of tariff rows worth leasing, by rising capacity.

    Left out is what another beats in capacity, monthly and one-off fees, and what is larger than
    the smallest that carries all there is.

    >>> ten = Tariff(id="T10", carrier="x", distance_class="A", bandwidth_mbit_s=10, yen_month=3)
    >>> big = Tariff(id="T100", carrier="x", distance_class="A", bandwidth_mbit_s=100, yen_month=8)
    >>> [term.tariffs for term in terms((ten, big), 100_000)]
    [('T10',), ('T10', 'T10'), ('T100',)]
    """
    ordered = sorted(rows, key=lambda row: row.id)
    largest = max(ordered, key=lambda row: (row.bandwidth_mbit_s, -row.yen_month))
    needed = -(-most_kbit_s // (largest.bandwidth_mbit_s * KBIT_PER_MBIT))
    always = [largest] * max(0, needed - MOST_CIRCUITS)
    found = [
        _term((*always, *chosen))
        for num in range(1, MOST_CIRCUITS + 1)
        for chosen in combinations_with_replacement(ordered, num)
    ]
    if always:
        found += [
            _term(chosen)
            for num in range(1, MOST_CIRCUITS + 1)
            for chosen in combinations_with_replacement(ordered, num)
        ]
        found += [_term([largest] * num) for num in range(1, len(always))]
    return _worthwhile(found, most_kbit_s)


def _term(chosen: Iterable[Tariff]) -> Term:
    rows = sorted(chosen, key=lambda row: row.id)
    return Term(
        tariffs=tuple(row.id for row in rows),
        capacity_kbit_s=sum(row.bandwidth_mbit_s for row in rows) * KBIT_PER_MBIT,
        month_yen=sum(row.yen_month for row in rows),
        install_yen=sum(row.one_off_yen for row in rows),
    )


def _worthwhile(found: Iterable[Term], most: int) -> tuple[Term, ...]:
    kept: list[Term] = []
    for term in sorted(
        found,
        key=lambda t: (
            -min(t.capacity_kbit_s, most),
            t.month_yen,
            t.install_yen,
            len(t.tariffs),
            t.tariffs,
        ),
    ):
        if not any(
            own.month_yen <= term.month_yen and own.install_yen <= term.install_yen for own in kept
        ):
            kept.append(term)
    return tuple(sorted(kept, key=lambda t: (t.capacity_kbit_s, t.month_yen, t.tariffs)))
