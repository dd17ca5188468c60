"""A dataclass as canonical JSON text, and back to an equal one; anything else is refused.

Canonical means: UTF-8 as it is (no escapes), keys in order, one space of indent, a line feed at
the end, fractions as ``n/d``. Equal values give equal bytes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from consolidation.errors import InputProblems, Problem
from consolidation.text import Text

T = TypeVar("T")

_WHAT: Mapping[str, Text] = {
    "missing": Text("項目がない", "is missing"),
    "int_type": Text("整数ではない", "is not a whole number"),
    "string_type": Text("文字列ではない", "is not a text"),
    "float_type": Text("数ではない", "is not a number"),
    "bool_type": Text("true でも false でもない", "is neither true nor false"),
    "tuple_type": Text("一覧ではない", "is not a list"),
    "enum": Text("使える語ではない", "is not one of the known words"),
    "literal_error": Text("使える語ではない", "is not one of the known words"),
    "date_from_datetime_parsing": Text("日付ではない", "is not a date"),
    "date_parsing": Text("日付ではない", "is not a date"),
    "fraction_parsing": Text("分数ではない", "is not a fraction"),
    "fraction_type": Text("分数ではない", "is not a fraction"),
}
_OTHERWISE = Text("形が正しくない", "does not have the right shape")
_UNKNOWN = Text("知らない項目", "is not a key of the format")
_OTHER_SPELLING = Text("この書式の書き方ではない", "is not written as the format writes it")


def dumps(adapter: TypeAdapter[T], value: T) -> str:
    """Return the canonical JSON text of a value."""
    tree = adapter.dump_python(value, mode="json")
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def parse(text: str, source: str, fix: Text) -> object:
    """Return the tree of a JSON text in which no key stands twice, or raise `InputProblems`."""
    try:
        tree: object = json.loads(
            text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        what = Text(f"JSONとして読めない: {error}", f"cannot be read as JSON: {error}")
        raise InputProblems(source, [Problem(source, None, None, what, fix)]) from error
    return tree


def loads(adapter: TypeAdapter[T], tree: object, text: str, source: str, fix: Text) -> T:
    """Return the value that a text holds, whose tree is given as well.

    Raises `InputProblems` naming every place that is wrong: a key that is not the format's, a
    value of another type, or one that the format writes otherwise.
    """
    try:
        value = adapter.validate_json(text, strict=True)
    except ValidationError as error:
        raise InputProblems(source, _translated(error, source, fix)) from error
    known = adapter.dump_python(value, mode="json")
    others = [Problem(source, None, path, what, fix) for path, what in _others(tree, known, "")]
    if others:
        raise InputProblems(source, others)
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of the format")


def _no_key_twice(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"key twice: {', '.join(twice)}")
    return found


def _translated(error: ValidationError, source: str, fix: Text) -> list[Problem]:
    return [
        Problem(
            source,
            None,
            ".".join(str(part) for part in item["loc"]) or None,
            _WHAT.get(item["type"], _OTHERWISE),
            fix,
        )
        for item in error.errors(include_url=False, include_context=False)
    ]


def _others(tree: object, known: object, where: str) -> Iterator[tuple[str, Text]]:
    """Yield the path of every key and value that the parsed value does not have."""
    if isinstance(tree, dict) and isinstance(known, dict):
        for key, value in tree.items():
            path = f"{where}.{key}" if where else key
            if key in known:
                yield from _others(value, known[key], path)
            else:
                yield path, _UNKNOWN
    elif isinstance(tree, list) and isinstance(known, list):
        for i, (value, known_value) in enumerate(zip(tree, known, strict=True)):
            yield from _others(value, known_value, f"{where}.{i}")
    elif tree != known:
        yield where, _OTHER_SPELLING
