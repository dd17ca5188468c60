"""Links that ride on other links: tunnels and wavelengths, and what they share with these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, Medium, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link, Segment
from consolidation.network import joint_words, names
from consolidation.network.attributes import Layer, Said, State, edge_of, worst
from consolidation.network.draft import Draft
from consolidation.network.native import crossing
from consolidation.network.wireless import is_radio


def rides(estate: Estate) -> Mapping[str, tuple[str, ...]]:
    """Return for each link the links it rides on, and those that these ride on, in order of id.

    A tunnel of which only the outer segment is named rides on every link that lists it. Empty for
    a link that rides on none. Links that ride on each other in a circle are taken as
    the rows say; none is counted among its own.

    >>> from consolidation.inventory.tables.kinds import Medium
    >>> def link(name, *on):
    ...     return Link(id=name, a_device="A", b_device="B", medium=Medium.TUNNEL, rides_on=on)
    >>> rides(Estate(name="x", links=(link("T", "U"), link("U", "R"), link("R"))))
    {'R': (), 'T': ('R', 'U'), 'U': ('R',)}
    """
    return {link.id: tuple(sorted(_below(estate, link))) for link in estate.links}


def _below(estate: Estate, link: Link) -> set[str]:
    found: set[str] = set()
    waiting = [link]
    while waiting:
        new = set(_stated(estate, waiting.pop())) - found
        found |= new
        waiting += (estate.link[u] for u in new)
    return found - {link.id}


def _stated(estate: Estate, link: Link) -> tuple[str, ...]:
    """Return what rows say a link rides on: by name, else by the segment of its outer packets."""
    if link.rides_on or link.medium is not Medium.TUNNEL or link.rides_in is None:
        return link.rides_on
    outer = {link.rides_in, ALL_SEGMENTS}
    return tuple(u.id for u in estate.links if u.id != link.id and outer & set(u.segments))


def may_ride(estate: Estate) -> Mapping[str, tuple[str, ...]]:
    """Return for each link those it may ride on besides, because some row leaves it open.

    A tunnel of which rows name neither lines nor a segment that some line lists may take any link
    that is not itself a tunnel. One of which they name the segment alone may take any such link
    whose list is not known. So may what rides on such tunnels.

    >>> from consolidation.inventory.tables.kinds import Medium
    >>> def link(name, medium, *on):
    ...     return Link(id=name, a_device="A", b_device="B", medium=medium, rides_on=on)
    >>> links = (link("R", Medium.RADIO), link("T", Medium.TUNNEL), link("U", Medium.TUNNEL, "T"))
    >>> may_ride(Estate(name="x", links=links))
    {'R': (), 'T': ('R',), 'U': ('R',)}
    """
    below = rides(estate)
    lines = [link for link in estate.links if link.medium is not Medium.TUNNEL]
    left_open = {link.id: _left_open(link, below[link.id], lines) for link in estate.links}
    found: dict[str, tuple[str, ...]] = {}
    for identity, on in below.items():
        may = set().union(*(left_open[link] for link in (identity, *on)))
        found[identity] = tuple(sorted(may.difference((identity, *on))))
    return found


def _left_open(link: Link, below: Sequence[str], lines: Iterable[Link]) -> frozenset[str]:
    """Return the lines that a tunnel's own row leaves open."""
    if link.medium is not Medium.TUNNEL or set(link.rides_on) - {link.id}:
        return frozenset()
    not_listed = frozenset(line.id for line in lines if not line.segments)
    if link.rides_in is not None and (below or not_listed):
        return not_listed
    return frozenset(line.id for line in lines)


def add_overlays(draft: Draft) -> None:
    """Let what gets at a link into each link that rides on it. Encryption keeps nobody out.

    The air of a radio link gives onto all that rides on it. Whoever is in the segment that a
    tunnel's outer packets travel in can get into the tunnel, from every link that carries it.
    Where no row names that segment, any segment of a link below may be it: unknown. Wavelengths
    on a fibre are apart from each other, so there only what the row names counts. A tunnel of
    which no row says on what it rides may be on any line: unknown.
    """
    for identity, below in rides(draft.estate).items():
        link = draft.estate.link[identity]
        for under in below:
            _join(draft, link, draft.estate.link[under])
        if link.rides_in is not None:
            _join_segment(draft, link, draft.estate.segment[link.rides_in])
    may = {identity: on for identity, on in may_ride(draft.estate).items() if on}
    for identity, below in may.items():
        link = draft.estate.link[identity]
        if link.medium is Medium.TUNNEL and link.rides_in is None:
            _join_underlay(draft, link)
            continue
        for under in below:
            _join(draft, link, draft.estate.link[under], Certainty.UNKNOWN)


