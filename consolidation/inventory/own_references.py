"""Rows that name themselves, straight or round a circle, where that says nothing."""

from collections.abc import Iterator

from consolidation.errors import Problem
from consolidation.inventory.draft import Draft
from consolidation.inventory.raw import shown
from consolidation.inventory.tables.network import Link
from consolidation.text import Text

LEFT_TO_OTHERS = ("vrf", "bridges_to")
"""Columns in which a row may name itself, or that have a check of their own."""
ONLY_WARNED = ("managed_by",)
"""Columns in which it is harmless: whoever manages a device locally stands in front of it."""


def rows_that_name_themselves(draft: Draft) -> Iterator[Problem]:
    """Require that no row names itself where another one is meant."""
    for read in draft.tables.values():
        for info in read.info.columns:
            if read.info.name not in info.refers or info.name in LEFT_TO_OTHERS:
                continue
            for line, row in zip(read.lines, read.rows, strict=True):
                named = getattr(row, info.name)
                if row.id == named or (info.many and row.id in named):
                    what = Text(f"{shown(row.id)}自身を指している", f"{shown(row.id)} names itself")
                    fix = Text("ほかの行の記号を書くか、消す", "name another row, or take it out")
                    warning = info.name in ONLY_WARNED
                    yield read.problem(line, info.name, what, fix, warning=warning)


def links_that_ride_in_a_circle(draft: Draft) -> Iterator[Problem]:
    """Require that no link rides, over others, on itself."""
    read = draft.of(Link)
    below = {link.id: link.rides_on for _, link in draft.numbered(Link)}
    for line, link in draft.numbered(Link):
        found: set[str] = set()
        waiting = [u for u in link.rides_on if u != link.id]
        while waiting:
            under = waiting.pop()
            if under not in found and under != link.id:
                found.add(under)
                waiting += below.get(under, ())
        back = sorted(u for u in found if link.id in below.get(u, ()))
        if back:
            what = Text(
                f"回線{shown(link.id)}は{shown(back[0])}を経て自分自身に乗っている",
                f"{shown(link.id)} rides on itself by way of {shown(back[0])}",
            )
            fix = Text(
                "トンネルや波長から、それが通る回線だけを指す",
                "name only what a tunnel or wavelength runs over",
            )
            yield read.problem(line, "rides_on", what, fix)
