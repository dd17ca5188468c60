"""How many controls stand in the way: distances by relaxation, losses by trying every subset."""

from collections.abc import Callable, Collection
from functools import cached_property
from itertools import combinations

from consolidation.inventory.tables.kinds import RadioFamily
from tests.policy.oracle.rows import account_name, guards
from tests.policy.oracle.world import State, World, targets

FAR = 99


class Reach:
    """The steps of a world that are left once some states are gone."""

    def __init__(
        self,
        world: World,
        media: Collection[RadioFamily],
        gone: Callable[[State], bool] = lambda _: False,
    ) -> None:
        estate = world.estate
        self.air = {a for a in world.airs if a[3] in media and not gone(a)}
        self.targets = {t for t in targets(world) if not gone(t)}
        self.free: dict[State, list[State]] = {}
        self.gated: dict[State, list[tuple[State, str]]] = {}
        away = {s for a, b, _ in world.steps for s in (a, b) if gone(s)}
        for a, b, control in world.steps:
            if a in away or b in away:
                continue
            if control is None:
                self.free.setdefault(a, []).append(b)
            else:
                self.gated.setdefault(a, []).append((b, control))
        self.groups: dict[str, frozenset[str]] = {}
        # Whoever administers a control that names nobody may be any of these.
        anybody = {""} | {account_name(c) for c in estate.controls if guards(c)}
        for c in estate.controls:
            platform = estate.device[c.device].platform
            names = {f"device/{c.device}"}
            who = account_name(c)
            if who or world.rows.bad:
                names |= {f"account/{x}" for x in ({who} if who else anybody)}
            names |= {f"platform/{platform}"} if platform else set()
            self.groups[c.id] = frozenset(names)

    def open_to(self, lost: Collection[str]) -> bool:
        """Whether wireless gets to a target once some groups of controls are lost."""
        away = set(lost)
        seen = set(self.air)
        stack = list(seen)
        while stack:
            state = stack.pop()
            onward = list(self.free.get(state, ()))
            onward += [b for b, c in self.gated.get(state, ()) if away & self.groups[c]]
            for other in onward:
                if other not in seen:
                    if other in self.targets:
                        return True
                    seen.add(other)
                    stack.append(other)
        return not seen.isdisjoint(self.targets)

    @cached_property
    def plain(self) -> int | None:
        """Fewest controls on any way to a target, each counted; ``None``: there is no way."""
        found = dict.fromkeys(self.air, 0)
        changed = True
        while changed:
            changed = False
            for a, far in list(found.items()):
                for b in self.free.get(a, ()):
                    if far < found.get(b, FAR):
                        found[b], changed = far, True
                for b, _ in self.gated.get(a, ()):
                    if far + 1 < found.get(b, FAR):
                        found[b], changed = far + 1, True
        return min((found[t] for t in self.targets if t in found), default=None)

    @cached_property
    def independent(self) -> int | None:
        """Fewest groups whose loss opens some way; ``None``: there is no way at all."""
        if self.plain is None:
            return None
        used = {c for steps in self.gated.values() for _, c in steps}
        names = sorted({g for c in used for g in self.groups[c]})
        for number in range(self.plain):
            if any(self.open_to(lost) for lost in combinations(names, number)):
                return number
        return self.plain
