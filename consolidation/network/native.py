"""Untagged frames on a link whose two ends disagree about the native VLAN (IEEE 802.1Q).

A frame of one end's native VLAN leaves without a tag, and the other end takes it for one of its
own native VLAN: the two VLANs are joined, although no list of the link says so.
"""

from typing import NamedTuple

from consolidation.inventory.tables.kinds import Certainty
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link


class Crossing(NamedTuple):
    """The native segments of ends A and B that a link joins, and how surely."""

    segments: tuple[str, str]
    certainty: Certainty


def crossing(link: Link) -> Crossing | None:
    """Return the native segments of ends A and B that a link joins untagged, or ``None``.

    It joins none where one is not on record, and where both are the same. Where one is not in the
    link's list it is unknown: some lists are of tagged VLANs only, and some switches drop what is
    not in theirs.

    >>> from consolidation.inventory.tables.kinds import Medium
    >>> link = Link(id="L", a_device="A", b_device="B", medium=Medium.COPPER,
    ...             segments=("*",), a_native="V20", b_native="V110")
    >>> crossing(link).segments
    ('V20', 'V110')
    """
    a, b = link.a_native, link.b_native
    if a is None or b is None or a == b:
        return None
    listed = link.segments
    left_out = listed and ALL_SEGMENTS not in listed and not (a in listed and b in listed)
    return Crossing((a, b), Certainty.UNKNOWN if left_out else link.certainty)
