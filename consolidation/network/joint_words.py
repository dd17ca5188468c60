"""What rows join, and who takes over what, in words that name the rows."""

from consolidation.inventory.tables.kinds import Certainty
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network.words import (
    device_text,
    link_text,
    segment_text,
    server_text,
)
from consolidation.text import Text


def tunnelled(ssid: Segment, device: Device, controller: Device) -> Text:
    """Say that a device tunnels an SSID to a controller."""
    what, here, there = segment_text(ssid), device_text(device), device_text(controller)
    return Text(
        f"{here.ja}は{what.ja}の通信をトンネルで{there.ja}へ送る",
        f"{here.en} tunnels {what.en} to {there.en}",
    )


def may_hand_over(device: Device, ssid: Segment, out: Segment) -> Text:
    """Say that no row tells where clients of an SSID come out, and that it may be a segment."""
    name, what, there = device_text(device), segment_text(ssid), segment_text(out)
    return Text(
        f"{what.ja}の端末が{name.ja}でどのセグメントに入るかは記録がない。{there.ja}かもしれない",
        f"no row names the segment that {name.en} hands clients of {what.en} to; it may be "
        f"{there.en}",
    )


def comes_out(device: Device, vni: Segment, vlan: Segment) -> Text:
    """Say that an overlay comes out in a VLAN on a device."""
    name, inside, outside = device_text(device), segment_text(vni), segment_text(vlan)
    return Text(
        f"{name.ja}が{inside.ja}を{outside.ja}に出す",
        f"{name.en} brings {inside.en} out in {outside.en}",
    )


def in_vrf(segment: Segment, vrf: Segment) -> Text:
    """Say that a segment is routed in a VRF."""
    what, where = segment_text(segment), segment_text(vrf)
    return Text(f"{what.ja}は{where.ja}に属する", f"{what.en} is routed in {where.en}")


def imports_routes(vrf: Segment, other: Segment, target: str) -> Text:
    """Say that a VRF imports another's routes, so that packets get from it to the other."""
    here, there = segment_text(vrf), segment_text(other)
    return Text(
        f"{here.ja}は{there.ja}の経路を受け入れており（ルートターゲット{target}）、"
        "そこへパケットを送れる",
        f"{here.en} imports the routes of {there.en} (route target {target}), so packets get "
        "from the first to the second",
    )


def joined_with(segment: Segment, other: Segment) -> Text:
    """Say that a ring, a stack or a carrier's service makes one network of two segments."""
    what, there = segment_text(segment), segment_text(other)
    return Text(
        f"{what.ja}は、リング、スタックまたは事業者の網により{there.ja}と1つの網になっている",
        f"a ring, a stack or a carrier's service makes one network of {what.en} and {there.en}",
    )


def rides_on_radio(link: Link, under: Link) -> Text:
    """Say that a link rides on a radio link and is within its reach."""
    name, below = link_text(link), link_text(under)
    return Text(
        f"{name.ja}は{below.ja}に乗っており、その電波で運ばれる",
        f"{name.en} rides on {below.en} and goes through the air with it",
    )


def rides_in(link: Link, under: Link, segment: Segment, certainty: Certainty) -> Text:
    """Say that a link's outer packets travel, or may travel, in a segment of another link."""
    name, below, what = link_text(link), link_text(under), segment_text(segment)
    if certainty is not Certainty.KNOWN:
        return Text(
            f"{name.ja}は{below.ja}に乗っており、その外側のパケットが通るセグメントは記録がない。"
            f"{what.ja}かもしれない",
            f"{name.en} rides on {below.en} in a segment that no row names; it may be {what.en}",
        )
    return Text(
        f"{name.ja}の外側のパケットは{below.ja}の{what.ja}を通る。暗号化は隔離にならない",
        f"the outer packets of {name.en} travel in {what.en} on {below.en}; encrypting them "
        "isolates nothing",
    )


def managed_by_radio(device: Device) -> Text:
    """Say that a device that manages others can be held by radio."""
    name = device_text(device)
    return Text(
        f"他を管理する{name.ja}は無線を備え、電波から握れる",
        f"{name.en}, which manages others, is wireless and can be held from the air",
    )


def rides_in_segment(link: Link, segment: Segment, device: Device) -> Text:
    """Say that a tunnel's outer packets travel in a segment, and whoever is in it gets at them."""
    name, what, where = link_text(link), segment_text(segment), device_text(device)
    return Text(
        f"{name.ja}の外側のパケットは{what.ja}を通る。{where.ja}で{what.ja}にいる者は届く",
        f"the outer packets of {name.en} travel in {what.en}, and whoever is in it on {where.en} "
        "gets at them",
    )


