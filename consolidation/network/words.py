"""What the states and edges of the layered graph mean, in words that name their rows."""

from consolidation.inventory.tables.kinds import Certainty, ControlKind, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Server
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
    return Text(
        f"{segment.kind.ja}{segment.id}（{zone.ja}）",
        f"{segment.kind.value} {segment.id} ({zone.value})",
    )


def device_text(device: Device) -> Text:
    """Return how a device is called: what it is and its id."""
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


def air_of_device(device: Device) -> Text:
    """Say that somebody is within radio reach of a device."""
    name = device_text(device)
    return Text(f"{name.ja}の電波が届く範囲にいる", f"within radio reach of {name.en}")


def air_of_link(link: Link) -> Text:
    """Say that somebody is within radio reach of a link."""
    name = link_text(link)
    return Text(f"{name.ja}の電波が届く範囲にいる", f"within radio reach of {name.en}")


def air_of_server(server: Server) -> Text:
    """Say that somebody is within radio reach of a server's wireless adapter."""
    return Text(
        f"サーバ{server.id}の無線アダプタの電波が届く範囲にいる",
        f"within radio reach of the wireless adapter of server {server.id}",
    )


def radiates_ssid(device: Device, ssid: Segment) -> Text:
    """Say that a device offers an SSID."""
    name, what = device_text(device), segment_text(ssid)
    return Text(f"{name.ja}が{what.ja}を出している", f"{name.en} offers {what.en}")


def on_wireless_device(device: Device, segment: Segment, trunk: str | None, offers: Text) -> Text:
    """Say that a wireless device's port carries a segment, besides what it hands its clients to.

    ``trunk`` is the id of the trunk of all VLANs that brings it, if that is how it gets there;
    ``offers`` says what the device does with its SSIDs, empty if none is on record.
    """
    name, what = device_text(device), segment_text(segment)
    ja = f"（回線{trunk}は全VLANを通すトランク）" if trunk else ""
    en = f" (link {trunk} is a trunk, all VLANs)" if trunk else ""
    if not offers.en:
        return Text(
            f"無線機器である{name.ja}に{what.ja}が通っている{ja}",
            f"{name.en} is wireless and carries {what.en}{en}",
        )
    return Text(
        f"{offers.ja}。同じポートに{what.ja}も通っており{ja}、両者を隔てる制御の記録がない",
        f"{offers.en}; the port also carries {what.en}{en}, and no control on record "
        "keeps the two apart",
    )


def hands_over(device: Device, ssid: Segment, exit_segment: Segment) -> Text:
    """Say that a device hands the clients of an SSID to a segment."""
    name, what, out = device_text(device), segment_text(ssid), segment_text(exit_segment)
    return Text(
        f"{name.ja}が{what.ja}の端末を{out.ja}に収容する",
        f"{name.en} hands {what.en} to {out.en}",
    )


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


def joins_all(device: Device, *, known: bool) -> Text:
    """Say that a hub, or perhaps a switch without a VLAN list, joins all its ports."""
    name = device_text(device)
    if known:
        return Text(f"{name.ja}は全てのポートを1つにつなぐ", f"{name.en} joins all its ports")
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


def through_control(control: Control, origin: Segment, target: Segment, *, back: bool) -> Text:
    """Say that a joint between two segments is passed, guarded or not."""
    a, b = segment_text(origin), segment_text(target)
    if control.kind is ControlKind.NONE:
        return Text(
            f"機器{control.device}が{a.ja}と{b.ja}を制御なしで中継する（{control.id}）",
            f"device {control.device} joins {a.en} and {b.en} with no control ({control.id})",
        )
    kind_en = control.kind.value.replace("-", " ")
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


def server_text(server: Server) -> Text:
    """Return how a server is called."""
    return Text(f"サーバ{server.id}", f"server {server.id}")


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


def own_adapter(server: Server, ssid: Segment) -> Text:
    """Say that a server has a wireless adapter."""
    what = segment_text(ssid)
    return Text(
        f"サーバ{server.id}は無線アダプタで{what.ja}に接続している",
        f"server {server.id} is in {what.en} by a wireless adapter",
    )


def serves(server: Server, system: str) -> Text:
    """Say that a server serves a system."""
    return Text(f"サーバ{server.id}でシステム{system}が動く", f"server {server.id} serves {system}")


def somewhere(segment: Segment) -> Text:
    """Say that a segment is used although no row says on which device."""
    what = segment_text(segment)
    return Text(
        f"{what.ja}につながる（接続する機器の記録なし）",
        f"{what.en} is joined, on a device that no row names",
    )


PART = Text("構成要素", "is part of it")
