"""Check a packing against its problem again, without any solver and without the packer's code."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from consolidation.packing.amounts import label, shown
from consolidation.packing.model import Guest, HostOption, PackedHost, Packing, PackingProblem
from consolidation.solving.status import Status
from consolidation.text import Text

Loads = Mapping[str, list[Guest]]
Options = Mapping[tuple[str, str], HostOption]


def verify_packing(problem: PackingProblem, packing: Packing) -> tuple[Text, ...]:
    """Return everything that is wrong with a packing; empty if it is right.

    Checked: every guest stands once, on a host of its cluster and zone; capacities in every
    dimension; keep-apart groups; limited host types; spares (number, empty, and that the guests
    of any k lost hosts find a place on them); the price is the sum of the hosts; the bounds are
    not above the prices and the status says what they show.
    """
    options = {(option.cluster, option.id): option for option in problem.options}
    hosts = {host.id: host for host in packing.hosts}
    guests = {guest.id: guest for guest in problem.guests}
    loads: dict[str, list[Guest]] = defaultdict(list)
    for placement in packing.placements:
        if placement.server in guests and placement.host in hosts:
            loads[placement.host].append(guests[placement.server])
    errors = [*_hosts(packing, options), *_everyone(problem, packing, hosts)]
    if errors:
        return tuple(errors)
    for host in packing.hosts:
        errors.extend(_on_host(problem, host, options[host.cluster, host.option], loads[host.id]))
    errors.extend(_stock(problem, packing))
    errors.extend(_spares(problem, packing, options))
    errors.extend(_money(packing, options))
    return tuple(errors)


def _hosts(packing: Packing, options: Options) -> Iterator[Text]:
    """Check that host ids are unique and options are of the problem."""
    for name, num in sorted(Counter(host.id for host in packing.hosts).items()):
        if num > 1:
            yield Text(f"ホスト{name}が{num}回現れる", f"host {name} appears {num} times")
    for host in packing.hosts:
        if (host.cluster, host.option) not in options:
            yield Text(
                f"ホスト{host.id}の機種{host.option}はクラスタ{host.cluster}で使えない",
                f"host {host.id}: type {host.option} is no option of cluster {host.cluster}",
            )


def _everyone(
    problem: PackingProblem, packing: Packing, hosts: Mapping[str, PackedHost]
) -> Iterator[Text]:
    """Check that every guest is placed exactly once, and nobody else."""
    placed = Counter(placement.server for placement in packing.placements)
    wanted = {guest.id for guest in problem.guests}
    for guest in sorted(wanted | set(placed)):
        if guest not in wanted:
            yield Text(f"{guest}は配置の対象でない", f"{guest} is not to be placed")
        elif placed[guest] != 1:
            yield Text(
                f"{guest}の配置が{placed[guest]}回ある（1回であるべき）",
                f"{guest} is placed {placed[guest]} times, not once",
            )
    for placement in packing.placements:
        if placement.host not in hosts:
            yield Text(
                f"{placement.server}の載るホスト{placement.host}がない",
                f"{placement.server} stands on host {placement.host}, which does not exist",
            )


def _on_host(
    problem: PackingProblem, host: PackedHost, option: HostOption, guests: list[Guest]
) -> Iterator[Text]:
    """Check one host: cluster, zone, capacity, keep-apart, spare empty."""
    if host.spare and (guests or host.zone is not None):
        yield Text(f"予備ホスト{host.id}が空でない", f"spare host {host.id} is not empty")
    if not host.spare and not guests:
        yield Text(
            f"ホスト{host.id}は空なのに予備でない", f"host {host.id} is empty but not a spare"
        )
    for guest in guests:
        if guest.cluster != host.cluster or guest.zone != host.zone:
            yield Text(
                f"{guest.id}（{guest.cluster}、{guest.zone}）が{host.cluster}、{host.zone}の"
                f"ホスト{host.id}にある",
                f"{guest.id} of {guest.cluster}, {guest.zone} stands on host {host.id} of "
                f"{host.cluster}, {host.zone}",
            )
    for d, name in enumerate(problem.dimensions):
        load = sum(guest.demand[d] for guest in guests)
        if load > option.capacity[d]:
            there, have = shown(name, load), shown(name, option.capacity[d])
            yield Text(
                f"ホスト{host.id}の{label(name).ja}が容量{have.ja}に対し{there.ja}",
                f"host {host.id}: {label(name).en} {there.en} exceeds capacity {have.en}",
            )
    groups = Counter(guest.keep_apart for guest in guests if guest.keep_apart is not None)
    for group, num in sorted(groups.items()):
        if num > 1:
            yield Text(
                f"分散グループ{group}の{num}台がホスト{host.id}に同居する",
                f"{num} guests of keep-apart group {group} share host {host.id}",
            )


def _stock(problem: PackingProblem, packing: Packing) -> Iterator[Text]:
    """Check limited host types; the same id in several clusters is one stock."""
    bought = Counter(host.option for host in packing.hosts)
    limits: dict[str, int] = {}
    for option in problem.options:
        if option.limit is not None:
            limits[option.id] = min(option.limit, limits.get(option.id, option.limit))
    for name, limit in sorted(limits.items()):
        if bought[name] > limit:
            yield Text(
                f"機種{name}は{limit}台までだが{bought[name]}台使う",
                f"host type {name}: {bought[name]} used, {limit} can be had",
            )


def _spares(problem: PackingProblem, packing: Packing, options: Options) -> Iterator[Text]:
    """Check N+k: each of the k spares is as large as every host in use, in every dimension.

    So whichever k hosts of the cluster fail, the guests of each failed host that was in use go
    to a spare of their own, zone and keep-apart as before.
    """
    for cluster, num in sorted(problem.spares):
        own = [host for host in packing.hosts if host.cluster == cluster]
        in_use = [host for host in own if not host.spare]
        spare = [host for host in own if host.spare]
        if in_use and len(spare) < num:
            yield Text(
                f"クラスタ{cluster}の予備が{num}台必要だが{len(spare)}台",
                f"cluster {cluster}: {num} spares asked for, {len(spare)} there",
            )
        for host in spare:
            room = options[cluster, host.option].capacity
            larger = {
                used.option
                for used in in_use
                if any(
                    need > have
                    for need, have in zip(options[cluster, used.option].capacity, room, strict=True)
                )
            }
            for option in sorted(larger):
                yield Text(
                    f"予備ホスト{host.id}は機種{option}のホストより小さい",
                    f"spare host {host.id} is smaller than the hosts of type {option}",
                )


def _money(packing: Packing, options: Options) -> Iterator[Text]:
    """Check prices, bounds and status, in total and per cluster."""
    paid: Counter[str] = Counter()
    carrying: Counter[str] = Counter()
    for host in packing.hosts:
        paid[host.cluster] += options[host.cluster, host.option].price_yen
        carrying[host.cluster] += not host.spare
    total = sum(paid.values())
    if packing.price_yen != total:
        yield Text(
            f"合計額が{packing.price_yen}円だがホストの和は{total}円",
            f"the price is {packing.price_yen} yen, the hosts add up to {total}",
        )
    yield from _bounded("全体", "total", packing.status, packing.price_yen, packing.lower_bound_yen)
    if {bound.cluster for bound in packing.clusters} != set(paid):
        yield Text("クラスタの一覧が合わない", "the list of clusters does not match the hosts")
    for bound in packing.clusters:
        name = bound.cluster
        if bound.price_yen != paid[name] or bound.num_hosts != carrying[name]:
            yield Text(
                f"クラスタ{name}の額または台数が合わない",
                f"cluster {name}: price or number of hosts does not match",
            )
        if bound.lower_bound_hosts > bound.num_hosts:
            yield Text(
                f"クラスタ{name}の台数の下界が台数を超える",
                f"cluster {name}: more hosts are said to be needed than are used",
            )
        yield from _bounded(name, name, bound.status, bound.price_yen, bound.lower_bound_yen)


def _bounded(ja: str, en: str, status: Status, price: int, lower: int) -> Iterator[Text]:
    """Check that the bound is not above the price and the status says what it shows."""
    if lower > price:
        yield Text(
            f"{ja}: 下界{lower}円が額{price}円を超える",
            f"{en}: bound {lower} yen is above the price {price}",
        )
    expected = Status.OPTIMAL if lower >= price else Status.FEASIBLE
    if status is not expected:
        yield Text(
            f"{ja}: 状態が{status}だが{expected}であるべき",
            f"{en}: status is {status}, should be {expected}",
        )
