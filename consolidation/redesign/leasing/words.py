"""Nodes and losses in words."""

from collections.abc import Mapping, Sequence

from consolidation.inventory.tables.kinds import Zone
from consolidation.redesign.leasing.model import Loss, network_of_node, site_of
from consolidation.text import Text

MOST_NAMED = 10
KIND: Mapping[str, Text] = {
    "line": Text("回線", "line"),
    "device": Text("機器", "device"),
    "site": Text("拠点", "site"),
    "entry": Text("引込口", "site entry"),
    "duct": Text("管路", "duct"),
    "carrier": Text("通信事業者", "carrier"),
}
NETWORK: Mapping[str, Text] = {
    zone.value: Text(zone.ja, zone.value) for zone in (Zone.RESIDENT, Zone.ADMINISTRATIVE)
}


def at(name: str) -> Text:
    """Return a node by its site, with its network where that is one of two.

    >>> at("resident/EAST"), at("both/EAST").ja
    (Text(ja='EAST（住民情報系）', en='EAST (resident)'), 'EAST')
    """
    site, network = site_of(name), NETWORK.get(network_of_node(name))
    if network is None:
        return Text(site, site)
    return Text(f"{site}（{network.ja}）", f"{site} ({network.en})")


def among(names: Sequence[str]) -> Text:
    """Return nodes in a row, the first of many."""
    found = [at(name) for name in names[:MOST_NAMED]]
    more = len(names) > MOST_NAMED
    return Text(
        "、".join(own.ja for own in found) + "など" * more,
        ", ".join(own.en for own in found) + ", …" * more,
    )


def after(loss: Loss | None) -> Text:
    """Return after which loss something holds; nothing for the normal state."""
    if loss is None:
        return Text("", "")
    kind = KIND[loss.kind]
    return Text(f"（{kind.ja} {loss.id}の障害後）", f" (after the loss of {kind.en} {loss.id})")
