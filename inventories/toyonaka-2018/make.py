"""Write the generated tables of this inventory. Same output on every machine, no clock.

Run ``python inventories/toyonaka-2018/make.py`` from the project's root; with a folder as its
argument it writes there instead (the test does, and compares). What is written by hand stands in
``making/*.csv`` and in the tables beside this script that are not listed below.
"""

import sys
from pathlib import Path

from making import fleet, flows, network, sites, targets, traces
from making.tables import FOLDER, write


def main(folder: Path) -> None:
    """Write every generated table into a folder."""
    servers = fleet.servers()
    traffic = flows.flows(servers)
    write(folder / "sites.csv", sites.SITE_COLUMNS, sites.sites())
    write(folder / "servers.csv", fleet.SERVER_COLUMNS, servers)
    write(folder / "hosts.csv", fleet.HOST_COLUMNS, fleet.hosts())
    write(folder / "segments.csv", network.SEGMENT_COLUMNS, network.segments())
    write(folder / "devices.csv", network.DEVICE_COLUMNS, network.devices())
    write(folder / "links.csv", network.LINK_COLUMNS, network.links())
    write(folder / "controls.csv", network.CONTROL_COLUMNS, network.controls(traffic))
    write(folder / "circuits.csv", network.CIRCUIT_COLUMNS, network.circuits())
    write(folder / "flows.csv", flows.FLOW_COLUMNS, traffic)
    write(folder / "indicators.csv", targets.INDICATOR_COLUMNS, targets.indicators())
    write(folder / "traces.csv", traces.TRACE_COLUMNS, traces.traces(servers))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
