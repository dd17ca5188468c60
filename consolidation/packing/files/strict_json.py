"""JSON to frozen types and back: strict, hostile until read, all problems at once.

Read: types exactly as declared, no key unknown or twice, no NaN, nothing filled in in silence.
Written: one entry of a list per line, fields in their order, what has its default left out.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from consolidation.errors import InputProblems, Problem
from consolidation.nearest import suggestion
from consolidation.regular_file import read_regular
from consolidation.text import Text

T = TypeVar("T")
MOST_PROBLEMS = 50
"""Problems of one file that are told at once."""

_WHAT: Mapping[str, Text] = {
    "missing": Text("項目がない", "is missing"),
    "int_type": Text("整数ではない", "is not a whole number"),
    "int_parsing_size": Text("整数ではない", "is not a whole number"),
    "string_type": Text("文字列ではない", "is not a text"),
    "bool_type": Text("true でも false でもない", "is neither true nor false"),
    "tuple_type": Text("一覧ではない", "is not a list"),
    "too_long": Text("要素が多すぎる", "has too many entries"),
    "dataclass_type": Text("項目の組 {...} ではない", "is not an object {...}"),
    "json_invalid": Text("JSONとして読めない", "cannot be read as JSON"),
}
_OTHERWISE = Text("形が正しくない", "does not have the right shape")
_WORDS = ("enum", "literal_error")


def read_strict(path: Path, kind: type[T]) -> T:
    """Return the value of a type that a JSON file holds.

    Raises `InputProblems` naming every place that is wrong, up to `MOST_PROBLEMS`.
    """
    try:
        text = read_regular(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = Text("UTF-8 で書かれていない", "is not written in UTF-8")
        raise InputProblems(path.name, [Problem(path.name, None, None, what)]) from error
    return parse_strict(text, kind, path.name)


def parse_strict(text: str, kind: type[T], source: str) -> T:
    """Return the value of a type that a JSON text holds; refuse like `read_strict`."""
    problems = list(islice(_unknown_keys(_tree(text, source), kind, (), source), MOST_PROBLEMS))
    try:
        value = TypeAdapter(kind).validate_json(text, strict=True)
    except ValidationError as error:
        problems += _translated(error, source)
        raise InputProblems(source, problems[:MOST_PROBLEMS]) from error
    if problems:
        raise InputProblems(source, problems)
    return value


def dump_strict(value: T, kind: type[T]) -> str:
    """Return a value as JSON text that reads back to an equal value."""
    tree = TypeAdapter(kind).dump_python(value, mode="json", exclude_defaults=True)
    return _laid_out(tree, "") + "\n"


def _laid_out(tree: object, indent: str) -> str:
    """Write objects of objects over several lines, and each entry of a long list on its own."""
    inner = indent + " "
    if isinstance(tree, dict) and any(map(_is_nested, tree.values())):
        rows = [f"{json.dumps(key)}: {_laid_out(part, inner)}" for key, part in tree.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}}}"
    if isinstance(tree, list) and any(isinstance(part, dict) for part in tree):
        rows = [json.dumps(part, ensure_ascii=False, allow_nan=False) for part in tree]
        return "[\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}]"
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)


def _is_nested(tree: object) -> bool:
    if isinstance(tree, dict):
        return True
    return isinstance(tree, list) and any(isinstance(part, dict) for part in tree)


def _tree(text: str, source: str) -> object:
    try:
        tree: object = json.loads(
            text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        what = Text(f"JSONとして読めない: {error.msg}", f"cannot be read as JSON: {error.msg}")
        problem = Problem(source, error.lineno, None, what)
        raise InputProblems(source, [problem]) from error
    except (ValueError, RecursionError) as error:
        what = Text(f"JSONとして読めない: {error}", f"cannot be read as JSON: {error}")
        raise InputProblems(source, [Problem(source, None, None, what)]) from error
    return tree


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of the format")


def _no_key_twice(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        count = Counter(key for key, _ in pairs)
        twice = sorted(key for key, num in count.items() if num > 1)
        raise ValueError(f"key twice: {', '.join(twice)[:200]}")
    return found


def _unknown_keys(
    tree: object, kind: object, at: tuple[str | int, ...], source: str
) -> Iterator[Problem]:
    """Find the keys that no field of the types is called by."""
    if isinstance(tree, list):
        inner = _entry_of(kind)
        if inner is not None:
            for i, part in enumerate(tree):
                yield from _unknown_keys(part, inner, (*at, i), source)
    elif isinstance(tree, dict):
        known = _meant(kind, tree)
        for key, part in tree.items():
            if key not in known and known:
                what = Text("このような項目はない", "there is no such key")
                yield Problem(source, None, _place((*at, key)), what, suggestion(key, known))
            elif key in known:
                yield from _unknown_keys(part, known[key], (*at, key), source)


@cache
def _entry_of(kind: object) -> object | None:
    """Return ``X`` of ``tuple[X, ...]`` where X is or may be a dataclass, else ``None``."""
    for part in _parts(kind):
        if get_origin(part) is tuple and _dataclasses_in(get_args(part)[0]):
            entry: object = get_args(part)[0]
            return entry
    return None


def _meant(kind: object, tree: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fields, with their types, of the dataclass that an object was likely meant to be.

    None where the type allows no dataclass.
    """
    found = map(_fields_of, _dataclasses_in(kind))
    return max(found, key=lambda known: len(known.keys() & tree.keys()), default={})


@cache
def _dataclasses_in(kind: object) -> tuple[type, ...]:
    return tuple(part for part in _parts(kind) if isinstance(part, type) and is_dataclass(part))


@cache
def _fields_of(kind: type) -> Mapping[str, object]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _parts(kind: object) -> tuple[object, ...]:
    """Return the members of a union, ``None`` left out; a type that is none is its own member."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(part for part in get_args(kind) if part is not NoneType)
    return (kind,)


def _translated(error: ValidationError, source: str) -> Iterator[Problem]:
    found = error.errors(include_url=False, include_input=False)
    for item in islice(found, MOST_PROBLEMS):
        what = _WHAT.get(item["type"], _OTHERWISE)
        if item["type"] in _WORDS:
            words = str(item.get("ctx", {}).get("expected", ""))
            what = Text(f"使える語ではない: {words}", f"is not one of {words}")
        yield Problem(source, None, _place(item["loc"]), what)


def _place(at: Sequence[str | int]) -> str | None:
    return ".".join(map(str, at)) or None
