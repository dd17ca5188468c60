"""How the facts of a column are worded: in the template workbook and the documentation."""

from consolidation.inventory.dictionary import CellType, ColumnInfo, dictionary
from consolidation.inventory.tables.column import NOT_KNOWN
from consolidation.inventory.tables.kinds import Kind
from consolidation.inventory.write import cell_text
from consolidation.text import Language, Text

REQUIRED = Text("必須", "required")
ENGLISH_UNITS = {
    "円": "yen",
    "円/月": "yen/month",
    "円/年": "yen/year",
    "コア": "cores",
    "台": "units",
}
"""Units that are written otherwise in English."""
SEVERAL = Text("複数可 (;区切り)", "several, ; between")

COLUMN_FACTS: tuple[Text, ...] = (
    Text("表", "table"),
    Text("列", "column"),
    Text("日本語の見出し", "Japanese header"),
    Text("型・単位", "type, unit"),
    Text("空欄のとき", "when empty"),
    Text("使える語・参照先", "words or reference"),
    Text("意味", "meaning"),
)
"""What is told of each column, in this order."""


def type_text(info: ColumnInfo) -> Text:
    """Return what a cell of the column holds: ``whole number, MiB, 1 or more``."""
    parts = [info.cell_type.value]
    if info.unit:
        parts.append(Text(info.unit, ENGLISH_UNITS.get(info.unit, info.unit)))
    if info.cell_type is not CellType.WORD and (bounds := bounds_text(info)):
        parts.append(bounds)
    if info.many:
        parts.append(SEVERAL)
    return Text("、".join(p.ja for p in parts), ", ".join(p.en for p in parts))


def bounds_text(info: ColumnInfo) -> Text | None:
    """Return the range a number must lie in, or ``None`` where there is none."""
    low, high = info.minimum, info.maximum
    if low is not None and high is not None:
        return Text(f"{low}から{high}まで", f"{low} to {high}")
    if low is not None:
        return Text(f"{low}以上", f"{low} or more")
    return Text(f"{high}以下", f"{high} or less") if high is not None else None


def empty_text(info: ColumnInfo) -> Text:
    """Return what an empty cell means."""
    if info.required:
        return REQUIRED
    if info.empty is not None:
        return info.empty
    if info.default in (None, ()):
        return NOT_KNOWN
    return Text(cell_text(info, info.default, "ja"), cell_text(info, info.default, "en"))


def allowed_text(info: ColumnInfo) -> Text:
    """Return the words a cell may hold, or the tables whose ids it names; may be empty."""
    if info.vocabulary is not None:
        words: list[Kind] = list(info.vocabulary)
        return Text(
            "、".join(f"{w.ja} ({w.value})" for w in words),
            ", ".join(f"{w.value} ({w.ja})" for w in words),
        )
    titles = {t.name: t for t in dictionary()}
    refers = [titles[name] for name in info.refers]
    if not refers:
        return Text("", "")
    return Text(
        "、".join([f"表「{t.ja}」の記号" for t in refers] + list(info.words)),
        " or ".join([f"an id of {t.name}" for t in refers] + list(info.words)),
    )


def words_of(info: ColumnInfo, language: Language) -> tuple[str, ...]:
    """Return what a drop-down of the column offers; empty where it has none."""
    if info.many:
        return ()
    if info.vocabulary is not None:
        return tuple(w.ja if language == "ja" else w.value for w in info.vocabulary)
    if info.cell_type is CellType.YES_NO:
        return tuple(cell_text(info, value, language) for value in (True, False))
    return ()
