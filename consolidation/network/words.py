"""What the states and edges of the layered graph mean, in words that name their rows.

Sentences about who takes over what, and about what rows join, are in `network.joint_words`.
"""

from collections.abc import Mapping

from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    RadioFamily,
    SegmentKind,
)
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network.carriage import END_HOSTS
from consolidation.network.groups import guards
from consolidation.text import Text


def segment_text(segment: Segment) -> Text:
    """Return how a segment is called: kind, number or name, and zone."""
    if segment.kind is SegmentKind.SSID:
        return Text(f"SSID「{segment.name}」", f"SSID `{segment.name}`")
    zone = segment.zone
    if segment.vlan_id is not None:
        return Text(
            f"VLAN {segment.vlan_id}（{segment.id}、{zone.ja}）",
            f"VLAN {segment.vlan_id} ({segment.id}, {zone.value})",
        )
    ja, en = _KINDS.get(segment.kind, (segment.kind.ja, segment.kind.value + " "))
    return Text(f"{ja}{segment.id}（{zone.ja}）", f"{en}{segment.id} ({zone.value})")


_KINDS = {
    SegmentKind.VLAN: ("VLAN ", "VLAN "),
    SegmentKind.VRF: ("VRF ", "VRF "),
    SegmentKind.VNI: ("VNI ", "VNI "),
    SegmentKind.CARRIER: ("通信事業者網", "carrier network "),
}


def device_text(device: Device) -> Text:
    """Return how a device is called: what it is and its id."""
    if device.kind is DeviceKind.UNKNOWN:
        return Text(f"種別不明の機器{device.id}", f"device of unknown kind {device.id}")
    if device.kind is DeviceKind.OTHER:
        return Text(f"機器{device.id}", f"device {device.id}")
    kind = device.kind.value.replace("-", " ").replace("lte", "LTE")
    return Text(f"{device.kind.ja}{device.id}", f"{kind} {device.id}")


def link_text(link: Link) -> Text:
    """Return how a link is called: medium, id, technology."""
    more_ja = f"、{link.technology}" if link.technology else ""
    more_en = f" ({link.technology})" if link.technology else ""
    return Text(
        f"回線{link.id}（{link.medium.ja}{more_ja}）",
        f"{link.medium.value} link {link.id}{more_en}",
    )


def server_text(server: Server) -> Text:
    """Return how a server is called."""
    return Text(f"サーバ{server.id}", f"server {server.id}")


def port_text(device: str, name: str) -> Text:
    """Return how a port of a device is called."""
    return Text(f"機器{device}のポート{name}", f"port {name} of {device}")


_FAMILIES: Mapping[RadioFamily, str] = {
    RadioFamily.WIFI: "wireless LAN",
    RadioFamily.PERSONAL: "short-range radio",
    RadioFamily.CELLULAR: "mobile phone network",
    RadioFamily.OTHER: "radio",
}


def family_text(family: RadioFamily) -> Text:
    """Return what a kind of wireless is called within a sentence."""
    return Text(family.ja, _FAMILIES[family])


def air_of_device(device: Device, family: RadioFamily) -> Text:
    """Say that somebody is within radio reach of a device, and by which kind of wireless."""
    name, kind = device_text(device), family_text(family)
    if device.kind is DeviceKind.UNKNOWN and family is RadioFamily.OTHER and not device.radio:
        return Text(
            f"{name.ja}が無線を備えるかもしれず、その電波が届く範囲にいる",
            f"within radio reach of {name.en}, which may be wireless",
        )
    return Text(
        f"{name.ja}の電波（{kind.ja}）が届く範囲にいる",
        f"within radio reach of {name.en} ({kind.en})",
    )


def air_of_link(link: Link) -> Text:
    """Say that somebody is within radio reach of a link."""
    name = link_text(link)
    return Text(f"{name.ja}の電波が届く範囲にいる", f"within radio reach of {name.en}")


