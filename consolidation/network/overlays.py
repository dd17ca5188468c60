"""Links that ride on other links: tunnels and wavelengths, and what they share with these."""

from collections.abc import Iterator, Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, Medium
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link, Segment
from consolidation.network import joint_words, names
from consolidation.network.attributes import Said
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
    first = link.rides_on or _carrying(estate, link)
    found, waiting = set(first), list(first)
    while waiting:
        new = set(estate.link[waiting.pop()].rides_on) - found
        found |= new
        waiting += new
    return found - {link.id}


def _carrying(estate: Estate, link: Link) -> tuple[str, ...]:
    """Return the links that a tunnel may take, where rows name only its outer segment."""
    if link.medium is not Medium.TUNNEL or link.rides_in is None:
        return ()
    outer = {link.rides_in, ALL_SEGMENTS}
    return tuple(u.id for u in estate.links if u.id != link.id and outer & set(u.segments))


def add_overlays(draft: Draft) -> None:
    """Let what gets at a link into each link that rides on it. Encryption keeps nobody out.

    The air of a radio link gives onto all that rides on it. Whoever is in the segment that a
    tunnel's outer packets travel in can get into the tunnel, from every link that carries it.
    Where no row names that segment, any segment of a link below may be it: unknown. Wavelengths
    on a fibre are apart from each other, so there only what the row names counts.
    """
    for identity, below in rides(draft.estate).items():
        link = draft.estate.link[identity]
        for under in below:
            _join(draft, link, draft.estate.link[under])


def _join(draft: Draft, link: Link, under: Link) -> None:
    row = ("links", link.id)
    outer = list(_outer(draft, link, under))
    for inside in _inside(draft, link):
        if is_radio(under):
            said = Said(joint_words.rides_on_radio, (link, under))
            draft.way(names.air("links", under.id), inside, row, said)
        for place, segment, certainty in outer:
            said = Said(joint_words.rides_in, (link, under, segment, certainty))
            draft.way(place, inside, row, said, certainty)


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
    untagged = [(s, names.native(under.id)) for s in crossing(under) or ()]
    for segment, place in (*tagged, *untagged):
        if link.rides_in in (None, segment):
            yield place, draft.estate.segment[segment], certainty
