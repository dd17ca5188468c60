"""What a scenario may ask of packing, under ``[packing]``."""

from dataclasses import dataclass
from typing import Literal

from consolidation.packing.model import Objective

Profiles = Literal["peak", "hours"]
LicensedHosts = Literal["all", "dedicated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingOptions:
    """What packing minimises and what it counts; the plan prints every choice."""

    objective: Objective = Objective.COST
    """``cost``: the yen of hosts, spares and dedicated licences. ``hosts``: the number of hosts
    with guests, whatever they cost."""
    then: Literal["even"] | None = None
    """``even``: of all packings no worse in the objective, one whose fullest host is least full."""
    profiles: Profiles = "peak"
    """``peak``: the peaks of all guests of a host must fit at once. ``hours``: CPU must fit in
    each hour of the day; a guest's mean profile is scaled until its highest hour is its peak, and
    a guest without a profile needs its peak in every hour. Memory is always the peak."""
    licensed_hosts: LicensedHosts = "all"
    """Hosts whose cores a licence per host core must cover. ``all``: every host of the cluster and
    zone, where its guests may run anywhere. ``dedicated``: only hosts that carry such guests, and
    the spares of the cluster; guests are then bound to their host, and packing keeps them close
    together."""


DEFAULT = PackingOptions()
"""Peaks, cost, and licences for every host a guest may run on."""
