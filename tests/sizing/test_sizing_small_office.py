"""The sizing of the sample inventory that every tutorial starts with."""

from pathlib import Path

import pytest

from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import Zone
from consolidation.sizing.model import DispositionKind, SizingOptions
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.sizing.size import size
from consolidation.sizing.verify import verify_sizing
from consolidation.text import Text

FOLDER = Path(__file__).parents[2] / "inventories" / "small-office"
ADMINISTRATIVE = PlatformPlan(
    id="P-NEW",
    name=Text("次期", "next"),
    site="HALL",
    replaces=("P-OLD",),
    clusters=(ClusterPlan(id="ADM", zones=(Zone.ADMINISTRATIVE,), host_types=("HT-S",)),),
)
OPTIONS = SizingOptions(default_memory_mib=8192)


@pytest.fixture(scope="module")
def estate():
    return read_inventory(FOLDER).estate


def test_every_server_has_its_reason(estate):
    sizing = size(estate, (ADMINISTRATIVE,), OPTIONS, (2019, 2024))
    assert verify_sizing(estate, sizing) == ()
    assert {d.server: (d.kind, d.rule) for d in sizing.dispositions} == {
        "SRV-BOOK": (DispositionKind.VIRTUALISE, "virtualise"),
        "SRV-FILE": (DispositionKind.VIRTUALISE, "virtualise"),
        "SRV-GATE": (DispositionKind.KEEP, "blocked-dongle"),
        "SRV-RES-AP": (DispositionKind.KEEP, "zone-without-cluster"),
        "SRV-RES-DB": (DispositionKind.KEEP, "zone-without-cluster"),
        "SRV-WEB": (DispositionKind.CLOUD, "cloud-at-replacement"),
        "VM-GROUP-1": (DispositionKind.ABSORB, "vm-of-replaced-platform"),
        "VM-GROUP-2": (DispositionKind.ABSORB, "vm-of-replaced-platform"),
    }


def test_as_is_moves_nothing(estate):
    sizing = size(estate, (), OPTIONS, (2019, 2024))
    assert verify_sizing(estate, sizing) == ()
    assert dict(sizing.counts) == {
        DispositionKind.VIRTUALISE: 0,
        DispositionKind.ABSORB: 2,
        DispositionKind.CLOUD: 0,
        DispositionKind.RETIRE: 0,
        DispositionKind.KEEP: 6,
    }
    assert sizing.demands == ()
