"""Demands gathered at their common ends, so that there are few commodities."""

from consolidation.redesign.designing.problem import Direction


class Wanted:
    """The demands of a commodity: pair number and node; ``forward``: it starts at its source."""

    def __init__(self, pairs: list[tuple[int, int]], *, forward: bool) -> None:
        self.pairs = pairs
        self.forward = forward


def commodities(
    pairs: tuple[tuple[int, int], ...], direction: Direction
) -> list[tuple[int, Wanted]]:
    """Return nodes and the demands gathered at each, so that there are few of them.

    Demands from one node go together, and demands to one node; an undirected demand may start at
    either end. The node that gathers most comes first.
    """
    undirected = direction is Direction.UNDIRECTED
    left = dict(enumerate(pairs))
    gathered = []
    while left:
        stars: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        for number, (a, b) in left.items():
            stars.setdefault((a, True), []).append((number, b))
            stars.setdefault((b, undirected), []).append((number, a))
        (node, forward), own = min(stars.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        gathered.append((node, Wanted(own, forward=forward)))
        for number, _ in own:
            del left[number]
    return gathered
