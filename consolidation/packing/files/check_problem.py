"""Is a packing problem sound? Names that exist, amounts in range, nothing twice.

One check, one function; whether the guests fit is none of their business.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from consolidation.errors import Problem
from consolidation.nearest import suggestion
from consolidation.packing.checking.verify_stock import stock_limits
from consolidation.packing.model import Guest, PackingProblem
from consolidation.text import Text

MOST = 10**15
"""Largest amount; sums over a million guests stay well below what exact solvers count."""
MOST_DIMENSIONS = 1000
MOST_GUESTS = 1_000_000
MOST_SPARES = 10_000
MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a problem, and where: field, position and field in it."""

    at: tuple[str | int, ...]
    what: Text
    fix: Text | None = None


def problems_of(
    problem: PackingProblem, source: str = "problem", within: str = ""
) -> tuple[Problem, ...]:
    """Return what is wrong with a packing problem, the first `MOST_PROBLEMS` at most.

    ``source`` names the file, ``within`` the field of the file that holds the problem.
    """
    faults = islice(chain.from_iterable(check(problem) for check in CHECKS), MOST_PROBLEMS)
    return tuple(
        Problem(
            source,
            None,
            ".".join(map(str, (within, *fault.at) if within else fault.at)),
            fault.what,
            fault.fix,
        )
        for fault in faults
    )


def _dimensions(problem: PackingProblem) -> Iterator[Fault]:
    num = len(problem.dimensions)
    if not 1 <= num <= MOST_DIMENSIONS:
        what = Text(
            f"次元は1から{MOST_DIMENSIONS}まで: {num}",
            f"between 1 and {MOST_DIMENSIONS} dimensions, not {num}",
        )
        yield Fault(("dimensions",), what)
    yield from _twice(("dimensions",), problem.dimensions)
    if len(problem.guests) > MOST_GUESTS:
        what = Text(f"{MOST_GUESTS}台まで", f"at most {MOST_GUESTS} guests")
        yield Fault(("guests",), what)


def _identities(problem: PackingProblem) -> Iterator[Fault]:
    """Guest ids are used once; option ids once per cluster."""
    yield from _twice(("guests",), [guest.id for guest in problem.guests])
    count = Counter((option.cluster, option.id) for option in problem.options)
    for (cluster, name), num in sorted(count.items()):
        if num > 1:
            what = Text(
                f"クラスタ{cluster}に機種{name}が{num}回ある",
                f"cluster {cluster} has option {name} {num} times",
            )
            yield Fault(("options",), what, Text("一つにまとめる", "keep one of them"))


def _twice(at: tuple[str | int, ...], names: Sequence[str]) -> Iterator[Fault]:
    for name, num in sorted(Counter(names).items()):
        if num > 1:
            yield Fault(at, Text(f"{name}が{num}回ある", f"{name} appears {num} times"))


def _amounts(problem: PackingProblem) -> Iterator[Fault]:
    """Demands and capacities have one amount per dimension, none too large."""
    num = len(problem.dimensions)
    for i, guest in enumerate(problem.guests):
        yield from _vector(("guests", i, "demand"), guest.id, guest.demand, num, -MOST)
    for i, option in enumerate(problem.options):
        yield from _vector(("options", i, "capacity"), option.id, option.capacity, num, 0)


def _vector(
    at: tuple[str | int, ...], name: str, amounts: Sequence[int], num: int, least: int
) -> Iterator[Fault]:
    if len(amounts) != num:
        what = Text(
            f"{name}: 数が{num}個のはずだが{len(amounts)}個ある",
            f"{name}: {num} numbers expected, {len(amounts)} found",
        )
        yield Fault(at, what)
    elif amounts and (min(amounts) < least or max(amounts) > MOST):
        for d, amount in enumerate(amounts):
            yield from _between((*at, d), amount, least)


def _between(
    at: tuple[str | int, ...], amount: int | None, least: int, most: int = MOST
) -> Iterator[Fault]:
    if amount is None or least <= amount <= most:
        return
    shown = str(amount) if abs(amount) < 10**30 else "…"
    if amount < least:
        yield Fault(at, Text(f"{least}より小さい: {shown}", f"{shown} is smaller than {least}"))
    else:
        yield Fault(at, Text(f"{most}より大きい: {shown}", f"{shown} is larger than {most}"))


