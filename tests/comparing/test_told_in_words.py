"""A real comparison in the reader's words: no ids of the tool's own, quantities that add up."""

import re

import pytest

from consolidation.comparing.model import ComparisonOptions, Kit
from consolidation.export.options.contents import all_tables
from consolidation.export.options.shown import Shown
from consolidation.inventory.estate import Estate
from consolidation.scenario.model import Scenario
from consolidation.text import Text
from tests.comparing.city import asking, only_shared, options_alone, quiet

OURS = re.compile(
    r"\b(both|resident|administrative)/|PLANNED-|(?<![-\w])(line|carrier|device|entry|duct|site|vrf|sdn)\b"
)
IDS = {"案ID", "台帳の回線ID", "シナリオの設定名"}


@pytest.mark.parametrize("shape", [quiet, only_shared])
def test_japanese_cells_hold_no_words_of_the_tool(shape, city: Estate):
    placed = shape(city)
    options = ComparisonOptions(losses=("line", "device", "carrier"), kits=(Kit.VRF, Kit.SDN))
    question = asking(placed, options)
    shown = Shown(
        comparison=options_alone(question),
        estate=placed,
        asked=Scenario(name="s", title=Text("問い", "asked"), inventory="i", comparison=options),
        language="ja",
    )
    tables = all_tables(shown)
    assert tables["option-lines"].rows
    assert tables["option-single-points"].rows
    for table in tables.values():
        for row in table.rows:
            for head, cell in zip(table.headings, row, strict=True):
                said = cell.ja if isinstance(cell, Text) else str(cell)
                if head.title.ja not in IDS:
                    assert not OURS.search(said), (table.name, head.title.ja, said)


def test_what_a_kit_is_priced_by_is_what_it_costs(city: Estate):
    options = ComparisonOptions(losses=())
    parts = 0
    for own in options_alone(asking(quiet(city), options)).options:
        kit = next(item for item in own.items if item.kind == "kit")
        assert sum(part.num * part.once_yen for part in own.kit_parts) == kit.once_yen
        assert sum(part.num * part.month_yen for part in own.kit_parts) == kit.month_yen
        assert {part.kit for part in own.kit_parts} <= {own.kit, Kit.VLAN}
        parts += len(own.kit_parts)
    assert parts > 10
