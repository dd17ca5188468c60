"""Traffic: the load of every link, by the network stage's own routes.

One reading of where traffic goes serves the network report and the sizing of lines, so that no
page of a plan shows another load than the lines were sized for (see `network.routes`).
"""

from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.network.carriage import carriage
from consolidation.network.routes import Routes
from consolidation.network.zones import ZoneNetwork


@dataclass(frozen=True, slots=True)
class Load:
    """Traffic on a link in kbit/s: from end a to end b and back, office hours and night."""

    office: tuple[int, int] = (0, 0)
    night: tuple[int, int] = (0, 0)

    @property
    def busy_kbit_s(self) -> int:
        """The busier direction in the busier of the two slots."""
        return max(*self.office, *self.night)

    def plus(self, other: "Load") -> "Load":
        """Return the traffic of both on one line whose ends lie the same way round."""
        return Load(
            (self.office[0] + other.office[0], self.office[1] + other.office[1]),
            (self.night[0] + other.night[0], self.night[1] + other.night[1]),
        )

    def larger(self, other: "Load") -> "Load":
        """Return the larger of both in each direction and slot."""
        return Load(
            (max(self.office[0], other.office[0]), max(self.office[1], other.office[1])),
            (max(self.night[0], other.night[0]), max(self.night[1], other.night[1])),
        )

    def turned(self) -> "Load":
        """Return the same traffic seen with the ends the other way round."""
        return Load(self.office[::-1], self.night[::-1])


@dataclass(frozen=True, slots=True)
class Traffic:
    """Loads by link id (every link has one), and the flows that find no way."""

    loads: dict[str, Load]
    unrouted: tuple[str, ...]


def traffic(estate: Estate) -> Traffic:
    """Return the traffic on every link in the normal state."""
    routes = Routes(ZoneNetwork(estate, carriage(estate)))
    office = {link.id: [0, 0] for link in estate.links}
    night = {link.id: [0, 0] for link in estate.links}
    unrouted = []
    for flow in estate.flows:
        hops = routes.route(flow)
        if hops is None:
            unrouted.append(flow.id)
            continue
        for link, entered_from in hops:
            way = int(entered_from != estate.link[link].a_device)
            office[link][way] += flow.office_kbit_s
            night[link][way] += flow.night_kbit_s
    loads = {
        link: Load((office[link][0], office[link][1]), (night[link][0], night[link][1]))
        for link in office
    }
    return Traffic(loads, tuple(unrouted))
