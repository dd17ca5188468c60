"""Sites that no line of a network is left at: where no flow asks for one, none is leased."""

from collections.abc import Iterable, Iterator, Mapping

from consolidation.comparing.model import LineAnswer
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.redesign.leasing.demands import NETWORKS, is_shared, network_of
from consolidation.redesign.leasing.model import Layout
from consolidation.redesign.topology import lines
from consolidation.text import Text

Place = tuple[str, Zone]
"""A site and a network."""
WHEN: Mapping[tuple[Layout, ...], Text] = {
    ("separate", "merged"): Text("どの案でも", "in every option"),
    ("separate",): Text(
        "拠点間の回線を統合しない案では", "in options that do not merge lines between sites"
    ),
    ("merged",): Text("拠点間の回線を統合する案では", "in options that merge lines between sites"),
}


def without_lines(
    placed: Estate, answers: Mapping[Layout, tuple[LineAnswer, ...]]
) -> Iterator[Text]:
    """Yield a note of the sites that lose their last line of a network, by where they do.

    ``answers`` are the lines of each layout that there is a design of.
    """
    today = _today(placed)
    lost = {layout: today - _left(own) for layout, own in answers.items()}
    for layouts, when in WHEN.items():
        named = sorted(
            place
            for place in today
            if tuple(own for own in ("separate", "merged") if place in lost.get(own, ())) == layouts
        )
        if named:
            told = [_told(placed, site, network) for site, network in named]
            yield Text(
                f"通信の記載がなく、{when.ja}回線が残らない拠点: "
                + "、".join(own.ja for own in told),
                f"sites left without a line {when.en}, as no flow asks for one: "
                + ", ".join(own.en for own in told),
            )


def _today(placed: Estate) -> frozenset[Place]:
    return frozenset(
        (site, network)
        for line in lines(placed)
        if network_of(line) is not None
        for network in (NETWORKS if is_shared(line) else (network_of(line),))
        if network is not None
        for site in (line.site, line.far_site)
    )


def _left(found: Iterable[LineAnswer]) -> frozenset[Place]:
    return frozenset(
        (site, network)
        for line in found
        if line.action != "leave"
        for network in NETWORKS
        if line.network in ("both", network.value)
        for site in (line.site, line.far_site)
    )


def _told(placed: Estate, site: str, network: Zone) -> Text:
    row = placed.site[site]
    resident = network is Zone.RESIDENT
    num = row.resident_terminals if resident else row.administrative_terminals
    if num is None:
        known = Text("端末数の記載なし", "number of terminals not known")
    elif num == 0:
        known = Text("端末なし", "no terminals")
    else:
        known = Text(f"端末{num}台", f"terminals: {num}")
    return Text(f"{site}（{network.ja}、{known.ja}）", f"{site} ({network.value}, {known.en})")