def _join_segment(draft: Draft, link: Link, outer: Segment) -> None:
    """Let whoever is in a tunnel's outer segment, on any device, and its air, into the tunnel."""
    row = ("links", link.id)
    for holder in draft.holders.get(outer.id, ()):
        device = draft.estate.device[holder]
        place = draft.domain[holder][outer.id]
        gets_at = Said(joint_words.rides_in_segment, (link, outer, device))
        on_air = Said(joint_words.rides_on_ssid, (link, outer, device))
        airs = [a for a in draft.airs_of(holder) if draft.graph.has_edge(a, place)]
        for inside in _inside(draft, link):
            draft.way(place, inside, row, gets_at)
            for air in airs if outer.kind is SegmentKind.SSID else ():
                sure = edge_of(draft.graph, air, place).certainty
                draft.way(air, inside, row, on_air, sure)


def _join(draft: Draft, link: Link, under: Link, sure: Certainty = Certainty.KNOWN) -> None:
    row = ("links", link.id)
    outer = list(_outer(draft, link, under))
    for inside in _inside(draft, link):
        if is_radio(under):
            said = Said(joint_words.rides_on_radio, (link, under))
            draft.way(names.air("links", under.id), inside, row, said, sure)
        for place, segment, certainty in outer:
            said = Said(joint_words.rides_in, (link, under, segment, certainty))
            draft.way(place, inside, row, said, worst(certainty, sure))


def _join_underlay(draft: Draft, tunnel: Link) -> None:
    """Let what gets at any line into a tunnel that may ride on it, past one state for all."""
    if names.UNDERLAY not in draft.graph:
        _add_underlay(draft)
    said = Said(joint_words.rides_anywhere, (tunnel,))
    for inside in _inside(draft, tunnel):
        draft.way(names.UNDERLAY, inside, ("links", tunnel.id), said, Certainty.UNKNOWN)


def _add_underlay(draft: Draft) -> None:
    """Add the state of whatever line such tunnels ride on, with every line that leads to it."""
    said, row = Said(joint_words.on_any_line, ()), ("links", ALL_SEGMENTS)
    node = draft.state(names.UNDERLAY, State(Layer.UNDERLAY, *row, said=said))
    for link in draft.estate.links:
        if link.medium is not Medium.TUNNEL:
            air = [names.air("links", link.id)] if is_radio(link) else []
            carries = Said(joint_words.may_carry_tunnels, (link,))
            for place in (*_inside(draft, link), *air):
                draft.way(place, node, ("links", link.id), carries)


def _inside(draft: Draft, link: Link) -> list[str]:
    """Return the states of a link: its segments, and what crosses it untagged."""
    found = [names.wire(link.id, segment) for segment in draft.carriage.carried[link.id]]
    native = names.native(link.id)
    return [*found, native] if native in draft.graph else found


def _outer(draft: Draft, link: Link, under: Link) -> Iterator[tuple[str, Segment, Certainty]]:
    """Give the states of a link below in which what rides on it may travel, tagged or not."""
    certainty = Certainty.KNOWN if link.rides_in is not None else Certainty.UNKNOWN
    if link.rides_in is None and link.medium is not Medium.TUNNEL:
        return
    tagged = [(s, names.wire(under.id, s)) for s in draft.carriage.carried[under.id]]
    untagged = [(s, names.native(under.id)) for s in _natives(under)]
    for segment, place in (*tagged, *untagged):
        if link.rides_in in (None, segment):
            yield place, draft.estate.segment[segment], certainty


def _natives(link: Link) -> tuple[str, ...]:
    natives = crossing(link)
    return () if natives is None else natives.segments
