"""plan.json: a plan as canonical text, and back to an equal plan.

Canonical means: UTF-8 as it is (no escapes), keys in order, one space of indent, a line feed at
the end. Equal plans give equal bytes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pydantic import TypeAdapter, ValidationError

from consolidation.errors import InputProblems, Problem
from consolidation.scenario.model import PLAN_SCHEMA, Plan
from consolidation.text import Text

PLAN_FILE = "plan.json"

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
}
_OTHERWISE = Text("形が正しくない", "does not have the right shape")
_FIX = Text(
    "手で直さず、もう一度計画を作る",
    "do not mend it by hand; make the plan again",
)


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def dumps(plan: Plan) -> str:
    """Return the plan as canonical JSON text."""
    tree = _adapter().dump_python(plan, mode="json")
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def loads(text: str, source: str = PLAN_FILE) -> Plan:
    """Return the plan that a text holds.

    Raises `InputProblems` naming every place that is wrong: not JSON, a schema version that this
    tool does not know, a key that is not the format's, a value of another type.
    """
    tree = _parse(text, source)
    _check_schema(tree, source)
    try:
        plan = _adapter().validate_json(text, strict=True)
    except ValidationError as error:
        raise InputProblems(source, _translated(error, source)) from error
    known = _adapter().dump_python(plan, mode="json")
    unknown = [
        Problem(source, None, where, Text("知らない項目", "is not a key of the format"), _FIX)
        for where in _unknown_keys(tree, known, "")
    ]
    if unknown:
        raise InputProblems(source, unknown)
    return plan


def _parse(text: str, source: str) -> object:
    try:
        tree: object = json.loads(
            text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        what = Text(f"JSONとして読めない: {error}", f"cannot be read as JSON: {error}")
        raise InputProblems(source, [Problem(source, None, None, what, _FIX)]) from error
    return tree


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of the format")


def _no_key_twice(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"key twice: {', '.join(twice)}")
    return found


def _check_schema(tree: object, source: str) -> None:
    version = tree.get("schema") if isinstance(tree, dict) else None
    if version == PLAN_SCHEMA and isinstance(version, int) and not isinstance(version, bool):
        return
    what = Text(
        f"書式の版が {version!r} である。この道具が読めるのは {PLAN_SCHEMA}",
        f"format version is {version!r}; this tool reads version {PLAN_SCHEMA}",
    )
    fix = Text(
        "この計画を書いた版の道具で開くか、計画を作り直す",
        "open it with the version of the tool that wrote it, or make the plan again",
    )
    raise InputProblems(source, [Problem(source, None, "schema", what, fix)])


def _translated(error: ValidationError, source: str) -> list[Problem]:
    return [
        Problem(
            source,
            None,
            ".".join(str(part) for part in item["loc"]) or None,
            _WHAT.get(item["type"], _OTHERWISE),
            _FIX,
        )
        for item in error.errors(include_url=False, include_context=False)
    ]


def _unknown_keys(tree: object, known: object, where: str) -> Iterator[str]:
    """Yield the path of every key that the parsed plan no longer has."""
    if isinstance(tree, dict) and isinstance(known, dict):
        for key, value in tree.items():
            path = f"{where}.{key}" if where else key
            if key in known:
                yield from _unknown_keys(value, known[key], path)
            else:
                yield path
    elif isinstance(tree, list) and isinstance(known, list):
        for i, (value, known_value) in enumerate(zip(tree, known, strict=True)):
            yield from _unknown_keys(value, known_value, f"{where}.{i}")
