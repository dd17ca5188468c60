"""Schedules against brute force on small random estates."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import product

import pytest

from consolidation.errors import NothingFits
from consolidation.inventory.tables.kinds import CalendarKind, ServerForm, Zone
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.inventory.tables.traffic import Flow
from consolidation.migration.model import Move, Schedule, Wave
from consolidation.migration.schedule import schedule
from consolidation.migration.verify import verify_schedule
from consolidation.solving.status import Status


def random_case(seed: int, case, server, platform):
    chance = random.Random(seed)
    zones = {}
    rows = []
    for i in range(chance.randint(2, 6)):
        name = f"s{i}"
        zones[name] = chance.choice([Zone.ADMINISTRATIVE, Zone.LGWAN])
        more = {
            "system": chance.choice([None, "S", "T"]),
            "move_group": chance.choice([None, None, "G"]),
            "maintenance_yen_year": chance.choice([0, 12, 1200]),
        }
        if chance.random() < 0.4:
            more |= {"form": ServerForm.VM, "platform": chance.choice(["P", "Q"])}
        rows.append(server(name, gib=3600 * chance.randint(0, 4), yen=chance.randrange(9), **more))
    flows = tuple(
        Flow(
            id=f"f{i}",
            origin=chance.choice(rows).id,
            target=chance.choice(rows).id,
            office_kbit_s=1,
            couples=chance.random() < 0.5,
        )
        for i in range(chance.randint(0, 2))
    )
    calendar = []
    for i in range(chance.randint(0, 4)):
        first = date(2020, 1, 6) + timedelta(days=chance.randint(-20, 50))
        calendar.append(
            CalendarEntry(
                id=f"c{i}",
                kind=chance.choice(list(CalendarKind)),
                name="n",
                starts_on=first,
                ends_on=first + timedelta(days=chance.choice([0, 5, 30, 60])),
                zone=chance.choice([None, Zone.LGWAN]),
                system=chance.choice([None, "S", "T"]),
            )
        )
    stay = tuple(row.id for row in rows if chance.random() < 0.1)
    made = case(
        tuple(rows),
        calendar=tuple(calendar),
        platforms=(platform("P", chance.randrange(20)), platform("Q", chance.randrange(20))),
        flows=flows,
        stay=stay,
        zones=zones,
    )
    return made.over(ends_on=date(2020, 1, 5) + timedelta(days=14 * chance.randint(2, 5)))


def months(wave: int) -> int:
    """Calendar months from January 2020 to the end of a wave."""
    return (date(2020, 1, 6) + timedelta(days=14 * wave + 13)).month


def open_to(made, name: str, wave: int) -> bool:
    """Read the calendar by sets of days."""
    row = made.estate.server[name]
    zone = next(d.zone for d in made.sizing.demands if d.server == name)
    start = made.options.starts_on
    num = ((made.options.ends_on - start).days + 1) // 14
    span = {start + timedelta(days=14 * wave + i) for i in range(14)}
    horizon = {start + timedelta(days=i) for i in range(14 * num)}
    windows = []
    for entry in made.estate.calendar:
        if entry.zone not in (None, zone) or entry.system not in (None, row.system):
            continue
        length = (entry.ends_on - entry.starts_on).days + 1
        days = {entry.starts_on + timedelta(days=i) for i in range(length)}
        if entry.kind is CalendarKind.FREEZE and span & days:
            return False
        if entry.kind is CalendarKind.WINDOW:
            windows.append(days)
        if entry.kind is CalendarKind.MILESTONE and entry.system and days & horizon:
            if length == 1 and max(span) > entry.starts_on:
                return False
            if length > 1 and not span <= days:
                return False
    return not windows or any(span <= days for days in windows)


def components(made) -> list[list[str]]:
    names = [d.server for d in made.sizing.demands]
    links = [
        (a, b)
        for a in names
        for b in names
        if made.estate.server[a].move_group
        and made.estate.server[a].move_group == made.estate.server[b].move_group
    ]
    links += [
        (f.origin, f.target)
        for f in made.estate.flows
        if f.couples and f.origin in names and f.target in names
    ]
    label = {name: name for name in names}
    for _ in names:
        for a, b in links:
            label[a] = label[b] = min(label[a], label[b])
    groups = defaultdict(list)
    for name in names:
        groups[label[name]].append(name)
    return list(groups.values())


def cost(made, wave_of: dict[str, int]) -> int:
    total = 0
    for name, wave in wave_of.items():
        row = made.estate.server[name]
        total += row.lease_yen_month * months(wave) + row.maintenance_yen_year * months(wave) // 12
    for old in made.estate.platforms:
        vms = [s.id for s in made.estate.servers if s.platform == old.id]
        if vms and all(vm in wave_of for vm in vms):
            total += old.lease_yen_month * max(months(wave_of[vm]) for vm in vms)
    return total


def has_room(made, wave_of: dict[str, int]) -> bool:
    for wave in set(wave_of.values()):
        names = [name for name in wave_of if wave_of[name] == wave]
        hours = sum(made.estate.server[name].disk_gib // 3600 + 1 for name in names)
        if len(names) > 2 or hours > 10:
            return False
    return True


def num_waves(made) -> int:
    return ((made.options.ends_on - made.options.starts_on).days + 1) // 14


def optimum(made) -> int | None:
    groups = components(made)
    choices = [
        [w for w in range(num_waves(made)) if all(open_to(made, name, w) for name in group)]
        for group in groups
    ]
    best = None
    for chosen in product(*choices):
        wave_of = {n: w for group, w in zip(groups, chosen, strict=True) for n in group}
        if has_room(made, wave_of):
            total = cost(made, wave_of)
            best = total if best is None else min(best, total)
    return best


@pytest.mark.parametrize("block", range(10))
def test_optimal_means_the_optimum_of_brute_force(block: int, case, server, platform):
    seen = []
    for seed in range(block * 30, block * 30 + 30):
        made = random_case(seed, case, server, platform)
        best = optimum(made)
        args = (made.sizing, made.packing, made.options)
        try:
            answer = schedule(made.estate, made.to_be, *args, 20)
        except NothingFits:
            answer = None
        assert (answer is None) == (best is None), seed
        seen.append(answer is None)
        if answer is not None:
            assert verify_schedule(made.estate, *args, answer) == (), seed
            assert answer.status is Status.OPTIMAL, seed
            assert (answer.cost_yen, answer.lower_bound_yen) == (best, best), seed
    assert len(set(seen)) == 2


def written(made, wave_of: dict[str, int]) -> Schedule:
    """Write an assignment down as a schedule that claims to be optimal."""
    waves = []
    for number, w in enumerate(sorted(set(wave_of.values())), start=1):
        first = made.options.starts_on + timedelta(days=14 * w)
        moves = tuple(
            Move(
                server=name,
                host="h",
                group=name,
                hours=made.estate.server[name].disk_gib // 3600 + 1,
                method="p2v" if made.estate.server[name].form is ServerForm.PHYSICAL else "v2v",
            )
            for name in sorted(wave_of)
            if wave_of[name] == w
        )
        last = first + timedelta(days=13)
        waves.append(Wave(number=number, starts_on=first, ends_on=last, moves=moves))
    total = cost(made, wave_of)
    return Schedule(
        status=Status.OPTIMAL, waves=tuple(waves), cost_yen=total, lower_bound_yen=total
    )


def test_brute_force_and_the_re_check_agree_on_what_is_right(case, server, platform):
    seen = Counter()
    for seed in range(300):
        chance = random.Random(seed)
        made = random_case(seed, case, server, platform)
        names = [demand.server for demand in made.sizing.demands]
        wave_of = {name: chance.randrange(num_waves(made)) for name in names}
        together = all(len({wave_of[n] for n in group}) == 1 for group in components(made))
        calendar = all(open_to(made, name, wave) for name, wave in wave_of.items())
        right = together and calendar and has_room(made, wave_of)
        args = (made.estate, made.sizing, made.packing, made.options)
        assert (verify_schedule(*args, written(made, wave_of)) == ()) == right, seed
        seen[right] += 1
    assert min(seen[True], seen[False]) > 20
