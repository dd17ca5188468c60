"""JSON to frozen dataclasses with exact numbers and back: strict, all problems at once.

A number that may be a fraction is whole, or a text such as ``"-7/3"``; nothing passes through
floating point. Where one of several dataclasses may stand, ``kind`` names it. What has its
default is left out when written, and no key is unknown when read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from consolidation.errors import InputProblems, Problem
from consolidation.json_text import json_tree, laid_out
from consolidation.nearest import suggestion
from consolidation.text import Text

T = TypeVar("T")
At = tuple[str | int, ...]
MOST_PROBLEMS = 50
"""Problems of one file that are told at once."""
KIND = "kind"
_FRACTION = re.compile(r"(-?[0-9]{1,4000})/([0-9]{1,4000})")  # Python reads no longer integers
_PLAIN: Mapping[type, Text] = {
    bool: Text("true でも false でもない", "is neither true nor false"),
    int: Text("整数ではない", "is not a whole number"),
    str: Text("文字列ではない", "is not a text"),
}
_NO_OBJECT = Text("項目の組 {...} ではない", "is not an object {...}")


def parse_exact(text: str, kind: type[T], source: str) -> T:
    """Return the value of a dataclass that a JSON text holds.

    Raises `InputProblems` naming every place that is wrong, up to `MOST_PROBLEMS`.
    """
    reader = _Reader(source)
    value = reader.value(json_tree(text, source), kind, ())
    if reader.problems:
        raise InputProblems(source, reader.problems)
    return cast("T", value)


def dump_exact(value: T, kind: type[T]) -> str:
    """Return a value as JSON text that reads back to an equal value; equal ones give equal text."""
    return laid_out(_tree(value, kind))


def _tree(value: object, kind: object) -> object:
    if type(value) is int:  # most of a certificate
        return value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        kinds = _entries(kind, len(value))
        return [_tree(part, entry) for part, entry in zip(value, kinds, strict=True)]
    if not is_dataclass(value):
        return value
    own: type = type(value)
    tree: dict[str, object] = {KIND: _word(own)} if len(_members(kind)) > 1 else {}
    for name, field in _fields(own).items():
        part = getattr(value, name)
        if field.default is MISSING or part != field.default:
            tree[name] = _tree(part, _hints(own)[name])
    return tree


class _Reader:
    """Reads one text; what it returns for a place with a problem means nothing."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def value(self, tree: object, kind: object, at: At) -> object:
        """Return the value of a type that a part of the text holds."""
        if type(tree) is kind:  # most of a certificate are integers: long ones are read in time
            return tree
        if tree is None and NoneType in get_args(kind):
            return None
        members = _members(kind)
        if len(members) > 1:
            return self._one_of(tree, members, at)
        (kind,) = members
        if kind is Fraction:
            return self._fraction(tree, at)
        if _origin(kind) is tuple:
            return self._entries(tree, kind, at)
        if _origin(kind) is Literal:
            return self._word(tree, get_args(kind), at)
        assert isinstance(kind, type), "no other types are in use"
        if is_dataclass(kind):
            return self._dataclass(tree, kind, at)
        if issubclass(kind, StrEnum):
            word = self._word(tree, tuple(kind), at)
            return None if word is None else kind(word)
        if type(tree) is not kind:
            self._add(at, _PLAIN[kind])
        return tree

    def _one_of(self, tree: object, members: Sequence[object], at: At) -> object:
        if not isinstance(tree, dict):
            self._add(at, _NO_OBJECT)
            return None
        word_of = {_word(cast("type", member)): member for member in members}
        word = self._word(tree.get(KIND), tuple(word_of), (*at, KIND))
        if word is None:
            return None
        rest = {key: part for key, part in tree.items() if key != KIND}
        return self._dataclass(rest, cast("type", word_of[word]), at)

    def _dataclass(self, tree: object, kind: type, at: At) -> object:
        if not isinstance(tree, dict):
            self._add(at, _NO_OBJECT)
            return None
        before, known, hints = len(self.problems), _fields(kind), _hints(kind)
        for key in tree:
            if key not in known:
                what = Text("このような項目はない", "there is no such key")
                self._add((*at, key), what, suggestion(key, known))
        found = {}
        for name, field in known.items():
            if name in tree:
                found[name] = self.value(tree[name], hints[name], (*at, name))
            elif field.default is MISSING:
                self._add((*at, name), Text("項目がない", "is missing"))
        return kind(**found) if len(self.problems) == before else None

    def _entries(self, tree: object, kind: object, at: At) -> object:
        if not isinstance(tree, list):
            self._add(at, Text("一覧ではない", "is not a list"))
            return None
        kinds = _entries(kind, len(tree))
        if len(kinds) != len(tree):
            what = Text(
                f"要素が{len(kinds)}個のはずだが{len(tree)}個ある",
                f"{len(kinds)} entries expected, {len(tree)} found",
            )
            self._add(at, what)
            return None
        parts = zip(tree, kinds, strict=True)
        return tuple(self.value(part, entry, (*at, i)) for i, (part, entry) in enumerate(parts))

    def _fraction(self, tree: object, at: At) -> Fraction | None:
        if type(tree) is int:
            return Fraction(tree)
        match = _FRACTION.fullmatch(tree) if isinstance(tree, str) else None
        if match is None or not int(match[2]):
            what = Text(
                '整数でも "7/3" のような分数でもない',
                'is neither a whole number nor a fraction such as "7/3"',
            )
            self._add(at, what)
            return None
        return Fraction(int(match[1]), int(match[2]))

    def _word(self, tree: object, words: Sequence[str], at: At) -> str | None:
        if isinstance(tree, str) and tree in words:
            return tree
        known = ", ".join(repr(str(word)) for word in words)
        self._add(at, Text(f"使える語ではない: {known}", f"is not one of {known}"))
        return None

    def _add(self, at: At, what: Text, fix: Text | None = None) -> None:
        place = ".".join(map(str, at)) or None
        self.problems.append(Problem(self.source, None, place, what, fix))
        if len(self.problems) == MOST_PROBLEMS:
            raise InputProblems(self.source, self.problems)


@cache
def _members(kind: object) -> tuple[object, ...]:
    """Return the members of a union, ``None`` left out; a type that is none is its own member."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(part for part in get_args(kind) if part is not NoneType)
    return (kind,)


def _entries(kind: object, num: int) -> tuple[object, ...]:
    """Return the types of the entries of ``tuple[X, ...]`` or ``tuple[X, Y]``."""
    entries = _arguments(kind)
    return entries[:1] * num if entries[1:] == (Ellipsis,) else entries


@cache
def _arguments(kind: object) -> tuple[object, ...]:
    (kind,) = _members(kind)
    return get_args(kind)


@cache
def _origin(kind: object) -> object:
    return get_origin(kind)


@cache
def _fields(kind: type) -> Mapping[str, "Field[object]"]:
    return {field.name: field for field in fields(kind)}


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)


@cache
def _word(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