def air_of_server(server: Server, family: RadioFamily) -> Text:
    """Say that somebody is within radio reach of a server, and by which kind of wireless."""
    kind = family_text(family)
    return Text(
        f"サーバ{server.id}の無線アダプタの電波（{kind.ja}）が届く範囲にいる",
        f"within radio reach of the wireless adapter of server {server.id} ({kind.en})",
    )


def own_adapter(server: Server, family: RadioFamily, ssid: Segment | None = None) -> Text:
    """Say that a server has a wireless adapter, in an SSID if that is known."""
    if ssid is None:
        kind = family_text(family)
        return Text(
            f"サーバ{server.id}には無線アダプタ（{kind.ja}）がある",
            f"server {server.id} has a wireless adapter ({kind.en})",
        )
    what = segment_text(ssid)
    return Text(
        f"サーバ{server.id}は無線アダプタで{what.ja}に接続している",
        f"server {server.id} is in {what.en} by a wireless adapter",
    )


def radiates_ssid(device: Device, ssid: Segment) -> Text:
    """Say that a device offers an SSID."""
    name, what = device_text(device), segment_text(ssid)
    return Text(f"{name.ja}が{what.ja}を出している", f"{name.en} offers {what.en}")


def hands_over(device: Device, ssid: Segment, out: Segment, over: Link | None = None) -> Text:
    """Say that a device hands the clients of an SSID to a segment, and on which port far off.

    ``over`` is the link that takes the segment on from the device, if one does.
    """
    name, what, exit_ = device_text(device), segment_text(ssid), segment_text(out)
    port = _far_port(device, over)
    at_ja, at_en = (f"（{port.ja}）", f" on {port.en}") if port else ("", "")
    if out.id in ssid.may_bridge_to and out.id != ssid.bridges_to:
        return Text(
            f"{name.ja}は802.1Xにより{what.ja}の端末を{exit_.ja}{at_ja}に収容しうる",
            f"{name.en} may hand {what.en} to {exit_.en}{at_en}, as 802.1X decides",
        )
    return Text(
        f"{name.ja}が{what.ja}の端末を{exit_.ja}{at_ja}に収容する",
        f"{name.en} hands {what.en} to {exit_.en}{at_en}",
    )


def _far_port(device: Device, link: Link | None) -> Text | None:
    """Return the port at the other end of a device's link, in words, if its row names it."""
    if link is None:
        return None
    far = (
        (link.b_device, link.b_port) if link.a_device == device.id else (link.a_device, link.a_port)
    )
    return None if far[1] is None else port_text(far[0], far[1])


def on_wireless_device(
    device: Device,
    segment: Segment,
    link: Link | None,
    ssid: Segment | None,
    out: Segment | None,
    over: Link | None,
) -> Text:
    """Say that a wireless device carries a segment besides what it hands its clients to.

    ``link`` brings the segment, if one does. ``ssid`` is what the device offers, if it offers
    any; its clients come out in ``out``, which the link ``over`` takes on.
    """
    name, what = device_text(device), segment_text(segment)
    trunk = link is not None and ALL_SEGMENTS in link.segments
    is_brought = link is not None and trunk and segment.id not in device.segments
    ja = f"（回線{link.id}は全VLANを通すトランク）" if link and is_brought else ""
    en = f" (link {link.id} is a trunk, all VLANs)" if link and is_brought else ""
    if ssid is None:
        may_ja, may_en = _wireless(device)
        return Text(
            f"{may_ja}{name.ja}に{what.ja}が通っている{ja}",
            f"{name.en} {may_en} and carries {what.en}{en}",
        )
    offer = radiates_ssid(device, ssid) if out is None else hands_over(device, ssid, out, over)
    is_other = link is not None and over is not None and link.id != over.id
    also_ja, also_en = (
        ("", "it also carries") if is_other else ("同じポートに", "the port also carries")
    )
    return Text(
        f"{offer.ja}。{also_ja}{what.ja}も通っており{ja}、両者を隔てる制御の記録がない",
        f"{offer.en}; {also_en} {what.en}{en}, and no control on record keeps the two apart",
    )


