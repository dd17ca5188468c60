"""What each change of a repair is called, in words for the person who makes it."""

from collections.abc import Iterator, Sequence

from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network.joint_words import element_text
from consolidation.network.vrf import shared_targets
from consolidation.network.words import device_text, link_text, segment_text, server_text
from consolidation.policy.phrases import listed
from consolidation.text import Text


def off_link(link: Link, segment: Segment, written: tuple[str, ...]) -> Text:
    """Say that a segment is taken off a link, and what its list then is if it was open."""
    name, what = link_text(link), segment_text(segment)
    ja, en = f"{name.ja}から{what.ja}を外す", f"take {what.en} off {name.en}"
    if link.segments and ALL_SEGMENTS not in link.segments:
        return Text(ja, en)
    left = listed([s for s in written if s != segment.id], most=12)
    return Text(f"{ja}（通すのは{left.ja}だけとする）", f"{en} (let it carry {left.en} only)")


def off_device(device: Device, segment: Segment) -> Text:
    """Say that a segment is taken off a device and its ports."""
    name, what = device_text(device), segment_text(segment)
    return Text(
        f"{name.ja}とその全ポートから{what.ja}を外す",
        f"take {what.en} off {name.en} and all its ports",
    )


def unplug(server: Server, segment: Segment) -> Text:
    """Say that a server's interface in a segment is taken away."""
    name, what = server_text(server), segment_text(segment)
    return Text(f"{name.ja}の{what.ja}への接続を外す", f"unplug {name.en} from {what.en}")


def no_radio(name: Text, radio: tuple[str, ...]) -> Text:
    """Say that the radio on board of a device or server is taken out."""
    what = listed(radio)
    return Text(f"{name.ja}の無線機能（{what.ja}）を外す", f"take the {what.en} out of {name.en}")


def drop_link(link: Link) -> Text:
    """Say that a link is taken away."""
    name = link_text(link)
    return Text(f"{name.ja}を撤去する", f"take {name.en} away")


def drop_device(device: Device) -> Text:
    """Say that a device is taken away with its links."""
    name = device_text(device)
    return Text(f"{name.ja}をその回線とともに撤去する", f"take {name.en} away with its links")


def drop_joint(control: Control, a: Segment, b: Segment) -> Text:
    """Say that a joint between two segments is deleted."""
    one, other = segment_text(a), segment_text(b)
    return Text(
        f"機器{control.device}での{one.ja}と{other.ja}の中継{control.id}をやめる",
        f"delete the joint {control.id} of {one.en} and {other.en} on device {control.device}",
    )


def no_manager(row: Device | Platform, manager: str) -> Text:
    """Say that a manager loses its access."""
    name = element_text(row)
    return Text(
        f"{manager}から{name.ja}の設定を変えられないようにする",
        f"take the access to {name.en} away from {manager}",
    )


def no_management(row: Device | Platform, segment: Segment) -> Text:
    """Say that a management address is taken off a segment."""
    name, what = element_text(row), segment_text(segment)
    return Text(
        f"{name.ja}の管理用アドレスを{what.ja}から外す（手元の端子で管理する）",
        f"take the management address of {name.en} off {what.en} (manage it at its console)",
    )


def part(a: Segment, b: Segment) -> Text:
    """Say that what the rows of two segments say joins them is undone."""
    unique = list(dict.fromkeys((*_parted(a, b), *_parted(b, a))))
    return Text("。".join(t.ja for t in unique), "; ".join(t.en for t in unique))


def _parted(a: Segment, b: Segment) -> Iterator[Text]:
    one, other = segment_text(a), segment_text(b)
    if a.bridges_to == b.id:
        yield Text(
            f"{one.ja}の端末を{other.ja}に収容しない", f"let {one.en} lead to {other.en} no more"
        )
    if b.id in a.may_bridge_to:
        yield Text(
            f"802.1Xが{one.ja}の端末に割り当てうるVLANから{other.ja}を除く",
            f"take {other.en} out of what 802.1X may hand the clients of {one.en}",
        )
    if a.vrf == b.id:
        yield Text(f"{one.ja}を{other.ja}から外す", f"take {one.en} out of {other.en}")
    if shared_targets(a, b):
        yield Text(
            f"{one.ja}が{other.ja}の経路を受け入れないようにする",
            f"stop {one.en} importing the routes of {other.en}",
        )
    if b.id in a.joined_with or a.id in b.joined_with:
        first, second = sorted((one, other), key=lambda text: text.en)
        yield Text(
            f"{first.ja}と{second.ja}の結合（リング、スタック、事業者の網）を解く",
            f"part {first.en} and {second.en}, which a ring, a stack or a carrier makes one",
        )


def one_native(link: Link) -> Text:
    """Say that the native VLANs of a link's two ends are made the same."""
    name = link_text(link)
    return Text(
        f"{name.ja}の両端のネイティブVLANを、使っていない同じVLANにそろえる",
        f"give {name.en} one and the same unused native VLAN at both ends",
    )


def wire(link: Link) -> Text:
    """Say that a radio link is replaced by fibre."""
    name = link_text(link)
    return Text(f"{name.ja}を光ファイバに替える", f"replace {name.en} by fibre")


def narrow(control: Control, *, counted: bool) -> Text:
    """Say that an any-to-any rule is narrowed, or that a firewall is given rules for a joint."""
    if not counted:
        return Text(
            f"ファイアウォール{control.device}で中継{control.id}に規則を設け、必要な通信だけを許可する",
            f"give firewall {control.device} rules for the joint {control.id} that let only needed "
            "flows pass",
        )
    return Text(
        f"{control.id}の全許可をやめ、必要な通信だけを許可する",
        f"narrow the any-to-any rule of {control.id} to the flows that are needed",
    )


def guard(control: Control) -> Text:
    """Say that an unguarded joint becomes a firewall where it is."""
    return Text(
        f"機器{control.device}の中継{control.id}をファイアウォールに替える",
        f"put a firewall in place of the joint {control.id} on device {control.device}",
    )


def buy(
    control: Control, a: Segment, b: Segment, number: int, *, stays: bool, beside: Sequence[str]
) -> Text:
    """Say that a firewall with a box of its own is bought, in place of a joint or besides it."""
    one, other = segment_text(a), segment_text(b)
    if number == 1 and not stays:
        return Text(
            f"中継{control.id}に代えて、専用の装置のファイアウォールを{one.ja}と{other.ja}の間に置く",
            f"buy a firewall with a box of its own and put it in place of the joint {control.id} "
            f"between {one.en} and {other.en}",
        )
    rules = Text("", "")
    if number == 1 and beside:
        rules = Text(
            f"（{listed(beside).ja}からも、{control.id}の規則を通らずには届かないようにする）",
            f" (let nothing reach it but past the rules of {control.id}, not from "
            f"{listed(beside).en} either)",
        )
    nth = "" if number == (1 if stays else 2) else f" ({number})"
    return Text(
        f"{control.id}とは別の装置・別の管理者のファイアウォールを、{one.ja}と{other.ja}の間に"
        f"直列に加える{nth}{rules.ja}",
        f"buy a firewall with a box and an administrator of its own and put it in series with "
        f"{control.id}, between {one.en} and {other.en}{nth}{rules.en}",
    )
