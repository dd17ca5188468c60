"""Untagged frames on a link whose two ends disagree about the native VLAN (IEEE 802.1Q).

A frame of one end's native VLAN leaves without a tag, and the other end takes it for one of its
own native VLAN: the two VLANs are joined, although no list of the link says so.
"""

from consolidation.inventory.tables.network import ALL_SEGMENTS, Link


def crossing(link: Link) -> tuple[str, str] | None:
    """Return the native segments of ends A and B that a link joins untagged, or ``None``.

    It joins none where one is not on record, where both are the same, and where an end's own
    native segment is not in the link's list: that end drops what comes untagged.

    >>> from consolidation.inventory.tables.kinds import Medium
    >>> link = Link(id="L", a_device="A", b_device="B", medium=Medium.COPPER,
    ...             segments=("*",), a_native="V20", b_native="V110")
    >>> crossing(link)
    ('V20', 'V110')
    """
    a, b = link.a_native, link.b_native
    if a is None or b is None or a == b:
        return None
    listed = link.segments
    if listed and ALL_SEGMENTS not in listed and not (a in listed and b in listed):
        return None
    return a, b
