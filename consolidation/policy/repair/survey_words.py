"""What a technician must find out about a row that is not known, in words to act on."""

import itertools
from collections.abc import Collection, Sequence

from consolidation.inventory.tables.kinds import Certainty
from consolidation.inventory.tables.network import Device, Link
from consolidation.network.attributes import Layer
from consolidation.network.words import device_text, segment_text
from consolidation.policy.case import Case
from consolidation.policy.model import Fact
from consolidation.policy.phrases import listed
from consolidation.policy.repair.places import parts
from consolidation.policy.ways.joints import Row
from consolidation.text import Text


def fact(case: Case, row: Row, ways: Sequence[tuple[str, ...]]) -> Fact:
    """Return what to find out about a row; ``ways`` are those that depend on it and others."""
    table, identity = row
    nodes = sorted({n for way in ways for n in way if row in case.unsure_state(n)})
    if table == "links":
        text = _link(case, case.estate.link[identity], nodes)
    elif table == "devices":
        text = _device(case, case.estate.device[identity], nodes, ways)
    elif table == "servers":
        text = _server(identity)
    else:
        text = Text(f"{table} {identity}を確認する", f"confirm {table} {identity}")
    return Fact(table=table, row=identity, text=text)


def _link(case: Case, link: Link, nodes: Sequence[str]) -> Text:
    what = _segments(case, nodes)
    place = _ends(link)
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
    a, b = found
    return Text(f"{a.ja}または{b.ja}", f"{a.en} or {b.en}")


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
