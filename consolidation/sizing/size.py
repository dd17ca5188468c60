"""The sizing stage: a disposition for every server, a demand for each that moves."""

from collections import Counter

from consolidation.inventory.estate import Estate
from consolidation.sizing.context import Context
from consolidation.sizing.demand import demand_of, missing_sizes
from consolidation.sizing.model import (
    Demand,
    DispositionKind,
    Sizing,
    SizingOptions,
)
from consolidation.sizing.platform import PlatformPlan
from consolidation.sizing.rules import dispose
from consolidation.text import Text

NOT_YET: tuple[Text, ...] = (
    Text(
        "需要はCPUとメモリのみで算定し、ディスクのIOPSと帯域は算定しない",
        "demand is CPU and memory; disk operations and network bandwidth are not sized",
    ),
    Text(
        "各サーバのピークを足し上げており、時間帯の違いによる相殺は見込まない"
        "(時間別の平均は図に示すのみ)",
        "peaks are added up; that servers peak at different hours is shown in a figure but not "
        "used to place more on a host",
    ),
    Text(
        "待ち時間(CPU ready)とメモリの回収量は台帳になく、不足していた分は実測に現れない",
        "what a starved server would have used does not show in its trace",
    ),
)


def size(
    estate: Estate,
    platforms: tuple[PlatformPlan, ...],
    options: SizingOptions,
    years: tuple[int, int],
) -> Sizing:
    """Return what becomes of every server and what those that move need.

    ``years`` are the first and last fiscal year of the plan. With no platforms (the as-is
    scenario) physical machines are kept and VMs stay; only dated retirements happen.

    Raises `InputProblems`, naming all servers at once, when a server moves whose cores or
    memory neither the inventory nor the scenario gives.
    """
    context = Context(estate, platforms, options, years)
    dispositions = tuple(dispose(server, context) for server in estate.servers)
    moving = [estate.server[d.server] for d in dispositions if d.moves]
    missing_sizes(moving, options, estate.name)
    demands = tuple(demand_of(estate.server[d.server], d, context) for d in dispositions if d.moves)
    num = Counter(d.kind for d in dispositions)
    return Sizing(
        dispositions=dispositions,
        demands=demands,
        counts=tuple((kind, num[kind]) for kind in DispositionKind),
        not_yet=(
            (*NOT_YET, *_inferred_zones(context, demands), *_unknown_disks(estate, demands))
            if demands
            else ()
        ),
    )


def _inferred_zones(context: Context, demands: tuple[Demand, ...]) -> tuple[Text, ...]:
    """Name the servers that are placed in a zone that no row of theirs states."""
    server = context.estate.server
    ids = [d.server for d in demands if context.zone_is_inferred(server[d.server])]
    if not ids:
        return ()
    return (
        Text(
            f"システムが台帳にないサーバ{len(ids)}台は、情報系区分を接続セグメントなどから推定して"
            f"配置した。移設の前に所管と区分の確認を要する: {'、'.join(ids)}",
            f"{len(ids)} server{'s' * (len(ids) != 1)} whose system is not in the inventory "
            f"{'are' if len(ids) != 1 else 'is'} placed by a zone inferred from segments or the "
            f"default; confirm owner and zone before the move: {', '.join(ids)}",
        ),
    )


def _unknown_disks(estate: Estate, demands: tuple[Demand, ...]) -> tuple[Text, ...]:
    ids = [d.server for d in demands if estate.server[d.server].disk_gib is None]
    if not ids:
        return ()
    listed = ", ".join(ids)
    return (
        Text(
            f"移すサーバ{len(ids)}台のディスク容量が不明で、複写時間は0と数えている: {listed}",
            f"the disk of {len(ids)} server{'s' * (len(ids) != 1)} to move is not known and "
            f"counts as nothing to copy: {listed}",
        ),
    )
