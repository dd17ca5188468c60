"""Reading the hand-written tables and writing the inventory's CSV files."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parent
ILLUSTRATIVE = "例示 (illustrative)"

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV file, with or without a byte order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a CSV file as Japanese Excel opens it: UTF-8 with byte order mark.

    ``None`` and missing cells are left empty; a key that is not in the header is an error.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)


def plan(section: str, rest: str = "") -> str:
    """Return the source text of a row that rests on a section of the city's plan."""
    return f"計画 {section}{rest}"
