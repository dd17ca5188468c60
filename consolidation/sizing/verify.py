"""The re-check of a sizing: that no server is lost and that the counts reconcile."""

from collections import Counter
from collections.abc import Iterator

from consolidation.inventory.estate import Estate
from consolidation.sizing.model import DispositionKind, Sizing
from consolidation.text import Text

PLACED = {DispositionKind.VIRTUALISE, DispositionKind.ABSORB}


def verify_sizing(estate: Estate, sizing: Sizing) -> tuple[Text, ...]:
    """Return everything wrong with a sizing; empty when it is right.

    Every server of the estate has exactly one disposition, the counts add up to the servers,
    and exactly the servers that move have one demand each, on the platform they go to.
    """
    return (*_each_once(estate, sizing), *_counts(estate, sizing), *_demands(sizing))


def _each_once(estate: Estate, sizing: Sizing) -> Iterator[Text]:
    num = Counter(d.server for d in sizing.dispositions)
    for server in estate.servers:
        if num[server.id] != 1:
            yield Text(
                f"サーバ{server.id}の扱いが{num[server.id]}件ある",
                f"server {server.id} has {num[server.id]} dispositions",
            )
    for name in sorted(num.keys() - {s.id for s in estate.servers}):
        yield Text(
            f"台帳にないサーバ{name}の扱いがある", f"{name} has a disposition but is no server"
        )


def _counts(estate: Estate, sizing: Sizing) -> Iterator[Text]:
    num = Counter(d.kind for d in sizing.dispositions)
    for kind, count in sizing.counts:
        if num[kind] != count:
            yield Text(
                f"{kind.value}は{count}台とあるが{num[kind]}台である",
                f"{kind.value} is said to be {count} servers and is {num[kind]}",
            )
    total = sum(count for _, count in sizing.counts)
    if total != len(estate.servers):
        yield Text(
            f"扱いの合計{total}台がサーバ数{len(estate.servers)}台と合わない",
            f"the counts add up to {total}, the estate has {len(estate.servers)} servers",
        )


def _demands(sizing: Sizing) -> Iterator[Text]:
    num = Counter(d.server for d in sizing.demands)
    goes_to = {d.server: d.platform for d in sizing.dispositions if d.moves}
    for disposition in sizing.dispositions:
        if num[disposition.server] != int(disposition.moves):
            yield Text(
                f"サーバ{disposition.server}の需要が{num[disposition.server]}件ある",
                f"server {disposition.server} has {num[disposition.server]} demands",
            )
        if disposition.moves and (disposition.kind not in PLACED or not disposition.platform):
            yield Text(
                f"サーバ{disposition.server}は移すのに行き先がない",
                f"server {disposition.server} moves but has nowhere to go",
            )
    for demand in sizing.demands:
        if demand.server not in goes_to:
            yield Text(
                f"{demand.server}は移さないのに需要がある",
                f"{demand.server} has a demand but does not move",
            )
        elif goes_to[demand.server] != demand.platform:
            yield Text(
                f"サーバ{demand.server}の需要の基盤が扱いと異なる",
                f"the demand of {demand.server} names another platform than its disposition",
            )
        if min(demand.cpu_centicores, demand.memory_mib) < 1 or demand.disk_gib < 0:
            yield Text(
                f"サーバ{demand.server}の需要が正でない",
                f"the demand of {demand.server} is not positive",
            )
