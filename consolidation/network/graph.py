"""The layered state graph of an estate: where one gets from where, past which controls.

A state is a place that traffic, or somebody who misuses it, can be in: the bridge domain of a
segment on a device, a segment on a link, a server. An edge of relation ``way`` leads from one
state to the next and weighs 1 where a control guards it, else 0; air states are the sources.
Sites, devices, platforms and hosts hold their parts by edges of relation ``part``, on which
nothing travels.

Parallel links stay apart, because each segment on each link is a state of its own. The same
estate gives the same graph whatever the order of its rows.
"""

import hashlib
import json
from collections.abc import Sequence

from consolidation.inventory.estate import Estate
from consolidation.network.airs import add_air
from consolidation.network.attachment import add_controls, add_servers
from consolidation.network.attributes import (
    StateGraph,
    written,
)
from consolidation.network.domains import add_domains, add_wires
from consolidation.network.draft import Draft
from consolidation.network.handover import add_handovers
from consolidation.network.management import add_management
from consolidation.network.overlays import add_overlays
from consolidation.network.routing import add_assumed_routing
from consolidation.network.structure import add_lines, add_structure
from consolidation.network.unwired import add_unwired
from consolidation.network.vrf import add_segment_joints
from consolidation.uncollected import uncollected

PARTS = (
    add_structure,
    add_domains,
    add_assumed_routing,
    add_wires,
    add_controls,
    add_servers,
    add_handovers,
    add_air,
    add_segment_joints,
    add_unwired,
    add_overlays,
    add_management,
    add_lines,
)
"""What a graph is made of, in an order in which each finds the states it joins."""


def build_graph(estate: Estate) -> StateGraph:
    """Return the layered state graph of an estate.

    Linear in (devices and links) times the segments on each, plus servers, controls and what
    rides on what.
    """
    with uncollected():
        draft = Draft(estate)
        for add in PARTS:
            add(draft)
    return draft.graph


def graph_hash(graph: StateGraph) -> str:
    """Return the SHA-256 of a graph's states and edges, without their words.

    Independent of the order in which they were added.
    """
    digest = hashlib.sha256()
    for fields in written(graph):
        digest.update(_told(fields))
    return digest.hexdigest()


def _told(fields: Sequence[str]) -> bytes:
    """Return fields in a form that no others have: apart by a NUL, quoted if one holds it."""
    text = "\0".join(fields)
    if text.count("\0") >= len(fields) > 0:
        text = json.dumps(fields)
    return f"{text}\0\0".encode("utf-8", "surrogatepass")
