"""JSON Schema of the scenario file format, for editors that complete and check while typing.

The schema says what one file may hold, so nothing is required: a file may take it from the
scenarios it is based on. Run as a module to write it::

    python -m consolidation.scenario.schema scenarios/scenario.schema.json

A scenario names it in its first line: ``#:schema ./scenario.schema.json``.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from consolidation.scenario.keys import (
    Key,
    item_of,
    keys_of,
    length_of,
    named_of,
    plain,
    table_of,
)
from consolidation.scenario.model import Scenario
from consolidation.scenario.sources import BASED_ON
from consolidation.scenario.values import words_of
from consolidation.text import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_BASED_ON: Mapping[str, object] = {
    "description": "Scenarios this one is based on: NAME for NAME.toml beside it, or a path. "
    "Later ones override earlier ones, this file overrides all. Tables merge key by key, "
    "[[platforms]] and [[platforms.clusters]] by id; other lists are replaced.",
    "type": "array",
    "items": {"type": "string", "minLength": 1},
}
_TEXT: Mapping[str, object] = {
    "description": "Text in both languages, or one string for both.",
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"ja": {"type": "string"}, "en": {"type": "string"}},
            "required": ["ja", "en"],
            "additionalProperties": False,
        },
    ],
}
_PLAIN: Mapping[object, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


def scenario_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a scenario file."""
    definitions: dict[str, object] = {}
    top = _table(Scenario, definitions)
    properties = {BASED_ON: dict(_BASED_ON), **_dict(top["properties"])}
    return {
        "$schema": DIALECT,
        "title": "Scenario",
        **top,
        "properties": properties,
        "$defs": dict(sorted(definitions.items())),
    }


def _table(table: type, definitions: dict[str, object]) -> dict[str, object]:
    return {
        "description": (table.__doc__ or "").splitlines()[0],
        "type": "object",
        "properties": {name: _key(key, definitions) for name, key in keys_of(table).items()},
        "additionalProperties": False,
    }


def _key(key: Key, definitions: dict[str, object]) -> dict[str, object]:
    schema: dict[str, object] = {"description": key.meaning} if key.meaning else {}
    schema |= _value(key.type, definitions)
    if key.bounds is not None:
        number = _dict(schema["items"]) if "items" in schema else schema
        number["minimum"], number["maximum"] = key.bounds
    if key.default is not None and not is_dataclass(key.default):
        schema["default"] = _json(key.default)
    return schema


def _value(kind: object, definitions: dict[str, object]) -> dict[str, object]:
    item = item_of(kind)
    if item is not None:
        length = length_of(kind)
        sized = {} if length is None else {"minItems": length, "maxItems": length}
        return {"type": "array", "items": _value(item, definitions), **sized}
    named = named_of(kind)
    if named is not None:
        return {"type": "object", "additionalProperties": _value(named, definitions)}
    kind = plain(kind)
    table = table_of(kind)
    if table is Text:
        definitions[Text.__name__] = dict(_TEXT)
        return {"$ref": f"#/$defs/{Text.__name__}"}
    if table is not None:
        definitions.setdefault(table.__name__, _table(table, definitions))
        return {"$ref": f"#/$defs/{table.__name__}"}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        definitions[kind.__name__] = {"enum": list(words_of(kind))}
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if kind is date:
        return {"type": "string", "format": "date"}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    return {"enum": list(getattr(kind, "__args__", ()))}


def _json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_json(v) for v in value]
    return value


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def schema_text() -> str:
    """Return the schema as it is written to the file."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write the schema to the file named, or say how to."""
    match arguments:
        case [target]:
            Path(target).write_text(schema_text(), encoding="utf-8", newline="\n")
            return 0
        case _:
            sys.stderr.write("usage: python -m consolidation.scenario.schema FILE\n")
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
