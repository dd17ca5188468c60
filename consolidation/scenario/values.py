"""Turns a scenario file's data into the frozen options classes, and says what does not fit.

pydantic checks the types against the classes themselves (strictly: ``"60"`` is not a number and
``true`` is not 1), so that no stage ever sees a pydantic object; its errors are translated here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache
from math import ceil, floor, isfinite

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from consolidation.nearest import suggestion
from consolidation.scenario.fault import Fault
from consolidation.scenario.keys import (
    KeyPath,
    item_of,
    keys_of,
    length_of,
    plain,
    table_of,
    visits,
)
from consolidation.scenario.merge import Table
from consolidation.scenario.model import Scenario
from consolidation.text import Text

_NUMBER = re.compile(r"\s*(-?\d[\d,]{0,20})(?![\d.,])")
MOST_SHOWN = 40
"""Longest wrong value that a message repeats in full."""


def cleaned(data: Mapping[str, object], table: type) -> Table:
    """Return the data without unknown keys; a plain string for a text stands for both languages."""
    keys = keys_of(table)
    return {
        name: _cleaned_value(value, keys[name].type) for name, value in data.items() if name in keys
    }


def _cleaned_value(value: object, kind: object) -> object:
    table = table_of(kind)
    if table is None:
        return value
    if table is Text and isinstance(value, str):
        return {"ja": value, "en": value}
    if isinstance(value, dict):
        return cleaned(value, table)
    if isinstance(value, list):
        return [cleaned(v, table) if isinstance(v, dict) else v for v in value]
    return value


def wrong_values(data: Mapping[str, object]) -> Iterator[Fault]:
    """Yield every number outside its limits, of lists too."""
    for visit in visits(data, Scenario):
        if visit.key is None or visit.key.bounds is None:
            continue
        low, high = visit.key.bounds
        for path, number in _each(visit.path, visit.value):
            if isinstance(number, bool) or not isinstance(number, int | float):
                continue
            if low <= number <= high:
                continue
            what = Text(
                f"{number} は {low} から {high} の間にない",
                f"{number} is not between {low} and {high}",
            )
            fix = Text(f"{low} 以上 {high} 以下の値を書く", f"write a number from {low} to {high}")
            yield Fault(path, what, fix)


def _each(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, object]]:
    if isinstance(value, list):
        yield from (((*path, i), item) for i, item in enumerate(value))
    else:
        yield path, value


def build(
    data: Mapping[str, object], wrong: tuple[KeyPath, ...]
) -> tuple[Scenario | None, tuple[Fault, ...]]:
    """Return the scenario, wrong values left out, and the faults of type that were found.

    The scenario is ``None`` where something required is missing or wrong: then the rules that
    look at the whole cannot be asked.
    """
    faults: list[Fault] = []
    drop = set(wrong)
    for _ in range(2):
        try:
            text = json.dumps(_without(data, drop), default=_as_text)
            return _adapter().validate_json(text, strict=True), tuple(faults)
        except ValidationError as error:
            found = [_fault(detail) for detail in error.errors(include_url=False)]
            faults += [f for f in found if f.path not in drop]
            drop |= {fault.path for fault in found}
    return None, tuple(faults)


@cache
def _adapter() -> TypeAdapter[Scenario]:
    return TypeAdapter(Scenario)


def _as_text(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"TOML holds no {type(value).__name__}")


def _without(node: object, drop: set[KeyPath], at: KeyPath = ()) -> object:
    if isinstance(node, dict):
        return {k: _without(v, drop, (*at, k)) for k, v in node.items() if (*at, k) not in drop}
    if isinstance(node, list):
        return [_without(v, drop, (*at, i)) for i, v in enumerate(node) if (*at, i) not in drop]
    return node


def _fault(detail: ErrorDetails) -> Fault:
    """Translate one of pydantic's errors."""
    path: KeyPath = tuple(detail["loc"])
    kind = detail["type"]
    got = _shown(detail["input"])
    if kind == "too_long" or (kind == "missing" and isinstance(path[-1], int)):
        return _other_length(path if kind == "too_long" else path[:-1])
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        what = Text("必須の項目がない", "is missing and has no default")
        return Fault(path, what, Text("この項目を加える", f"add {path[-1]} to this table"))
    if kind in ("enum", "literal_error"):
        what = Text(f"{got} は決められた語にない", f"{got} is not one of the words known here")
        return Fault(path, what, suggestion(str(detail["input"]), words_of(_type_at(path))))
    for prefix, (ja, en, fix) in _KINDS.items():
        if kind.startswith(prefix):
            mended = _whole(detail["input"]) if prefix == "int" else None
            return Fault(path, Text(f"{got} は{ja}ではない", f"{got} is not {en}"), mended or fix)
    message = detail["msg"]
    return Fault(
        path,
        Text(f"{got} は使えない ({message})", f"{got} cannot be used ({message})"),
        Text("値を直す", "correct the value"),
    )


def _whole(value: object) -> Text | None:
    """Return the whole numbers that a number, or a text that holds one, is nearest to.

    >>> _whole(1.5).en, _whole("64 GB").en, _whole("much")
    ('write 1 or 2', 'write 64, without unit or quotes', None)
    """
    if isinstance(value, float) and isfinite(value):
        low, high = floor(value), ceil(value)
        ja, en = (f"{low}", f"{low}") if low == high else (f"{low} か {high}", f"{low} or {high}")
        return Text(f"{ja} と書く", f"write {en}")
    number = _NUMBER.match(value) if isinstance(value, str) else None
    if number is None:
        return None
    own = int(number[1].replace(",", ""))
    return Text(f"単位や引用符を付けず {own} と書く", f"write {own}, without unit or quotes")


def _other_length(path: KeyPath) -> Fault:
    """Say that a list of fixed length is longer or shorter."""
    length = length_of(_type_at(path)) or 0
    what = Text(f"{length}個でない", f"does not hold {length}")
    return Fault(path, what, Text(f"ちょうど{length}個書く", f"write exactly {length}"))


_KINDS: Mapping[str, tuple[str, str, Text]] = {
    "int": (
        "整数",
        "a whole number",
        Text("単位や引用符を付けず整数を書く", "write a whole number, without unit or quotes"),
    ),
    "float": ("数", "a number", Text("1.5 のように書く", "write 1.5, without quotes")),
    "bool": ("真偽値", "true or false", Text("true か false と書く", "write true or false")),
    "date": (
        "日付",
        "a date",
        Text("2019-10-01 のように書く", "write 2019-10-01, year first"),
    ),
    "string": ("文字列", "text", Text("引用符で囲む", "put it in quotes")),
    "tuple": ("並び", "a list", Text("[ ] で囲む", "put it in [ ]")),
    "dict": (
        "表",
        "a table",
        Text('{ "名" = ["値"] } のように書く', 'write it as { "name" = ["value"] }'),
    ),
    "dataclass": ("表", "a table", Text("[表の名] の下に書く", "write it as a [table]")),
}


def _type_at(path: KeyPath) -> object:
    """Return the type of the value at a path of a scenario."""
    kind: object = Scenario
    for part in path:
        if isinstance(part, int):
            kind = item_of(kind) or kind
        else:
            table = table_of(kind)
            kind = keys_of(table)[part].type if table and part in keys_of(table) else kind
    return plain(kind)


def words_of(kind: object) -> tuple[str, ...]:
    """Return the words of a closed vocabulary: an enumeration's values or a literal's."""
    members = getattr(kind, "__members__", None) or {}
    words = tuple(str(m.value) for m in members.values())
    return words or tuple(str(a) for a in getattr(kind, "__args__", ()))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=_as_text)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 3] + "..."
