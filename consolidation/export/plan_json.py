"""plan.json: a plan as canonical text, and back to an equal plan."""

from functools import cache

from pydantic import TypeAdapter

from consolidation.errors import InputProblems, Problem
from consolidation.export import canonical_json
from consolidation.scenario.model import PLAN_SCHEMA, Plan
from consolidation.text import Text

PLAN_FILE = "plan.json"

_FIX = Text(
    "手で直さず、もう一度計画を作る",
    "do not mend it by hand; make the plan again",
)


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def dumps(plan: Plan) -> str:
    """Return the plan as canonical JSON text."""
    return canonical_json.dumps(_adapter(), plan)


def loads(text: str, source: str = PLAN_FILE) -> Plan:
    """Return the plan that a text holds.

    Raises `InputProblems` naming every place that is wrong: not JSON, a schema version that this
    tool does not know, a key that is not the format's, a value of another type.
    """
    tree = canonical_json.parse(text, source, _FIX)
    _check_schema(tree, source)
    return canonical_json.loads(_adapter(), tree, text, source, _FIX)


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
