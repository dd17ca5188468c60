"""Check a packing against its problem again, without any solver and without the packer's code."""

from collections import Counter
from collections.abc import Iterator, Mapping

from consolidation.packing.checking.account import Options, loads_of, options_of
from consolidation.packing.checking.verify_hosts import host_mistakes
from consolidation.packing.checking.verify_money import money_mistakes
from consolidation.packing.checking.verify_rules import rule_mistakes
from consolidation.packing.checking.verify_stock import stock_mistakes
from consolidation.packing.model import PackedHost, Packing, PackingProblem
from consolidation.text import Text


def verify_packing(problem: PackingProblem, packing: Packing) -> tuple[Text, ...]:
    """Return everything that is wrong with a packing; empty if it is right.

    Checked: every guest stands once, on a host of its cluster and zone, where pins and bans let
    it; capacities in every dimension and numbers of guests; guests kept together and apart;
    limited host types; spares (number, empty, as large as every host in use); the price is that
    of hosts, spares, surcharges and placement; the bounds are not above the values and the
    status says what they show; what the second solve says it reached. The problem itself is
    taken to be sound (`check_problem`).
    """
    options = options_of(problem)
    hosts = {host.id: host for host in packing.hosts}
    errors = [*_hosts(packing, options), *_everyone(problem, packing, hosts)]
    if errors:
        return tuple(errors)
    loads = loads_of(problem, packing.placements)
    return (
        *host_mistakes(problem, packing, options, loads),
        *rule_mistakes(problem, packing, loads),
        *stock_mistakes(problem, packing, options),
        *money_mistakes(problem, packing),
    )


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
