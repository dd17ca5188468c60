"""How a way in is mended, in words: what to change at the step that is at fault."""

from consolidation.inventory.tables.kinds import ControlKind, DeviceKind
from consolidation.inventory.tables.network import Segment
from consolidation.network.attributes import Layer
from consolidation.network.groups import guards
from consolidation.network.names import parts
from consolidation.network.vrf import shared_targets
from consolidation.network.words import device_text, segment_text, server_text
from consolidation.policy.case import Case
from consolidation.policy.phrases import count
from consolidation.policy.ways.faults import hands_out, segment_at
from consolidation.policy.ways.ways_in import WayIn
from consolidation.text import Text


def fix(case: Case, way_in: WayIn) -> Text:
    """Say what to change at the step at fault, and call what it is made to by what it is."""
    here, there = way_in.way[way_in.step - 1 : way_in.step + 1]
    table, row = way_in.row
    if table == "controls":
        return _control(case, row, case.k - way_in.num_controls)
    if case.states[there].layer is Layer.HELD:
        return _held(case, there)
    if table == "servers":
        return _server(case, row, air=case.states[here].layer is Layer.AIR)
    if table == "links":
        return _link(case, row, there)
    one, other = segment_at(case, here), segment_at(case, there)
    if one is not None and other is not None and one.id != other.id:
        joined = _joined(one, other)
        if joined is not None:
            return joined
    if table == "segments":
        what = segment_text(case.estate.segment[row])
        return Text(
            f"{what.ja}を住民情報系のセグメントから分けるか、無線と分ける",
            f"part {what.en} from resident segments, or from wireless",
        )
    if parts(there)[0] == "ports":
        return _ports(case, row)
    name = device_text(case.estate.device[row])
    return Text(
        f"{name.ja}から住民情報系のセグメントを外すか、無線と分ける",
        f"take resident segments off {name.en}, or part it from wireless",
    )


def _control(case: Case, row: str, missing: int) -> Text:
    control = case.estate.control[row]
    if control.kind is ControlKind.NONE:
        return Text(
            f"{row}の中継をやめるか、そこに制御を{missing}個置く",
            f"remove the joint {row}, or put {count(missing, 'control')} in its place",
        )
    if not guards(control):
        return Text(
            f"{row}が全ての通信を許さないよう、必要な通信だけに絞る",
            f"narrow {row} to the flows that are needed, so that it is no longer any to any",
        )
    return Text(
        f"この経路に、{row}とは別の制御を{missing}個加える",
        f"add {count(missing, 'control')} besides {row} on this way",
    )


def _held(case: Case, node: str) -> Text:
    state = case.states[node]
    name = Text(f"仮想化基盤{state.row}", f"platform {state.row}")
    if state.table == "devices":
        name = device_text(case.estate.device[state.row])
    return Text(
        f"{name.ja}の管理を、無線から届かない管理用セグメントに移すか、その手前に制御を置く",
        f"move the management of {name.en} to a segment that wireless does not get to, or put a "
        "control before it",
    )


def _server(case: Case, row: str, *, air: bool) -> Text:
    name = server_text(case.estate.server[row])
    if air:
        return Text(
            f"{name.ja}から無線アダプタを外す", f"take the wireless adapter out of {name.en}"
        )
    return Text(
        f"{name.ja}の接続先を1つの情報系に限る",
        f"leave {name.en} with interfaces in one zone only",
    )


def _link(case: Case, row: str, there: str) -> Text:
    if parts(there)[0] == "native":
        return Text(
            f"回線{row}の両端のネイティブVLANをそろえる",
            f"make the native VLANs of link {row} the same at both ends",
        )
    what = segment_at(case, there)
    if what is None or case.states[there].zone in case.edition.protected:
        return Text(
            f"回線{row}から住民情報系のセグメントを外す", f"take resident segments off link {row}"
        )
    name = segment_text(what)
    return Text(f"回線{row}から{name.ja}を外す", f"take {name.en} off link {row}")


def _joined(one: Segment, other: Segment) -> Text | None:
    """Say how to undo what leads from a segment to another one: 802.1X, a ring, a route target."""
    a, b = segment_text(one), segment_text(other)
    if hands_out(one, other):
        return Text(
            f"802.1Xが{a.ja}の端末に割り当てるVLANから{b.ja}を外す",
            f"take {b.en} out of what 802.1X may hand clients of {a.en}",
        )
    if other.id in one.joined_with or one.id in other.joined_with:
        return Text(
            f"{a.ja}と{b.ja}を1つの網にしているリング、スタックまたは回線サービスで両者を分ける",
            f"keep {a.en} and {b.en} apart in the ring, stack or carrier's service that makes one "
            "network of them",
        )
    if shared_targets(one, other):
        return Text(
            f"{a.ja}が{b.ja}の経路を取り込まないよう、ルートターゲットを改める",
            f"change the route targets so that {a.en} does not import the routes of {b.en}",
        )
    return None


def _ports(case: Case, row: str) -> Text:
    device = case.estate.device[row]
    name = device_text(device)
    if device.kind is DeviceKind.HUB:
        return Text(
            f"{name.ja}をVLANを隔てるスイッチに替えるか、一方の回線を外す",
            f"replace {name.en} by a switch that keeps VLANs apart, or unplug one of its links",
        )
    return Text(
        f"{name.ja}の接続先を1つの情報系に限る",
        f"leave {name.en} with interfaces in one zone only",
    )
