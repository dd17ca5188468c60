"""JSON to frozen types and back: strict, hostile until read, all problems at once.

Read: types exactly as declared, no key unknown or twice, no NaN, nothing filled in in silence.
Written: one entry of a list per line, fields in their order, what has its default left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from consolidation.errors import InputProblems, Problem
from consolidation.json_text import json_tree, laid_out, read_text
from consolidation.nearest import suggestion
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
    return parse_strict(read_text(path), kind, path.name)


def parse_strict(text: str, kind: type[T], source: str) -> T:
    """Return the value of a type that a JSON text holds; refuse like `read_strict`."""
    problems = list(islice(_unknown_keys(json_tree(text, source), kind, (), source), MOST_PROBLEMS))
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
    return laid_out(tree)


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
