"""What a technician must find out about a row that is not known, in words to act on."""

import itertools
from collections.abc import Collection, Iterable, Sequence

from consolidation.inventory.tables.kinds import Certainty, Medium
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.network.attributes import Layer
from consolidation.network.names import parts
from consolidation.network.words import device_text, link_text, segment_text
from consolidation.policy.case import Case
from consolidation.policy.model import Fact
from consolidation.policy.phrases import listed
from consolidation.policy.ways.joints import Row
from consolidation.text import Text


def facts(case: Case, rows: Iterable[Row], ways: Sequence[tuple[str, ...]]) -> tuple[Fact, ...]:
    """Return what to find out about some rows, in order, as `fact` does of each."""
    on_ways: dict[Row, set[str]] = {}
    for node in {node for way in ways for node in way}:
        for row in case.unsure_state(node):
            on_ways.setdefault(row, set()).add(node)
    return tuple(_fact(case, row, sorted(on_ways.get(row, ())), ways) for row in sorted(rows))


def fact(case: Case, row: Row, ways: Sequence[tuple[str, ...]]) -> Fact:
    """Return what to find out about a row; ``ways`` are those that depend on it and others."""
    return facts(case, [row], ways)[0]


def _fact(case: Case, row: Row, nodes: Sequence[str], ways: Sequence[tuple[str, ...]]) -> Fact:
    table, identity = row
    if table == "links":
        text = _link(case, case.estate.link[identity], nodes)
    elif table == "devices":
        text = _device(case, case.estate.device[identity], nodes, ways)
    elif table == "controls":
        text = _control(case.estate.control[identity])
    elif table == "segments":
        text = _ssid(case, case.estate.segment[identity])
    elif table == "servers":
        text = _server(identity)
    else:
        text = Text(f"{table} {identity}を確認する", f"confirm {table} {identity}")
    return Fact(table=table, row=identity, text=text)


def _control(control: Control) -> Text:
    return Text(
        f"制御{control.id}（機器{control.device}）の設定を変えられる者を調べ、controlsのaccountに"
        "記入する",
        f"find out who can change control {control.id} on {control.device}, and name them in its "
        "account",
    )


def _ssid(case: Case, ssid: Segment) -> Text:
    what = segment_text(ssid)
    if ssid.tunnels_to is None:
        return Text(
            f"{what.ja}の端末がどのVLANに入るかを調べ、出口セグメントに記入する",
            f"find out which VLAN clients of {what.en} come out in, and name it in bridges_to",
        )
    there = device_text(case.estate.device[ssid.tunnels_to])
    return Text(
        f"{what.ja}の端末が{there.ja}でどのVLANに入るかを調べ、出口セグメントに記入する",
        f"find out which VLAN clients of {what.en} come out in at {there.en}, and name it in "
        "bridges_to",
    )


def _link(case: Case, link: Link, nodes: Sequence[str]) -> Text:
    if link.certainty is Certainty.KNOWN and link.medium is Medium.TUNNEL and not link.rides_in:
        return Text(
            f"トンネル{link.id}の外側パケットがどの回線のどのセグメントを通るかを調べ、乗る回線と"
            "乗るセグメントに記入する",
            f"find out which lines, and which segment, the outer packets of tunnel {link.id} "
            "travel in, and name them in rides_on and rides_in",
        )
    what = _segments(case, nodes)
    place = _ends(link)
    kinds = {parts(node)[0] for node in nodes}
    if link.certainty is not Certainty.KNOWN and kinds == {"air"}:
        return Text(
            f"{place.ja}で、{link_text(link).ja}が実際にあるかを確かめる",
            f"at {place.en} see whether {link_text(link).en} is there",
        )
    if link.certainty is Certainty.KNOWN and kinds == {"native"}:
        untagged = _natives(case, link)
        return Text(
            f"{place.ja}で、回線{link.id}をタグなしフレームが通り、{untagged.ja}がつながるかを"
            "確かめる",
            f"at {place.en} see whether untagged frames cross link {link.id} and join "
            f"{untagged.en}",
        )
    if link.certainty is not Certainty.KNOWN:
        return Text(
            f"{place.ja}で、回線{link.id}が実際にあるか、{what.ja}を通すかを確かめる",
            f"at {place.en} see whether link {link.id} is there and carries {what.en}",
        )
    return Text(
        f"{place.ja}で、回線{link.id}に{what.ja}が通っているかを確かめる",
        f"at {place.en} see whether {what.en} is carried on link {link.id}",
    )


def _ends(link: Link) -> Text:
    """Return where a link can be looked at: the ports at both ends, where they are on record."""
    found = []
    for device, port in ((link.a_device, link.a_port), (link.b_device, link.b_port)):
        ja, en = (f"ポート{port}", f" port {port}") if port else ("", "")
        found.append(Text(f"{device}{ja}", f"{device}{en}"))
    either = list(dict.fromkeys(found))
    return Text("または".join(t.ja for t in either), " or ".join(t.en for t in either))


def _natives(case: Case, link: Link) -> Text:
    """Return the native VLANs of a link's two ends in words."""
    a, b = (
        segment_text(case.estate.segment[s])
        for s in (link.a_native, link.b_native)
        if s is not None
    )
    return Text(f"{a.ja}と{b.ja}", f"{a.en} and {b.en}")


def _segments(case: Case, nodes: Sequence[str]) -> Text:
    """Return the segments that states are of, in words."""
    ids = sorted({parts(node)[-1] for node in nodes})
    texts = [segment_text(case.estate.segment[s]) for s in ids if s in case.estate.segment]
    if not texts:
        return Text("住民情報系のセグメント", "a resident segment")
    return Text(listed([t.ja for t in texts]).ja, listed([t.en for t in texts]).en)


def _device(
    case: Case, device: Device, nodes: Sequence[str], ways: Sequence[tuple[str, ...]]
) -> Text:
    name = device_text(device)
    if device.certainty is not Certainty.KNOWN:
        return Text(
            f"{name.ja}が実際にあるか、何の機器で何につながるかを確かめる",
            f"find out whether {name.en} is there, what it is and what it is plugged into",
        )
    if any(parts(node)[0] == "air" for node in nodes):
        return Text(
            f"{name.ja}が何の機器で、無線を出すかを確かめ、devicesに記入する",
            f"find out what {name.en} is and whether it is wireless, and write it in devices",
        )
    routing = {node for node in nodes if case.states[node].layer is Layer.ROUTING}
    if routing:
        what = _segments(case, _beside(routing, ways))
        return Text(
            f"{name.ja}が{what.ja}の間を中継するか隔てるかを確かめ、controlsに記入する",
            f"find out whether {name.en} routes among {what.en} or keeps them apart, and add "
            "it to controls",
        )
    if any(parts(node)[0] == "ports" for node in nodes):
        return Text(
            f"{name.ja}の各ポートのVLANを確かめ、機器のセグメントに記入する",
            f"find out which VLANs each port of {name.en} is in, and list them in its segments",
        )
    what = _segments(case, nodes)
    return Text(f"{name.ja}に{what.ja}があるかを確かめる", f"see whether {what.en} is on {name.en}")


def _beside(routing: Collection[str], ways: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the states just before and after states of assumed routing on ways."""
    steps = {step for way in ways for step in itertools.pairwise(way)}
    return sorted(
        {a for a, b in steps if b in routing} | {b for a, b in steps if a in routing},
    )


def _server(server: str) -> Text:
    return Text(
        f"サーバ{server}がどの機器のどのセグメントに接続しているかを確かめる",
        f"find out which device and which segment server {server} is plugged into",
    )
