"""Labels after a change against labels worked out from nothing, on random roads."""

import random

import pytest

from consolidation.policy.ways.relabel import Alteration, Labels
from consolidation.policy.ways.roads import Gate, Roads
from consolidation.policy.ways.spread import labels

SEEDS = 1500


def random_roads(dice: random.Random) -> Roads:
    size = dice.randint(2, 14)
    free: list[list[int]] = [[] for _ in range(size)]
    gated: dict[int, list[tuple[int, int]]] = {}
    for _ in range(dice.randint(1, 30)):
        origin, target = dice.randrange(size), dice.randrange(size)
        if dice.random() < 0.6:
            free[origin].append(target)
        else:
            gated.setdefault(origin, []).append((target, 0))
    return Roads([str(n) for n in range(size)], free, gated, (Gate("C", ("device/C",)),))


def some(dice: random.Random, states, share: float) -> set[int]:
    return {state for state in states if dice.random() < share}


def changed(roads: Roads, change: Alteration) -> Roads:
    """The roads with steps cut and added, by plain copying."""
    free = [[v for v in vs if (u, v) not in change.cut] for u, vs in enumerate(roads.free)]
    gated = {
        u: [step for step in roads.gated.get(u, []) if (u, step[0]) not in change.cut]
        for u in range(len(free))
    }
    for (u, v), guarded in change.added.items():
        if guarded:
            gated[u].append((v, 0))
        else:
            free[u].append(v)
    return Roads(roads.names, free, gated, roads.gates)


def nearest_from_nothing(roads, sources, targets, absent, change) -> int | None:
    away = (absent - set(change.come)) | set(change.gone)
    left = changed(roads, change).only(lambda name: int(name) not in away)
    found = labels(left, [source for source in sources if source not in away])
    near = [found[target] for target in targets if target not in away and found[target] >= 0]
    return min(near, default=None)


@pytest.mark.parametrize("start", range(0, SEEDS, 500))
def test_labels_after_a_change_are_those_worked_out_from_nothing(start: int):
    differs = 0
    for seed in range(start, start + 500):
        dice = random.Random(seed)
        roads = random_roads(dice)
        states = range(len(roads.names))
        sources, targets = some(dice, states, 0.2), some(dice, states, 0.3)
        absent = some(dice, states, 0.2)
        kept = Labels(roads, sources, targets, absent)
        steps = [(u, v) for u in states for v in roads.free[u]]
        steps += [(u, v) for u, out in roads.gated.items() for v, _ in out]
        for _ in range(4):
            cut = frozenset(some(dice, steps, 0.2)) if dice.random() < 0.5 else frozenset()
            new = {(dice.choice(states), dice.choice(states)): dice.random() < 0.5
                   for _ in range(dice.randint(0, 3))}  # fmt: skip
            change = Alteration(
                gone=some(dice, states, 0.15),
                come=some(dice, absent, 0.5),
                cut=cut,
                added={step: guarded for step, guarded in new.items() if step not in cut},
            )
            expected = nearest_from_nothing(roads, sources, targets, absent, change)
            assert kept.after(change).nearest == expected, seed
            differs += expected != kept.nearest
    assert differs > 100


def test_only_what_a_change_touches_is_labelled_anew():
    length = 1000
    roads = Roads([f"{n:04}" for n in range(length)], [[n + 1] for n in range(length - 1)] + [[]],
                  {}, ())  # fmt: skip
    kept = Labels(roads, [0], [length - 1])
    assert kept.after(Alteration(gone=[length - 2])).num_touched == 1
    assert kept.after(Alteration(cut=frozenset({(0, 1)}))).num_touched == length - 1