def rides_on_ssid(link: Link, ssid: Segment, device: Device) -> Text:
    """Say that a tunnel's outer packets travel in an SSID that a device offers."""
    name, what, where = link_text(link), segment_text(ssid), device_text(device)
    return Text(
        f"{name.ja}の外側のパケットは{where.ja}の{what.ja}の電波に乗る",
        f"the outer packets of {name.en} are on the air of {what.en}, which {where.en} offers",
    )


def same_number(one: Segment, other: Segment, device: Device) -> Text:
    """Say that two segments have one VLAN number on a device."""
    a, b, name = segment_text(one), segment_text(other), device_text(device)
    return Text(
        f"{name.ja}では{a.ja}と{b.ja}のVLAN番号が同じで、1つの網かもしれない",
        f"{a.en} and {b.en} have one VLAN number on {name.en}, and may be one network there",
    )


def on_any_line() -> Text:
    """Say that somebody is on a line that tunnels without one on record may take."""
    return Text(
        "乗る回線の記録がないトンネルが通るかもしれない回線にいる",
        "on a line that tunnels may ride on of which no row says what they ride on",
    )


def may_carry_tunnels(link: Link) -> Text:
    """Say that a link may carry such a tunnel."""
    name = link_text(link)
    return Text(
        f"{name.ja}は、乗る回線の記録がないトンネルを通すかもしれない",
        f"{name.en} may carry tunnels of which no row says what they ride on",
    )


def rides_anywhere(link: Link) -> Text:
    """Say that no row tells what a link rides on."""
    name = link_text(link)
    return Text(
        f"{name.ja}が乗る回線も、外側のパケットが通るセグメントも記録がない",
        f"no row says what {name.en} rides on, nor in which segment its outer packets travel",
    )


def element_text(row: Device | Platform) -> Text:
    """Return how an element that can be managed is called."""
    if isinstance(row, Device):
        return device_text(row)
    return Text(f"仮想化基盤{row.id}", f"platform {row.id}")


def is_held(row: Device | Platform) -> Text:
    """Say that an element is in the hands of whoever can change its settings."""
    name = element_text(row)
    return Text(
        f"{name.ja}は、その設定を変えられる者の手にある",
        f"{name.en} is in the hands of whoever can change its settings",
    )


def managed_from(row: Device | Platform, segment: Segment) -> Text:
    """Say that an element is managed from a segment, and so held by whoever is in it."""
    name, what = element_text(row), segment_text(segment)
    return Text(
        f"{name.ja}の管理用アドレスは{what.ja}にあり、そこにいる者は設定を変えうる",
        f"{name.en} has its management address in {what.en}: whoever is there can change it",
    )


def managed_from_any(manager: Device, segment: Segment) -> Text:
    """Say that a manager may be got hold of from any segment it has."""
    name, what = device_text(manager), segment_text(segment)
    return Text(
        f"{name.ja}は他の機器を管理するが管理セグメントの記録がなく、{what.ja}からも握られうる",
        f"{name.en} manages others, and no row names its management segment: whoever is in "
        f"{what.en} can get hold of it",
    )


def manages(manager: Device | Server, row: Device | Platform) -> Text:
    """Say that a manager can change an element."""
    name = element_text(row)
    who = server_text(manager) if isinstance(manager, Server) else device_text(manager)
    return Text(
        f"{who.ja}は{name.ja}を管理しており、その設定を変えられる",
        f"{who.en} manages {name.en} and can change it",
    )


def held_opens(device: Device, segment: Segment) -> Text:
    """Say that whoever holds a device is in a segment on it."""
    name, what = device_text(device), segment_text(segment)
    return Text(
        f"{name.ja}を握る者は、その上の{what.ja}に入れる",
        f"whoever holds {name.en} is in {what.en} on it",
    )


def held_guest(platform: Platform, server: Server) -> Text:
    """Say that whoever holds a platform has a guest of it."""
    name, guest = element_text(platform), server_text(server)
    return Text(
        f"{name.ja}を握る者は、その上の{guest.ja}を操作できる",
        f"whoever holds {name.en} has its guest {guest.en}",
    )


def held_appliance(platform: Platform, device: Device) -> Text:
    """Say that whoever holds a platform has a virtual appliance that runs on it."""
    name, guest = element_text(platform), device_text(device)
    return Text(
        f"{guest.ja}は{name.ja}の上で動く仮想アプライアンスで、基盤を握る者が操作できる",
        f"{guest.en} runs on {name.en}, and whoever holds the platform has it",
    )
