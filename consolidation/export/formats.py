"""The looks of a workbook's cells."""

from collections.abc import Mapping
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from consolidation.export.labels import TONE, Tone
from consolidation.export.table import Cell, Kind
from consolidation.text import Text

INK, RULE, HEAD, TOTAL = "#1F2933", "#D5DAE0", "#E8EDF3", "#F4F6F9"

NUMBER_FORMATS: Mapping[Kind, str] = {
    "count": "#,##0",
    "yen": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0",
    "year": "0",
    "date": "yyyy-mm-dd",
}
TONES: Mapping[Tone, Mapping[str, object]] = {
    "good": {"font_color": "#1B6B3A"},
    "warn": {"font_color": "#8A5A00", "bg_color": "#FFF6DD"},
    "bad": {"font_color": "#A3142A", "bg_color": "#FDE9EC", "bold": True},
}
BASE: Mapping[str, object] = {"valign": "top", "border": 1, "border_color": RULE}


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self._cells: dict[tuple[Kind, bool, Tone | None], Format] = {}

    def make(self, properties: Mapping[str, object]) -> Format:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(properties))
        return self._made[key]

    def title(self) -> Format:
        """Return the format of a table's title."""
        return self.make({"bold": True, "font_size": 14, "font_color": INK})

    def note(self) -> Format:
        """Return the format of the note under a title."""
        return self.make({"font_color": "#52606D", "italic": False})

    def warning(self) -> Format:
        """Return the format of a line that must not be missed."""
        return self.make({"bold": True, "font_size": 12, **TONES["bad"]})

    def head(self) -> Format:
        """Return the format of a column's head."""
        return self.make(
            {**BASE, "bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"}
        )

    def cell(self, cell: Cell, kind: Kind) -> Format:
        """Return the format of a cell, coloured where the word is worth it."""
        is_text = isinstance(cell, (str, Text))
        tone = TONE.get(cell) if isinstance(cell, Text) else None
        if isinstance(cell, date):
            kind = "date"
        key = (kind, is_text, tone)
        if key not in self._cells:
            looks = dict(BASE)
            if kind in NUMBER_FORMATS and not is_text:
                looks["num_format"] = NUMBER_FORMATS[kind]
                if kind != "date":
                    looks.update({"align": "right", "indent": 1})
            else:
                looks.update({"text_wrap": True, "indent": 1})
            looks.update(TONES[tone] if tone else {})
            self._cells[key] = self.make(looks)
        return self._cells[key]

    def yen(self, total: bool = False) -> Format:
        """Return the format of an amount, or of a total."""
        looks = {**BASE, "num_format": "#,##0;[Red]-#,##0"}
        return self.make({**looks, **({"bold": True, "bg_color": TOTAL} if total else {})})

    def year(self, pattern: str) -> Format:
        """Return the format of a column head that is a fiscal year as a number."""
        looks = {"bold": True, "bg_color": HEAD, "num_format": pattern, "align": "center"}
        return self.make({**BASE, **looks})