def _wireless(device: Device) -> tuple[str, str]:
    if device.kind is DeviceKind.UNKNOWN and not device.radio:
        return "無線を備えるかもしれない", "may be wireless"
    return "無線機器である", "is wireless"


def on_radio_link(link: Link, segment: Segment) -> Text:
    """Say that a radio link carries a segment through the air."""
    name, what = link_text(link), segment_text(segment)
    how = _how(link)
    return Text(f"{name.ja}が{what.ja}を電波で運ぶ{how.ja}", f"{name.en} carries {what.en}{how.en}")


def on_wire(link: Link, segment: Segment) -> Text:
    """Say that a link carries a segment."""
    name, what = link_text(link), segment_text(segment)
    how = _how(link)
    return Text(f"{name.ja}が{what.ja}を運ぶ{how.ja}", f"{name.en} carries {what.en}{how.en}")


def crosses_untagged(link: Link, a: Segment, b: Segment) -> Text:
    """Say that the ends of a link disagree about its native VLAN, which joins the two."""
    name, here, there = link_text(link), segment_text(a), segment_text(b)
    end_a, end_b = _end(link.a_device, link.a_port), _end(link.b_device, link.b_port)
    how = _how(link)
    return Text(
        f"{name.ja}の両端でネイティブVLANが食い違い（{end_a.ja}は{here.ja}、{end_b.ja}は"
        f"{there.ja}）、タグなしのフレームが両者をつなぐ{how.ja}",
        f"the ends of {name.en} disagree on the native VLAN ({here.en} at {end_a.en}, {there.en} "
        f"at {end_b.en}), so untagged frames join the two{how.en}",
    )


def _end(device: str, port: str | None) -> Text:
    return Text(f"機器{device}", device) if port is None else port_text(device, port)


def _how(link: Link) -> Text:
    if not link.segments:
        ja, en = ["通すVLANの一覧が不明"], ["its VLAN list is not known"]
    elif ALL_SEGMENTS in link.segments:
        ja, en = ["トランク、全VLAN"], ["trunk, all VLANs"]
    else:
        ja, en = [], []
    if link.backup:
        ja.append("予備回線")
        en.append("backup line")
    if link.certainty is not Certainty.KNOWN:
        ja.append(f"確度は{link.certainty.ja}")
        en.append(f"the row is {link.certainty.value}")
    return Text(f"（{'、'.join(ja)}）" if ja else "", f" ({'; '.join(en)})" if en else "")


def on_device(device: Device, segment: Segment) -> Text:
    """Say that a device has a segment."""
    name, what = device_text(device), segment_text(segment)
    return Text(f"{name.ja}に{what.ja}がある", f"{name.en} has {what.en}")


def arrives(device: Device, segment: Segment, link: Link) -> Text:
    """Say that a device has a segment that a link brings, and on which port."""
    name, what = device_text(device), segment_text(segment)
    port = link.a_port if device.id == link.a_device else link.b_port
    if port is None:
        return on_device(device, segment)
    return Text(
        f"{name.ja}のポート{port}に{what.ja}がある", f"{name.en} has {what.en} on port {port}"
    )


def joins_all(device: Device) -> Text:
    """Say that a device joins all its segments: a hub, an end host, or one not described."""
    name = device_text(device)
    if device.kind is DeviceKind.HUB:
        return Text(f"{name.ja}は全てのポートを1つにつなぐ", f"{name.en} joins all its ports")
    if device.kind in END_HOSTS:
        return Text(
            f"{name.ja}は接続する全てのセグメントにまたがり、隔てる制御の記録がない",
            f"{name.en} has an interface in each of its segments, and no control on record keeps "
            "them apart",
        )
    if device.kind is DeviceKind.UNKNOWN:
        return Text(
            f"{name.ja}は何であるか分からず、全てのポートがつながっているとみなす",
            f"nobody knows what {name.en} is; it is taken to join all its ports",
        )
    return Text(
        f"{name.ja}はVLANの記録がなく、全てのポートがつながっているとみなす",
        f"{name.en} has no VLANs on record and is taken to join all its ports",
    )


