"""Certificates of tiny problems, made by brute force: what the checker of bounds is tried on.

Nothing here uses the product but the types of the problem and the certificate.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product

import highspy

from consolidation.packing.certificate import (
    Certificate,
    Leaf,
    LotCertificate,
    Refuted,
    Row,
    Split,
    Worth,
)
from consolidation.packing.model import (
    Apart,
    Guest,
    HostOption,
    Objective,
    PackingProblem,
    Surcharge,
)

Bundle = tuple[Guest, ...]
Setting = tuple[str, tuple[int, ...]]
Number = tuple[bool, str, str, str, tuple[int, ...]]
LABELS = ("k", "m")


def tiny(seed: int, most_guests: int = 6) -> PackingProblem:
    """Return a problem of few guests; each feature is in a part of the problems."""
    chance = random.Random(seed)
    clusters = ["a", "b"][: chance.choice([1, 1, 2])]
    dimensions = ("cores", "memory")[: chance.choice([1, 2, 2])]
    least = chance.choice([0, 0, 0, -3])
    options = tuple(
        HostOption(
            id=f"t{t}",
            cluster=cluster,
            capacity=tuple(chance.randint(6, 14) for _ in dimensions),
            price_yen=chance.randint(1, 9) * chance.choice([1, 10]),
            limit=chance.choice([None, None, 1, 2, 4]),
            groups=chance.choice([(), ("north",), ("south",)]),
            most_guests=chance.choice([None, None, 2, 3]),
        )
        for cluster in clusters
        for t in range(chance.randint(1, 2))
    )
    where = (*(option.id for option in options), "north", "south")
    guests = tuple(
        Guest(
            id=f"g{i}",
            cluster=chance.choice(clusters),
            zone=chance.choice(["x", "x", "y"]),
            demand=tuple(chance.choice([2, 3, 5, chance.randint(least, 8)]) for _ in dimensions),
            labels=tuple(chance.sample(LABELS, chance.choice([0, 0, 1, 2]))),
            together=chance.choice([None] * 6 + ["w"]),
            only=chance.choice([None] * 6 + [(chance.choice(where), "t0")]),
            never=chance.choice([()] * 6 + [(chance.choice(where),)]),
            costs=chance.choice([(), (), ((chance.choice(where), chance.randint(1, 9)),)]),
        )
        for i in range(chance.randint(1, most_guests))
    )
    rules = [Apart(label=label, most=chance.choice([1, 1, 2])) for label in LABELS]
    rules += [Apart(label="k", most=chance.choice([0, 1]), beside=chance.choice(LABELS))]
    surcharges = [
        Surcharge(
            label=label,
            yen=tuple((f"t{t}", chance.randint(0, 6)) for t in range(chance.choice([1, 2]))),
            per=chance.choice([None, 1, 2]),
        )
        for label in LABELS
    ]
    return PackingProblem(
        dimensions=dimensions,
        guests=guests,
        options=options,
        spares=tuple((cluster, chance.choice([0, 0, 1, 2])) for cluster in clusters),
        rules=tuple(rule for rule in rules if chance.random() < 0.3),
        surcharges=tuple(each for each in surcharges if chance.random() < 0.3),
        objective=chance.choice([Objective.COST, Objective.COST, Objective.HOSTS]),
    )


def bundles(problem: PackingProblem, cluster: str, zone: str) -> list[Bundle]:
    """Return what stands together in one compartment."""
    words: dict[str, list[Guest]] = defaultdict(list)
    for guest in problem.guests:
        if (guest.cluster, guest.zone) == (cluster, zone):
            words[f"!{guest.id}" if guest.together is None else guest.together].append(guest)
    return [tuple(words[word]) for word in sorted(words)]


def places(problem: PackingProblem) -> list[tuple[str, str]]:
    return sorted({(guest.cluster, guest.zone) for guest in problem.guests})


def subsets(found: Sequence[Bundle]) -> Iterator[tuple[Bundle, ...]]:
    return chain.from_iterable(combinations(found, n) for n in range(len(found) + 1))


def admitted(guest: Guest, option: HostOption) -> bool:
    names = {option.id, *option.groups}
    return (guest.only is None or bool(names & set(guest.only))) and not names & set(guest.never)


def standing(guest: Guest, option: HostOption) -> int:
    return sum(yen for where, yen in guest.costs if where in {option.id, *option.groups})


def admissible(problem: PackingProblem, option: HostOption, guests: Sequence[Guest]) -> bool:
    """Whether guests may share one host of an option."""
    held = Counter(label for guest in guests for label in set(guest.labels))
    return (
        all(admitted(guest, option) for guest in guests)
        and all(sum(g.demand[d] for g in guests) <= c for d, c in enumerate(option.capacity))
        and (option.most_guests is None or len(guests) <= option.most_guests)
        and all(
            held[rule.label] <= rule.most or (rule.beside is not None and not held[rule.beside])
            for rule in problem.rules
        )
    )


def levels(problem: PackingProblem, option: HostOption, guests: Sequence[Guest]) -> tuple[int, ...]:
    """Return what a host pays of each surcharge."""
    found = []
    for surcharge in problem.surcharges:
        num = sum(surcharge.label in guest.labels for guest in guests)
        counted = problem.objective is Objective.COST
        paid = counted and dict(surcharge.yen).get(option.id, 0) > 0
        per = num if surcharge.per is None else surcharge.per
        found.append(-(-num // per) if paid and num else 0)
    return tuple(found)


def host_cost(problem: PackingProblem, option: HostOption, paid: Sequence[int]) -> int:
    if problem.objective is Objective.HOSTS:
        return 1
    yen = [dict(surcharge.yen).get(option.id, 0) for surcharge in problem.surcharges]
    return option.price_yen + sum(a * b for a, b in zip(yen, paid, strict=True))


def partitions(found: Sequence[Bundle]) -> Iterator[list[list[Guest]]]:
    """Yield every way to spread bundles over hosts."""
    if not found:
        yield []
        return
    first, *rest = found
    for hosts in partitions(rest):
        yield [list(first), *hosts]
        for i, host in enumerate(hosts):
            yield [*hosts[:i], [*first, *host], *hosts[i + 1 :]]


def ways(problem: PackingProblem, cluster: str, zone: str) -> dict[tuple[str, ...], int]:
    """Return what each choice of hosts for a compartment costs at least."""
    options = [option for option in problem.options if option.cluster == cluster]
    paid = problem.objective is Objective.COST
    best: dict[tuple[str, ...], int] = {}
    for hosts in partitions(bundles(problem, cluster, zone)):
        homes = [[o for o in options if admissible(problem, o, host)] for host in hosts]
        for chosen in product(*homes):
            cost = sum(
                host_cost(problem, option, levels(problem, option, host))
                + paid * sum(standing(guest, option) for guest in host)
                for option, host in zip(chosen, hosts, strict=True)
            )
            key = tuple(sorted(option.id for option in chosen))
            best[key] = min(cost, best.get(key, cost))
    return best


def large_enough(spare: HostOption, used: HostOption) -> bool:
    return all(a >= b for a, b in zip(spare.capacity, used.capacity, strict=True)) and (
        spare.most_guests is None
        or (used.most_guests is not None and spare.most_guests >= used.most_guests)
    )


def optimum(problem: PackingProblem) -> int | None:
    """Return what a packing costs at least, or ``None`` if there is none."""
    stock: dict[str, int] = {}
    for option in problem.options:
        if option.limit is not None:
            stock[option.id] = min(option.limit, stock.get(option.id, option.limit))
    total: dict[tuple[str, ...], int] = {(): 0}
    for cluster in sorted({cluster for cluster, _ in places(problem)}):
        used: dict[tuple[str, ...], int] = {(): 0}
        for place in places(problem):
            if place[0] == cluster:
                used = joined(used, ways(problem, *place))
        total = joined(total, with_spares(problem, cluster, used))
    fitting = [
        cost
        for hosts, cost in total.items()
        if all(hosts.count(name) <= limit for name, limit in stock.items())
    ]
    return min(fitting, default=None)


def joined(
    one: Mapping[tuple[str, ...], int], other: Mapping[tuple[str, ...], int]
) -> dict[tuple[str, ...], int]:
    best: dict[tuple[str, ...], int] = {}
    for (a, cost), (b, more) in product(one.items(), other.items()):
        key = tuple(sorted((*a, *b)))
        best[key] = min(cost + more, best.get(key, cost + more))
    return best


def with_spares(
    problem: PackingProblem, cluster: str, used: Mapping[tuple[str, ...], int]
) -> dict[tuple[str, ...], int]:
    options = {option.id: option for option in problem.options if option.cluster == cluster}
    asked = dict(problem.spares).get(cluster, 0)
    best: dict[tuple[str, ...], int] = {}
    for hosts, cost in used.items():
        large = [o for o in options.values() if all(large_enough(o, options[h]) for h in hosts)]
        for spares in product(large, repeat=asked):
            yen = sum(option.price_yen for option in spares)
            whole = cost + (yen if problem.objective is Objective.COST else 0)
            key = tuple(sorted((*hosts, *(option.id for option in spares))))
            best[key] = min(whole, best.get(key, whole))
    return best


def settings(problem: PackingProblem, cluster: str, zone: str) -> list[Setting]:
    """Return every setting that could be thought of for a compartment."""
    here = [g for g in problem.guests if (g.cluster, g.zone) == (cluster, zone)]
    found: list[Setting] = []
    for option in problem.options:
        if option.cluster == cluster:
            tops = levels(problem, option, here)
            found += [(option.id, each) for each in product(*(range(n + 1) for n in tops))]
    return sorted(found)


def classes(problem: PackingProblem, cluster: str, zone: str) -> dict[str, list[Bundle]]:
    """Return the bundles of each class by its name."""
    options = [option for option in problem.options if option.cluster == cluster]
    found: dict[tuple[object, ...], list[Bundle]] = defaultdict(list)
    for bundle in bundles(problem, cluster, zone):
        home = [option for option in options if all(admitted(guest, option) for guest in bundle)]
        key = (
            len(bundle),
            tuple(sum(column) for column in zip(*(g.demand for g in bundle), strict=True)),
            tuple(sorted(Counter(label for g in bundle for label in g.labels).items())),
            tuple((option.id, sum(standing(g, option) for g in bundle)) for option in home),
        )
        found[key].append(bundle)
    return {min(g.id for bundle in same for g in bundle): same for same in found.values()}


def most_worth(
    problem: PackingProblem,
    place: tuple[str, str],
    setting: Setting,
    prices: Mapping[str, int],
    scale: int,
) -> int:
    """Return what a filling of a host in one setting is worth at most."""
    option = next(o for o in problem.options if (o.cluster, o.id) == (place[0], setting[0]))
    price = {
        bundle: prices.get(name, 0)
        for name, same in classes(problem, *place).items()
        for bundle in same
    }
    best = 0
    for chosen in subsets(list(price)):
        guests = [guest for bundle in chosen for guest in bundle]
        needed = levels(problem, option, guests)
        if admissible(problem, option, guests) and all(
            a <= b for a, b in zip(needed, setting[1], strict=True)
        ):
            costs = sum(standing(guest, option) for guest in guests)
            best = max(best, sum(price[bundle] for bundle in chosen) - scale * costs)
    return best


def row(problem: PackingProblem, place: tuple[str, str], chance: random.Random) -> Row:
    """Return a row of random prices whose worths are the least that hold."""
    paid = problem.objective is Objective.COST
    scale = chance.choice([0, 1, 3]) if paid else 0
    flat = chance.randint(1, 12)
    prices = {
        name: chance.choice([flat, chance.randint(0, 20)]) for name in classes(problem, *place)
    }
    return Row(
        cluster=place[0],
        zone=place[1],
        by="force",
        scale=scale,
        prices=tuple(sorted(prices.items())),
        worths=tuple(
            Worth(option=at[0], levels=at[1], worth=most_worth(problem, place, at, prices, scale))
            for at in settings(problem, *place)
        ),
        weights=tuple(chance.randint(0, 5) for _ in problem.dimensions),
        unit=chance.randint(1, 3),
    )


def certificate(problem: PackingProblem, chance: random.Random) -> Certificate:
    """Return a certificate with random rows and trees, and bounds that show nothing yet."""
    clusters = sorted({guest.cluster for guest in problem.guests})
    lots = [tuple(clusters)] if chance.random() < 0.6 else [(cluster,) for cluster in clusters]
    return Certificate(lots=tuple(_lot(problem, lot, chance) for lot in lots))


def _lot(
    problem: PackingProblem, clusters: tuple[str, ...], chance: random.Random
) -> LotCertificate:
    here = [place for place in places(problem) if place[0] in clusters]
    rows = tuple(row(problem, place, chance) for place in here for _ in range(4))
    ranges = _ranges(problem, clusters)
    nodes: list[Split | Leaf | Refuted] = []

    def grow(ranges: dict[Number, tuple[int, int]], depth: int) -> int:
        at = len(nodes)
        nodes.append(Leaf(rows=(), stocks=(), spares=(), unit=1))
        if depth and ranges and chance.random() < 0.7:
            number = chance.choice(sorted(ranges))
            low, high = ranges[number]
            cut = min(low + chance.choice([0, 0, 1]), high)
            spare, cluster, zone, option, paid = number
            nodes[at] = Split(
                spare=spare,
                cluster=cluster,
                zone=zone,
                option=option,
                levels=paid,
                at_most=cut,
                low=grow({**ranges, number: (low, cut)}, depth - 1),
                high=grow({**ranges, number: (cut + 1, high)}, depth - 1),
            )
        else:
            nodes[at] = refuted(problem, here, ranges, chance) or leaf(
                problem, clusters, rows, ranges
            )
        return at

    grow(ranges, chance.choice([0, 1, 2, 3]))
    return LotCertificate(clusters=clusters, bound=-(10**9), rows=rows, nodes=tuple(nodes))


def _ranges(problem: PackingProblem, clusters: Sequence[str]) -> dict[Number, tuple[int, int]]:
    found: dict[Number, tuple[int, int]] = {}
    for place in places(problem):
        if place[0] in clusters:
            for option, paid in settings(problem, *place):
                found[False, *place, option, paid] = (0, len(bundles(problem, *place)))
    asked = {cluster: num for cluster, num in problem.spares if cluster in clusters}
    for option in problem.options:
        if asked.get(option.cluster):
            found[True, option.cluster, "", option.id, ()] = (0, asked[option.cluster])
    return found


def refuted(
    problem: PackingProblem,
    here: Sequence[tuple[str, str]],
    ranges: Mapping[Number, tuple[int, int]],
    chance: random.Random,
) -> Refuted | None:
    """Return a compartment whose guests do not fit, or one placed at some cost, if there is one."""
    for place in here:
        left = {n[3:]: high for n, (_, high) in ranges.items() if n[:3] == (False, *place)}
        least = least_placing(problem, place, left)
        if least is None or (least and chance.random() < 0.5):
            hosts = tuple(Worth(option=o, levels=at, worth=n) for (o, at), n in left.items())
            return Refuted(cluster=place[0], zone=place[1], hosts=hosts, least=least)
    return None


def least_placing(
    problem: PackingProblem, place: tuple[str, str], left: Mapping[Setting, int]
) -> int | None:
    """Return what placing a compartment on given hosts costs at least; ``None`` if it is too much.

    Where hosts are counted, placing costs nothing.
    """
    found = (_least(problem, place, hosts, left) for hosts in partitions(bundles(problem, *place)))
    return min((cost for cost in found if cost is not None), default=None)


def _least(
    problem: PackingProblem,
    place: tuple[str, str],
    hosts: Sequence[Sequence[Guest]],
    left: Mapping[Setting, int],
) -> int | None:
    options = {option.id: option for option in problem.options if option.cluster == place[0]}
    paid_for = problem.objective is Objective.COST
    homes = []
    for guests in hosts:
        fitting = [name for name, o in options.items() if admissible(problem, o, guests)]
        needed = {name: levels(problem, options[name], guests) for name in fitting}
        homes.append(
            [
                ((name, paid), sum(standing(g, options[name]) for g in guests) if paid_for else 0)
                for name, paid in left
                if name in needed and all(a <= b for a, b in zip(needed[name], paid, strict=True))
            ]
        )
    return min(
        (
            sum(cost for _, cost in chosen)
            for chosen in product(*homes)
            if all(num <= left[at] for at, num in Counter(at for at, _ in chosen).items())
        ),
        default=None,
    )


UNIT = 1000


def leaf(
    problem: PackingProblem,
    clusters: Sequence[str],
    rows: Sequence[Row],
    ranges: Mapping[Number, tuple[int, int]],
) -> Leaf:
    """Return the multipliers that a linear relaxation of what is left has."""
    for impossible in (False, True):
        duals = _duals(problem, clusters, rows, ranges, impossible)
        if duals is not None:
            y, t, z = duals
            return Leaf(
                rows=tuple((at, int(UNIT * num + 1e-6)) for at, num in enumerate(y) if num > 0),
                stocks=tuple((name, int(UNIT * num + 0.5)) for name, num in t.items() if num > 0),
                spares=tuple((name, round(UNIT * num)) for name, num in z.items() if num),
                unit=UNIT,
                impossible=impossible,
            )
    return Leaf(rows=(), stocks=(), spares=(), unit=1)


def _duals(
    problem: PackingProblem,
    clusters: Sequence[str],
    rows: Sequence[Row],
    ranges: Mapping[Number, tuple[int, int]],
    impossible: bool,
) -> tuple[list[float], dict[str, float], dict[str, float]] | None:
    """Return the duals of rows, stocks and spares; ``impossible`` counts what is missing."""
    options = {(option.cluster, option.id): option for option in problem.options}
    paid = float(problem.objective is Objective.COST)
    model = highspy.Highs()
    model.silent()
    numbers = [number for number, (low, high) in sorted(ranges.items()) if low <= high]
    for number in numbers:
        option = options[number[1], number[3]]
        cost = option.price_yen * paid if number[0] else host_cost(problem, option, number[4])
        model.addVar(*map(float, ranges[number]))
        model.changeColCost(numbers.index(number), 0.0 if impossible else float(cost))
    here = [place for place in places(problem) if place[0] in clusters]
    for i, _ in enumerate(here):
        model.addVar(0.0, highspy.kHighsInf)
        model.changeColCost(len(numbers) + i, 0.0 if impossible else paid)
    slack = len(numbers) + len(here)
    model.addVar(0.0, highspy.kHighsInf if impossible else 0.0)
    model.changeColCost(slack, 1.0)
    for each in rows:
        place = each.cluster, each.zone
        worths = {(False, *place, w.option, w.levels): w.worth for w in each.worths}
        named = {name: len(same) for name, same in classes(problem, *place).items()}
        terms = {i: float(worths.get(number, 0)) for i, number in enumerate(numbers)}
        terms |= {len(numbers) + here.index(place): float(each.scale), slack: 1.0}
        need = sum(price * named[name] for name, price in each.prices)
        _constrain(model, float(need), highspy.kHighsInf, terms)
    limited = [(option.id, option.limit) for option in problem.options if option.limit is not None]
    stock = {name: min(n for other, n in limited if other == name) for name, _ in limited}
    for name, limit in stock.items():
        terms = {i: 1.0 for i, number in enumerate(numbers) if number[3] == name}
        _constrain(model, -highspy.kHighsInf, float(limit), terms)
    asked = {cluster: num for cluster, num in problem.spares if cluster in clusters}
    for cluster, num in asked.items():
        terms = {i: 1.0 for i, at in enumerate(numbers) if at[0] and at[1] == cluster}
        _constrain(model, float(num), float(num), terms | {slack: 1.0})
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    duals = list(model.getSolution().row_dual)
    y, rest = [max(0.0, dual) for dual in duals[: len(rows)]], duals[len(rows) :]
    t = {name: max(0.0, -dual) for name, dual in zip(stock, rest, strict=False)}
    return y, t, dict(zip(asked, rest[len(stock) :], strict=True))


def _constrain(model: highspy.Highs, low: float, high: float, terms: Mapping[int, float]) -> None:
    model.addRow(low, high, len(terms), list(terms), list(terms.values()))
