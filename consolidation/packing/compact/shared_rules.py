"""Rules that guests of one host share, each as one counted limit.

Keep-apart rules, limits of guests per host and levels of surcharges all say: of some guests at
most so many stand on a host (where some others stand). Each is one `SharedRule`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consolidation.packing.compact.bundles import Bundle
from consolidation.packing.compact.settings import Setting
from consolidation.packing.model import Apart, Surcharge

FREE = 2**31
"""A limit that never binds."""


@dataclass(frozen=True, slots=True)
class SharedRule:
    """At most ``most[setting]`` guests that count stand on a host that it binds."""

    name: str
    label: str | None
    """Guests that count carry it; ``None`` counts all guests."""
    beside: str | None
    """It binds hosts with a guest that carries this; ``None`` binds all hosts."""
    most: tuple[int, ...]

    def allows(self, bound: "Bound", setting: int) -> bool:
        """Tell whether one bundle alone keeps the rule."""
        binds = self.beside is None or bound.beside > 0
        return not binds or bound.counts <= self.most[setting]


@dataclass(frozen=True, slots=True)
class Bound:
    """How a bundle counts in one rule."""

    rule: int
    counts: int
    """Guests that count against the limit."""
    beside: int
    """Guests that make the rule bind."""


def shared_rules(
    rules: Sequence[Apart],
    surcharges: Sequence[Surcharge],
    settings: Sequence[Setting],
    bundles: Sequence[Bundle],
) -> tuple[SharedRule, ...]:
    """Return the rules that can bind in a compartment."""
    carried = {label for bundle in bundles for label, _ in bundle.labels}
    found = [
        *_apart(rules, settings, carried),
        *_levels(surcharges, settings, carried),
        *_guests(settings),
    ]
    return tuple(found)


def _apart(
    rules: Sequence[Apart], settings: Sequence[Setting], carried: set[str]
) -> Iterator[SharedRule]:
    for rule in sorted(set(rules), key=lambda r: (r.label, r.beside or "", r.most)):
        if rule.label in carried and (rule.beside is None or rule.beside in carried):
            most = (rule.most,) * len(settings)
            yield SharedRule("keep-apart", rule.label, rule.beside, most)


def _levels(
    surcharges: Sequence[Surcharge], settings: Sequence[Setting], carried: set[str]
) -> Iterator[SharedRule]:
    for place, surcharge in enumerate(surcharges):
        if surcharge.label in carried and any(s.levels[place] for s in settings):
            most = tuple(_allowed(s, place, surcharge) for s in settings)
            yield SharedRule("surcharge", surcharge.label, None, most)


def _allowed(setting: Setting, place: int, surcharge: Surcharge) -> int:
    level = setting.levels[place]
    if not dict(surcharge.yen).get(setting.option.id, 0):
        return FREE
    if not level:
        return 0
    return FREE if surcharge.per is None else level * surcharge.per


def _guests(settings: Sequence[Setting]) -> Iterator[SharedRule]:
    if any(s.option.most_guests is not None for s in settings):
        most = tuple(
            FREE if s.option.most_guests is None else s.option.most_guests for s in settings
        )
        yield SharedRule("guests-per-host", None, None, most)


class Counted:
    """Finds the rules that a bundle touches, by label."""

    def __init__(self, rules: Sequence[SharedRule]) -> None:
        self.counting: dict[str | None, list[int]] = defaultdict(list)
        self.binding: dict[str, list[int]] = defaultdict(list)
        for place, rule in enumerate(rules):
            self.counting[rule.label].append(place)
            if rule.beside is not None:
                self.binding[rule.beside].append(place)

    def bounds(self, bundle: Bundle) -> tuple[Bound, ...]:
        """Return how a bundle counts in each rule that it touches, in order of rule."""
        counts = dict.fromkeys(self.counting.get(None, ()), len(bundle.ids))
        beside: dict[int, int] = {}
        for label, num in bundle.labels:
            counts.update(dict.fromkeys(self.counting.get(label, ()), num))
            beside.update(dict.fromkeys(self.binding.get(label, ()), num))
        places = sorted({*counts, *beside})
        return tuple(Bound(p, counts.get(p, 0), beside.get(p, 0)) for p in places)