def _numbers(problem: PackingProblem) -> Iterator[Fault]:
    """Prices, limits, costs and the numbers of rules are in range."""
    for i, option in enumerate(problem.options):
        yield from _between(("options", i, "price_yen"), option.price_yen, 0)
        yield from _between(("options", i, "limit"), option.limit, 0)
        yield from _between(("options", i, "most_guests"), option.most_guests, 0)
    for i, guest in enumerate(problem.guests):
        for j, (_, yen) in enumerate(guest.costs):
            yield from _between(("guests", i, "costs", j), yen, 0)
    for i, rule in enumerate(problem.rules):
        yield from _between(("rules", i, "most"), rule.most, 0)
    for i, surcharge in enumerate(problem.surcharges):
        yield from _between(("surcharges", i, "per"), surcharge.per, 1)
        for j, (_, yen) in enumerate(surcharge.yen):
            yield from _between(("surcharges", i, "yen", j), yen, 0)


def _names_in_guests(problem: PackingProblem) -> Iterator[Fault]:
    """Pins, bans, costs and present hosts name options, or groups of options, of the cluster."""
    known: dict[str, dict[str, None]] = {}
    for option in problem.options:
        own = known.setdefault(option.cluster, {})
        own.update(dict.fromkeys((option.id, *option.groups)))
    for i, guest in enumerate(problem.guests):
        names = known.get(guest.cluster, {})
        costs = tuple(name for name, _ in guest.costs)
        for field, used in (("only", guest.only or ()), ("never", guest.never), ("costs", costs)):
            for j, name in enumerate(used):
                if name not in names:
                    yield _unknown_name(("guests", i, field, j), guest, name, names)


def _unknown_name(
    at: tuple[str | int, ...], guest: Guest, name: str, known: dict[str, None]
) -> Fault:
    what = Text(
        f"{guest.id}: クラスタ{guest.cluster}に機種もグループも{name}がない",
        f"{guest.id}: cluster {guest.cluster} has no option and no group {name}",
    )
    return Fault(at, what, suggestion(name, known))


def _present(problem: PackingProblem) -> Iterator[Fault]:
    """Where a guest stands today is a single existing host of its cluster."""
    limits = stock_limits(problem.options)
    single: dict[str, list[str]] = {}
    for option in problem.options:
        if limits.get(option.id) == 1:
            single.setdefault(option.cluster, []).append(option.id)
    for i, guest in enumerate(problem.guests):
        own = single.get(guest.cluster, [])
        if guest.present is not None and guest.present not in own:
            what = Text(
                f"{guest.id}: {guest.present}はクラスタ{guest.cluster}の1台限りの機種でない",
                f"{guest.id}: {guest.present} is no option of cluster {guest.cluster} with limit 1",
            )
            yield Fault(("guests", i, "present"), what, suggestion(guest.present, own))


def _together(problem: PackingProblem) -> Iterator[Fault]:
    """Guests kept together are of one cluster and zone."""
    homes: dict[str, Guest] = {}
    for i, guest in enumerate(problem.guests):
        if guest.together is None:
            continue
        first = homes.setdefault(guest.together, guest)
        if (guest.cluster, guest.zone) != (first.cluster, first.zone):
            what = Text(
                f"同居の組{guest.together}の{guest.id}（{guest.cluster}、{guest.zone}）と"
                f"{first.id}（{first.cluster}、{first.zone}）は同じホストに載らない",
                f"{guest.id} of {guest.cluster}, {guest.zone} can never share a host with "
                f"{first.id} of {first.cluster}, {first.zone}, both of group {guest.together}",
            )
            fix = Text("組の名を分ける", "give each cluster and zone a group of its own")
            yield Fault(("guests", i, "together"), what, fix)


def _surcharged(problem: PackingProblem) -> Iterator[Fault]:
    """Surcharges name options, each once."""
    known = dict.fromkeys(option.id for option in problem.options)
    for i, surcharge in enumerate(problem.surcharges):
        names = [name for name, _ in surcharge.yen]
        yield from _twice(("surcharges", i, "yen"), names)
        for j, name in enumerate(names):
            if name not in known:
                what = Text(f"機種{name}がない", f"there is no option {name}")
                yield Fault(("surcharges", i, "yen", j), what, suggestion(name, known))


def _spares(problem: PackingProblem) -> Iterator[Fault]:
    """Spares are asked for once per cluster, of clusters that exist."""
    known = dict.fromkeys(option.cluster for option in problem.options)
    known.update(dict.fromkeys(guest.cluster for guest in problem.guests))
    yield from _twice(("spares",), [cluster for cluster, _ in problem.spares])
    for i, (cluster, num) in enumerate(problem.spares):
        yield from _between(("spares", i), num, 0, MOST_SPARES)
        if cluster not in known:
            what = Text(f"クラスタ{cluster}がない", f"there is no cluster {cluster}")
            yield Fault(("spares", i), what, suggestion(cluster, known))


CHECKS: tuple[Callable[[PackingProblem], Iterator[Fault]], ...] = (
    _dimensions,
    _identities,
    _amounts,
    _numbers,
    _names_in_guests,
    _present,
    _together,
    _surcharged,
    _spares,
)
"""Every check of a problem, in the order in which its problems are told."""
