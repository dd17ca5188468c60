"""What keys a scenario file may hold: read off the options classes themselves.

Reading, the refusal of unknown keys and the JSON Schema all go by `keys_of`, so that a new field
of an options class is a new key of the file without further work.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType, NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from consolidation.scenario.bounds import BOUNDS, Bounds

KeyPath = tuple[str | int, ...]
"""Where a value stands in a scenario: keys, and positions in lists of tables."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table of a scenario file."""

    name: str
    type: object
    required: bool
    default: object
    """``None`` where the key is required."""
    meaning: str
    """The attribute's docstring; empty where there is none."""
    bounds: Bounds | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One key met in a file's data; ``key`` is ``None`` where it is not known."""

    path: KeyPath
    value: object
    key: Key | None
    known: tuple[str, ...]
    """Names that the table may hold."""


@cache
def keys_of(table: type) -> Mapping[str, Key]:
    """Return the keys of the table that an options class describes, by name.

    >>> from consolidation.sizing.platform import ClusterPlan
    >>> keys_of(ClusterPlan)["spare_hosts"].default
    1
    """
    hints = get_type_hints(table)
    meanings = _meanings(table)
    found = {}
    for field in fields(table):
        required = field.default is MISSING and field.default_factory is MISSING
        factory = field.default_factory
        default = field.default if factory is MISSING else factory()
        bounds = BOUNDS.get((table, field.name))
        found[field.name] = Key(
            field.name,
            hints[field.name],
            required,
            None if required else default,
            meanings.get(field.name, ""),
            bounds,
        )
    return MappingProxyType(found)


def visits(data: Mapping[str, object], table: type, at: KeyPath = ()) -> Iterator[Visit]:
    """Walk a table of a scenario file, and the tables in it, key by key."""
    keys = keys_of(table)
    for name, value in data.items():
        key = keys.get(name)
        yield Visit((*at, name), value, key, tuple(keys))
        if key is not None:
            for inner, kind, path in inner_tables(value, key.type, (*at, name)):
                yield from visits(inner, kind, path)


def inner_tables(
    value: object, kind: object, path: KeyPath
) -> Iterator[tuple[Mapping[str, object], type, KeyPath]]:
    """Yield each table that a value holds, with its options class and its path."""
    table = table_of(kind)
    if table is None:
        return
    if isinstance(value, Mapping):
        yield value, table, path
    elif isinstance(value, list):
        for i, entry in enumerate(value):
            if isinstance(entry, Mapping):
                yield entry, table, (*path, i)


def table_of(kind: object) -> type | None:
    """Return the options class of a field's type, or of its items; ``None`` for a plain value."""
    inner = item_of(kind) or plain(kind)
    return inner if isinstance(inner, type) and is_dataclass(inner) else None


def item_of(kind: object) -> object:
    """Return ``X`` of ``tuple[X, ...]`` and of ``tuple[X, X]``, else ``None``."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def length_of(kind: object) -> int | None:
    """Return how many items a list must hold; ``None``: any number, or it is no list.

    >>> length_of(tuple[str, str]), length_of(tuple[str, ...])
    (2, None)
    """
    items = get_args(kind) if get_origin(kind) is tuple else ()
    return len(items) if items and Ellipsis not in items else None


def named_of(kind: object) -> object:
    """Return ``X`` of ``Mapping[str, X]``, a table whose keys are ids; else ``None``."""
    return get_args(kind)[1] if get_origin(kind) is Mapping else None


def plain(kind: object) -> object:
    """Return ``X`` of ``X | None``, else the type itself."""
    if get_origin(kind) in (Union, UnionType):
        return next(a for a in get_args(kind) if a is not NoneType)
    return kind


def _meanings(table: type) -> Mapping[str, str]:
    """Return the docstrings that stand under the attributes of a class."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(table))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    found = {}
    for attribute, below in pairwise(body):
        match attribute, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                found[name] = " ".join(inspect.cleandoc(text).split())
    return found