def may_route(device: Device, segment: Segment) -> Text:
    """Say that no row tells whether a device routes between segments of one zone."""
    name, what = device_text(device), segment_text(segment)
    return Text(
        f"{name.ja}が{what.ja}と同じ情報系のほかのセグメントとの間を中継するかどうかは、"
        "controlsに記録がない。中継するとみなす",
        f"no row says whether {name.en} routes between {what.en} and others of the same zone on "
        "it; assumed to",
    )


def through_control(control: Control, origin: Segment, target: Segment, back: bool) -> Text:
    """Say that a joint between two segments is passed, guarded or not."""
    a, b = segment_text(origin), segment_text(target)
    if control.kind is ControlKind.NONE:
        return Text(
            f"機器{control.device}が{a.ja}と{b.ja}を制御なしで中継する（{control.id}）",
            f"device {control.device} joins {a.en} and {b.en} with no control ({control.id})",
        )
    kind_en = control.kind.value.replace("-", " ")
    if not guards(control):
        return Text(
            f"機器{control.device}の{control.kind.ja}（{control.id}）は全てを許可しており、"
            f"{a.ja}と{b.ja}を隔てない",
            f"the {kind_en} {control.id} on {control.device} lets anything pass (any to any) and "
            f"keeps {a.en} and {b.en} no more apart than a plain route",
        )
    if back:
        return Text(
            f"機器{control.device}の{control.kind.ja}（{control.id}）を、"
            f"{b.ja}側から開いた通信への応答として{a.ja}から逆向きに通る",
            f"the {kind_en} {control.id} on {control.device} is passed backwards from {a.en}, "
            f"answering sessions that {b.en} opened",
        )
    return Text(
        f"機器{control.device}の{control.kind.ja}（{control.id}）を{a.ja}から{b.ja}へ通る",
        f"the {kind_en} {control.id} on {control.device} is passed from {a.en} to {b.en}",
    )


def interface(server: Server, segment: Segment) -> Text:
    """Say that a server has an interface in a segment, and how many it has."""
    what = segment_text(segment)
    if len(server.segments) > 1:
        others = len(server.segments) - 1
        return Text(
            f"サーバ{server.id}は{what.ja}に接続し、ほかに{others}つのセグメントにも接続している",
            f"server {server.id} has an interface in {what.en} and in {others} more",
        )
    return Text(
        f"サーバ{server.id}は{what.ja}に接続している",
        f"server {server.id} has an interface in {what.en}",
    )


def interface_not_known(server: Server) -> Text:
    """Say that no row tells which segment a server is in."""
    return Text(
        f"サーバ{server.id}の接続セグメントは記録がない",
        f"no row tells which segment server {server.id} is in",
    )


def serves(server: Server, system: str) -> Text:
    """Say that a server serves a system."""
    return Text(f"サーバ{server.id}でシステム{system}が動く", f"server {server.id} serves {system}")


def everywhere(segment: Segment) -> Text:
    """Return how a segment is called as a whole."""
    what = segment_text(segment)
    return Text(f"{what.ja}の全体", f"{what.en}, wherever it is")


def is_one(segment: Segment, device: Device) -> Text:
    """Say that a segment on a device is one with the segment elsewhere."""
    what, name = segment_text(segment), device_text(device)
    return Text(
        f"{name.ja}の{what.ja}は、ほかの機器の同じセグメントと1つの網である",
        f"{what.en} on {name.en} is one network with the same segment elsewhere",
    )


def is_one_unwired(segment: Segment, device: Device) -> Text:
    """Say that a segment gets to a device, although no row names a link that brings it."""
    what, name = segment_text(segment), device_text(device)
    return Text(
        f"{name.ja}の{what.ja}がどの回線で届くかは記録がないが、ほかの機器の同じセグメントと"
        "1つの網である",
        f"no row names the link that brings {what.en} to {name.en}; it is one network with the "
        "same segment elsewhere",
    )


PART = Text("構成要素", "is part of it")
