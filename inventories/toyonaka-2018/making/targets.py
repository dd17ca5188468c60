"""Indicators: the plan's own tables, one row per measure and fiscal year."""

from making.tables import HERE, Row, plan, read

YEARS = ("2018", "2019", "2020", "2021", "2022")
SAME = "⇒"
"""What the plan writes for "as in the year before"."""

INDICATOR_COLUMNS = (
    "id", "measure", "department", "fiscal_year", "target", "actual", "source", "note",
)  # fmt: skip


def indicators() -> list[Row]:
    """Return every target of the plan; an arrow is replaced by what it repeats."""
    return [row for wide in read(HERE / "targets.csv") for row in _years(wide)]


def _years(wide: Row) -> list[Row]:
    rows = []
    before = ""
    for year in YEARS:
        written = wide[year]
        if not written:
            continue
        target = before if written == SAME else written
        rows.append(
            {
                "id": f"I-{wide['id']}-{year}",
                "measure": wide["measure"],
                "department": wide["department"],
                "fiscal_year": year,
                "target": target,
                "source": plan(wide["section"]),
                "note": f"計画の表記は「{written}」" if SAME in written else "",
            }
        )
        before = target
    return rows
