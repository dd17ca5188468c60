"""Cells that should name a kind of wireless and say that there is none."""

from collections.abc import Iterator

from consolidation.errors import Problem
from consolidation.inventory.cells import NO_MARKS, alike
from consolidation.inventory.draft import Draft
from consolidation.inventory.raw import shown
from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.servers import Server
from consolidation.text import Text

DENIALS = NO_MARKS | {"none", "-", "ー", "―", "ない", "有線", "x"}


def radios_that_are_none(draft: Draft) -> Iterator[Problem]:
    """Require that what stands among radio technologies is one: a ``none`` would count as one."""
    for row in (Device, Server):
        read = draft.of(row)
        for line, item in zip(read.lines, read.rows, strict=True):
            for radio in item.radio:
                if alike(radio) in DENIALS:
                    name = shown(radio)
                    what = Text(f"{name}は無線の方式ではない", f"{name} is no radio technology")
                    fix = Text("無線がなければ空欄にする", "leave it empty where there is no radio")
                    yield read.problem(line, "radio", what, fix)
