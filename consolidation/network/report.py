"""Loads on links and single points of failure of one state of the estate."""

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link
from consolidation.network.carriage import carriage
from consolidation.network.failures import Failures
from consolidation.network.model import LinkLoad, NetworkReport
from consolidation.network.routes import Routes
from consolidation.network.zones import ZoneNetwork
from consolidation.text import Text
from consolidation.units import KBIT_PER_MBIT, percent

NOT_YET = (
    Text(
        "端末の通信は、その拠点で宛先に最も近い機器から入るものとして計算し、拠点内の回線には載せない",
        "terminals' traffic enters at the device of their site that is nearest to the target; "
        "lines within the site are not loaded with it",
    ),
    Text(
        "同じ情報系のセグメントは、出会う機器の上で中継されるものとみなす",
        "segments of one zone are taken to be routed among each other where they meet",
    ),
    Text(
        "故障後の迂回経路の負荷は計算しない",
        "loads on detours after a failure are not computed",
    ),
)


def report_network(estate: Estate) -> NetworkReport:
    """Return the load of every link, every single point of failure, and flows without a way."""
    network = ZoneNetwork(estate, carriage(estate))
    routes = Routes(network)
    loads = {(link.id, end): [0, 0] for link in estate.links for end in _ends(link)}
    unrouted = []
    for flow in estate.flows:
        hops = routes.route(flow)
        if hops is None:
            unrouted.append(flow.id)
            continue
        for hop in hops:
            loads[hop][0] += flow.office_kbit_s
            loads[hop][1] += flow.night_kbit_s
    return NetworkReport(
        loads=tuple(
            _load(link, *(loads[link.id, end] for end in _ends(link))) for link in estate.links
        ),
        single_points=tuple(Failures(network).single_points()),
        unrouted=tuple(unrouted),
        not_yet=NOT_YET,
    )


def _ends(link: Link) -> tuple[str, ...]:
    return link.a_device, link.b_device


def _load(link: Link, there: list[int], back: list[int]) -> LinkLoad:
    office, night = max(there[0], back[0]), max(there[1], back[1])
    capacity = link.capacity_mbit_s
    used = None if capacity is None else percent(max(office, night), capacity * KBIT_PER_MBIT)
    return LinkLoad(
        link=link.id,
        capacity_mbit_s=capacity,
        office_kbit_s=office,
        night_kbit_s=night,
        utilisation_percent=used,
    )
