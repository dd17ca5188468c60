"""Dealing groups out to waves without a solver: a first schedule, and moving groups earlier."""

from collections.abc import Sequence

from consolidation.migration.formulation import WaveProblem

Waves = tuple[int, ...]
"""The wave of each group."""


def schedule_yen(given: WaveProblem, waves: Sequence[int]) -> int:
    """Return the double running of a schedule, exactly."""
    total = sum(given.yen[g][w] for g, w in enumerate(waves))
    for p, groups in enumerate(given.old):
        total += given.old_yen[p][max(waves[g] for g in groups)]
    return total


def least_yen(given: WaveProblem) -> int:
    """Return a lower bound: every group in its first open wave, whatever fits."""
    return schedule_yen(given, [waves[0] for waves in given.open_waves])


def is_right(given: WaveProblem, waves: Sequence[int]) -> bool:
    """Tell whether a schedule keeps to open waves, most moves and most standstill."""
    room = Room(given)
    for g, w in enumerate(waves):
        if w not in given.open_waves[g] or not room.takes(g, w):
            return False
        room.put(g, w)
    return True


class Room:
    """What is left of each wave."""

    def __init__(self, given: WaveProblem) -> None:
        self.given = given
        self.moves = [given.most_moves] * given.num_waves
        self.seconds = [given.most_seconds] * given.num_waves

    def takes(self, g: int, w: int) -> bool:
        """Tell whether a group still fits into a wave."""
        return self.given.num[g] <= self.moves[w] and self.given.seconds[g] <= self.seconds[w]

    def put(self, g: int, w: int, sign: int = 1) -> None:
        """Put a group into a wave, or with ``sign`` -1 take it out."""
        self.moves[w] -= sign * self.given.num[g]
        self.seconds[w] -= sign * self.given.seconds[g]


def deal(given: WaveProblem) -> Waves | None:
    """Return the cheapest of a few greedy schedules, or ``None`` if none of them works out.

    Groups go, one after the other, into the earliest open wave with room: those with fewest
    open waves first; dearest to keep per hour of standstill first; largest first.
    """
    groups = range(len(given.num))

    def dearness(g: int) -> float:
        yen = given.yen[g]
        shared = sum(
            (old[-1] - old[0]) / len(members)
            for members, old in zip(given.old, given.old_yen, strict=True)
            if g in members
        )
        return (yen[-1] - yen[0] + shared) / max(1, given.seconds[g], given.num[g])

    orders = (
        sorted(groups, key=lambda g: (len(given.open_waves[g]), -given.seconds[g], g)),
        sorted(groups, key=lambda g: (-dearness(g), g)),
        sorted(groups, key=lambda g: (-given.seconds[g], -given.num[g], g)),
        sorted(groups, key=lambda g: (len(given.open_waves[g]) < given.num_waves, -dearness(g), g)),
        sorted(groups, key=lambda g: (given.open_waves[g][-1], -dearness(g), g)),
    )
    found = [waves for order in orders if (waves := _dealt(given, order)) is not None]
    return min(found, key=lambda waves: (schedule_yen(given, waves), waves), default=None)


def _dealt(given: WaveProblem, order: Sequence[int]) -> Waves | None:
    room = Room(given)
    waves = [-1] * len(given.num)
    for g in order:
        wave = next((w for w in given.open_waves[g] if room.takes(g, w)), None)
        if wave is None:
            return None
        room.put(g, wave)
        waves[g] = wave
    return tuple(waves)


def earlier(given: WaveProblem, waves: Sequence[int]) -> Waves:
    """Move groups one by one to earlier waves with room, until none can move alone.

    Never dearer, as a later wave never costs less. Dearest groups first, then by order.
    """
    now = list(waves)
    room = Room(given)
    for g, w in enumerate(now):
        room.put(g, w)
    order = sorted(range(len(now)), key=lambda g: (given.yen[g][0] - given.yen[g][-1], g))
    moved = True
    while moved:
        moved = False
        for g in order:
            room.put(g, now[g], sign=-1)
            wave = next(w for w in given.open_waves[g] if w >= now[g] or room.takes(g, w))
            moved = moved or wave < now[g]
            now[g] = wave
            room.put(g, wave)
    return tuple(now)
