"""Schedule: which server moves in which wave, at least cost of double running."""

from collections.abc import Sequence
from math import ceil

from consolidation.errors import SolverTrouble
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.migration.calendar import Span, open_waves, wave_spans
from consolidation.migration.culprits import nothing_fits, refuse_impossible
from consolidation.migration.dealing import (
    Waves,
    deal,
    earlier,
    is_right,
    least_yen,
    schedule_yen,
)
from consolidation.migration.formulation import WaveProblem, wave_model
from consolidation.migration.groups import SECONDS_PER_HOUR, MoveGroup, move_groups
from consolidation.migration.model import (
    DEFAULT_PRICES,
    MigrationOptions,
    Move,
    Prices,
    Schedule,
    Wave,
)
from consolidation.migration.remarks import late, remarks
from consolidation.migration.running import emptied_platforms, group_yen, platform_yen
from consolidation.packing.model import Packing
from consolidation.sizing.model import Sizing
from consolidation.solving.deadline import Deadline
from consolidation.solving.mip import solve
from consolidation.solving.status import Status
from consolidation.text import Text

MOST_NODES = 2000
"""Nodes after which the search ends with the bound it has: answers do not hang on the clock."""

SAFETY = 1e-4

NOT_YET = (
    Text(
        "新しいホストは初日から全台そろっている前提のため、どの時点でも容量は配置で保証される。"
        "ホストの分割納入、旧ホストの再利用はまだ扱わない",
        "all new hosts stand from the first day, so capacity at every moment follows from the "
        "packing; hosts delivered in parts and old hosts used again are not planned yet",
    ),
    Text(
        "転送時間は一定の速度で見積もり、実際の回線経路と負荷はまだ考慮しない",
        "transfer time is estimated at one rate; the real path and its load are not considered yet",
    ),
    Text(
        "移行の担当人数と、段階ごとの方針適合を条件とする並べ替えはまだ行わない"
        "（方針適合は各段階の後に別に判定する）",
        "staff per wave and policy at every step are not constraints of the order yet (policy is "
        "judged separately after every wave)",
    ),
)


def schedule(
    estate: Estate,
    to_be: Estate,
    sizing: Sizing,
    packing: Packing,
    options: MigrationOptions,
    time_limit_s: float,
    prices: Prices = DEFAULT_PRICES,
) -> Schedule:
    """Return the waves in which every server that moves goes over.

    Minimises what old servers and platforms cost while they run on (`migration.running`), under
    calendar, move groups, moves and standstill per wave; among the schedules of that cost found,
    no group could move earlier by itself. With nothing to move the schedule is empty and optimal.

    Raises `NothingFits` naming the group, wave or amount of work at fault, and `SolverTrouble`
    when the solver fails or the to-be state disagrees with the packing.
    """
    groups = move_groups(estate, sizing, packing, options)
    if not groups:
        return Schedule(
            status=Status.OPTIMAL, waves=(), cost_yen=0, lower_bound_yen=0, not_yet=NOT_YET
        )
    _refuse_other_hosts(to_be, groups)
    spans = wave_spans(options)
    refuse_impossible(estate, groups, spans, options)
    given = wave_problem(estate, sizing, groups, spans, options, prices)
    waves, lower = _cheapest(given, groups, spans, options, Deadline.after(time_limit_s))
    waves = earlier(given, waves)
    cost = schedule_yen(given, waves)
    lower = min(lower, cost)
    days = {m.server: spans[waves[g]] for g, group in enumerate(groups) for m in group.movers}
    zones = {mover.server: mover.zone for group in groups for mover in group.movers}
    return Schedule(
        status=Status.OPTIMAL if lower == cost else Status.FEASIBLE,
        waves=_waves(estate, groups, waves, spans),
        cost_yen=cost,
        lower_bound_yen=lower,
        late=late(estate, days),
        not_yet=(*NOT_YET, *remarks(estate, days, zones)),
    )


