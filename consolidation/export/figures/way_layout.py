"""Where the steps of a way stand: lanes by layer, columns by order, strips of some steps each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from consolidation.policy.model import Step
from consolidation.text import Text

PER_STRIP = 7
MOST_STRIPS = 6
NEAR = 2
"""Steps shown on either side of the guilty one, however long the way is."""


class Lane(StrEnum):
    """A band of the figure: the layers of the network that are read together."""

    AIR = "air"
    WIRE = "wire"
    DOMAIN = "domain"
    CONTROL = "control"
    HELD = "held"
    SERVER = "server"
    OTHER = "other"


LANES: tuple[tuple[Lane, Text], ...] = (
    (Lane.AIR, Text("電波", "air")),
    (Lane.WIRE, Text("回線", "links")),
    (Lane.DOMAIN, Text("機器・VLAN", "devices, VLANs")),
    (Lane.CONTROL, Text("制御", "controls")),
    (Lane.HELD, Text("管理権限", "management")),
    (Lane.SERVER, Text("サーバ・基盤", "servers, hosts")),
    (Lane.OTHER, Text("その他", "others")),
)
"""Every lane from top to bottom, with its name."""
_LANE_OF = {
    "air": Lane.AIR,
    "wire": Lane.WIRE,
    "native": Lane.WIRE,
    "line": Lane.WIRE,
    "duct": Lane.WIRE,
    "entry": Lane.WIRE,
    "carrier": Lane.WIRE,
    "domain": Lane.DOMAIN,
    "ports": Lane.DOMAIN,
    "segment": Lane.DOMAIN,
    "routing": Lane.DOMAIN,
    "device": Lane.DOMAIN,
    "port": Lane.DOMAIN,
    "building": Lane.DOMAIN,
    "site": Lane.DOMAIN,
    "control": Lane.CONTROL,
    "held": Lane.HELD,
    "server": Lane.SERVER,
    "host": Lane.SERVER,
    "platform": Lane.SERVER,
    "store": Lane.SERVER,
    "system": Lane.SERVER,
}
"""Lanes by how the names of states begin (`network.names`)."""
_TABLE_FIRST = (Lane.AIR, Lane.HELD)
"""Lanes whose states name a table before the row."""


@dataclass(frozen=True, slots=True)
class Place:
    """One step on the figure: its number from 1, its lane, and what to write in its box."""

    number: int
    lane: Lane
    table: str
    row: str
    detail: str
    """What the state's name says besides the row, such as the VLAN of a domain."""
    control: str | None


@dataclass(frozen=True, slots=True)
class Strip:
    """Some steps side by side, the lanes they take, and how many steps are left out before."""

    places: tuple[Place, ...]
    lanes: tuple[Lane, ...]
    left_out: int


def lane_of(node: str) -> Lane:
    """Return the lane of a state by its name.

    >>> lane_of("wire/L-7/V-20").value, lane_of("radio").value
    ('wire', 'other')
    """
    return _LANE_OF.get(node.partition("/")[0], Lane.OTHER)


def strips(steps: Sequence[Step], guilty: int | None) -> tuple[Strip, ...]:
    """Return the way as strips from top to bottom; of an endless one the middle is left out."""
    found: list[Strip] = []
    for run in _runs(len(steps), guilty):
        left_out = run[0] - (found[-1].places[-1].number if found else 0)
        for first in range(0, len(run), PER_STRIP):
            places = tuple(_place(i + 1, steps[i]) for i in run[first : first + PER_STRIP])
            taken = {place.lane for place in places}
            lanes = tuple(lane for lane, _ in LANES if lane in taken)
            found.append(Strip(places, lanes, 0 if first else left_out))
    return tuple(found)


def _runs(num: int, guilty: int | None) -> list[list[int]]:
    """Return the indices to show, as runs without a gap: all, or the ends and what is guilty."""
    most = PER_STRIP * MOST_STRIPS
    if num <= most:
        return [list(range(num))] if num else []
    end = 2 * PER_STRIP
    shown = {*range(end), *range(num - end, num)}
    if guilty is not None:
        shown |= {i for i in range(guilty - NEAR, guilty + NEAR + 1) if 0 <= i < num}
    runs: list[list[int]] = []
    for i in sorted(shown):
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _place(number: int, step: Step) -> Place:
    lane = lane_of(step.node)
    parts = [unquote(part) for part in step.node.split("/")[1:]]
    if lane in _TABLE_FIRST:
        parts = parts[1:]
    detail = " ".join(part for part in parts if part not in {step.row, step.control})
    if step.control is not None and step.control != step.row:
        detail = step.control
    return Place(number, lane, step.table, step.row, detail, step.control)