def wave_problem(
    estate: Estate,
    sizing: Sizing,
    groups: tuple[MoveGroup, ...],
    spans: tuple[Span, ...],
    options: MigrationOptions,
    prices: Prices,
) -> WaveProblem:
    """Return the numbers of the wave program."""
    first = options.starts_on
    platforms = emptied_platforms(estate, sizing)
    on_it = [
        tuple(
            g
            for g, group in enumerate(groups)
            if any(estate.server[m.server].platform == platform for m in group.movers)
        )
        for platform in platforms
    ]
    return WaveProblem(
        open_waves=tuple(open_waves(estate, group, spans) for group in groups),
        num=tuple(group.num for group in groups),
        seconds=tuple(group.seconds for group in groups),
        num_waves=len(spans),
        most_moves=options.max_moves_per_wave,
        most_seconds=options.window_hours * SECONDS_PER_HOUR,
        yen=tuple(
            tuple(group_yen(estate, group, first, span, prices) for span in spans)
            for group in groups
        ),
        old=tuple(on_it),
        old_yen=tuple(
            tuple(platform_yen(estate, platform, first, span, prices) for span in spans)
            for platform in platforms
        ),
    )


def _cheapest(
    given: WaveProblem,
    groups: Sequence[MoveGroup],
    spans: Sequence[Span],
    options: MigrationOptions,
    deadline: Deadline,
) -> tuple[Waves, int]:
    """Return the best schedule found and a proved lower bound of the cost."""
    start, lower = deal(given), least_yen(given)
    if start is not None and schedule_yen(given, start) == lower:
        return start, lower
    model = wave_model(given)
    keys = sorted(model.goes)
    columns = [model.goes[key] for key in keys]
    result = solve(
        model.problem, columns, time_limit_s=deadline.left_s, gap=0.5, max_nodes=MOST_NODES
    )
    if result.status is Status.INFEASIBLE:
        raise nothing_fits(given, groups, spans, options)
    if result.bound is not None:
        lower = max(lower, ceil(result.bound - SAFETY - 1e-9 * abs(result.bound)))
    found = [start] if start is not None else []
    if result.values is not None:
        waves = [-1] * len(groups)
        for (g, w), value in zip(keys, result.whole, strict=True):
            if value:
                waves[g] = w
        if is_right(given, waves):
            found.append(tuple(waves))
    if not found:
        raise SolverTrouble(
            Text(
                "時間内に移行計画が見つからず、不可能とも証明されなかった",
                "no schedule was found in the time, nor is it proved that there is none",
            )
        )
    return min(found, key=lambda waves: schedule_yen(given, waves)), lower


def _refuse_other_hosts(to_be: Estate, groups: Sequence[MoveGroup]) -> None:
    """Check that the to-be state has every moved server on the host of the packing."""
    for group in groups:
        for mover in group.movers:
            row = to_be.server.get(mover.server)
            if row is None or row.host != mover.host:
                raise SolverTrouble(
                    Text(
                        f"{mover.server}の移行先が、計画後の状態と配置とで異なる",
                        f"{mover.server}: the to-be state and the packing name different hosts",
                    )
                )


def _waves(
    estate: Estate, groups: Sequence[MoveGroup], waves: Waves, spans: Sequence[Span]
) -> tuple[Wave, ...]:
    """Return the waves that have moves, numbered from 1."""
    return tuple(
        Wave(
            number=number,
            starts_on=spans[w].first,
            ends_on=spans[w].last,
            moves=_moves(estate, [group for g, group in enumerate(groups) if waves[g] == w]),
        )
        for number, w in enumerate(sorted(set(waves)), start=1)
    )


def _moves(estate: Estate, groups: Sequence[MoveGroup]) -> tuple[Move, ...]:
    moves = [
        Move(
            server=mover.server,
            host=mover.host,
            group=group.name,
            hours=round(mover.seconds / SECONDS_PER_HOUR, 2),
            method="p2v" if estate.server[mover.server].form is ServerForm.PHYSICAL else "v2v",
        )
        for group in groups
        for mover in group.movers
    ]
    return tuple(sorted(moves, key=lambda move: move.server))
