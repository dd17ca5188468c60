"""SNDlib's planning models: what is asked of a network, as a file or as a tag of eight letters.

Source: the model page of SNDlib and Orlowski, Pióro, Tomaszewski and Wessäly, SNDlib 1.0
(Networks 55, 2010). The letters are those of SNDlib's names, such as ``U-U-M-N-C-A-N-N``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consolidation.nearest import suggestion
from consolidation.redesign.designing.problem import Choice, Direction
from consolidation.redesign.sndlib.rows import Cell, Complaints
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Value:
    """What a part of a model may say."""

    keyword: str
    letter: str
    words: Text
    solved: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a model, such as its routing."""

    keyword: str
    values: tuple[Value, ...]


IN_TAG = (
    Part(
        "DEMAND_MODEL",
        (
            Value("UNDIRECTED", "U", Text("需要に向きがない", "undirected demands")),
            Value("DIRECTED", "D", Text("需要に向きがある", "directed demands")),
        ),
    ),
    Part(
        "LINK_MODEL",
        (
            Value(
                "UNDIRECTED",
                "U",
                Text("リンクの両方向の合計が容量以内", "undirected links"),
            ),
            Value(
                "BIDIRECTED",
                "B",
                Text("リンクの各方向が容量以内", "links with the capacity in either direction"),
            ),
            Value("DIRECTED", "D", Text("リンクは一方向", "directed links")),
        ),
    ),
    Part(
        "LINK_CAPACITY_MODEL",
        (
            Value("LINEAR_LINK_CAPACITIES", "L", Text("容量は任意の量", "any amount of capacity")),
            Value(
                "SINGLE_MODULAR_CAPACITIES",
                "S",
                Text("最小のモジュールを任意の個数", "any number of the smallest module"),
            ),
            Value(
                "MODULAR_LINK_CAPACITIES",
                "M",
                Text("モジュールを任意の個数", "any number of modules"),
            ),
            Value(
                "EXPLICIT_LINK_CAPACITIES",
                "E",
                Text("モジュールは高々1個", "one module at most"),
            ),
        ),
    ),
    Part(
        "FIXED_CHARGE_MODEL",
        (
            Value("NO", "N", Text("固定費なし", "no fixed charges")),
            Value("YES", "Y", Text("固定費あり", "fixed charges")),
        ),
    ),
    Part(
        "ROUTING_MODEL",
        (
            Value("CONTINUOUS", "C", Text("経路は任意に分割", "continuous routing")),
            Value("INTEGER", "I", Text("経路は単位ごとに分割", "integer routing"), solved=False),
            Value("SINGLE_PATH", "S", Text("需要ごとに1経路", "single paths"), solved=False),
        ),
    ),
    Part(
        "ADMISSIBLE_PATH_MODEL",
        (
            Value("ALL_PATHS", "A", Text("全ての経路", "all paths")),
            Value(
                "EXPLICIT_LIST", "E", Text("列挙した経路のみ", "listed paths only"), solved=False
            ),
        ),
    ),
    Part(
        "HOP_LIMIT_MODEL",
        (
            Value("IGNORE_HOP_LIMITS", "N", Text("ホップ数の上限なし", "no hop limits")),
            Value(
                "INDIVIDUAL_HOP_LIMITS",
                "Y",
                Text("ホップ数の上限あり", "hop limits"),
                solved=False,
            ),
        ),
    ),
    Part(
        "SURVIVABILITY_MODEL",
        (
            Value("NO_SURVIVABILITY", "N", Text("障害に備えない", "no survivability")),
            Value(
                "ONE_PLUS_ONE_PROTECTION",
                "P",
                Text("1+1プロテクション", "1+1 protection"),
                solved=False,
            ),
            Value(
                "SHARED_PATH_PROTECTION",
                "S",
                Text("共有パスプロテクション", "shared path protection"),
                solved=False,
            ),
            Value(
                "UNRESTRICTED_FLOW_RECONFIGURATION",
                "U",
                Text(
                    "どのリンク1本の障害でも経路を組み直して運べる",
                    "every single link failure, with all traffic routed anew",
                ),
            ),
        ),
    ),
)
"""The parts that have a letter, in the order of the letters."""

_BESIDE_TAG = (
    Part(
        "NODE_MODEL",
        (
            Value("NO_NODE_HARDWARE", "", Text("節点の機器なし", "no node hardware")),
            Value("NODE_HARDWARE", "", Text("節点の機器あり", "node hardware"), solved=False),
        ),
    ),
    Part(
        "OBJECTIVE_MODEL",
        (Value("MINIMIZE_TOTAL_COST", "", Text("総費用を最小に", "least total cost")),),
    ),
)
_PARTS = (*IN_TAG, *_BESIDE_TAG)


@dataclass(frozen=True, slots=True)
class PlanningModel:
    """What is asked of a network."""

    values: tuple[Value, ...]
    """One per part that has a letter, in their order."""

    @property
    def tag(self) -> str:
        """The model's name in SNDlib."""
        return "-".join(value.letter for value in self.values)

    @property
    def words(self) -> Text:
        """The model's name in words."""
        words = [value.words for value in self.values]
        return Text("、".join(w.ja for w in words), ", ".join(w.en for w in words))

    @property
    def direction(self) -> Direction:
        """How traffic uses the capacity of a link."""
        return Direction(self.values[1].keyword.lower())

    @property
    def choice(self) -> Choice:
        """How modules may be combined."""
        return {"L": Choice.LINEAR, "E": Choice.EXPLICIT}.get(self._letter(2), Choice.MODULAR)

    @property
    def smallest_only(self) -> bool:
        """Whether only the module with the smallest capacity may be bought."""
        return self._letter(2) == "S"

    @property
    def fixed_charges(self) -> bool:
        """Whether setup costs are paid."""
        return self._letter(3) == "Y"

    @property
    def survives(self) -> bool:
        """Whether all demands must be carried when any single link fails."""
        return self._letter(7) == "U"

    def _letter(self, at: int) -> str:
        return self.values[at].letter


def is_tag(text: str) -> bool:
    """Return whether a text has the look of a tag, right or wrong.

    >>> is_tag("U-U-M-N-C-A-N-N"), is_tag("u-u"), is_tag("x.txt")
    (True, True, False)
    """
    return re.fullmatch(r"[A-Za-z](-[A-Za-z])+", text) is not None


def how_to_write() -> Text:
    """Say how a tag is written."""
    letters = "-".join(f"[{''.join(v.letter for v in part.values)}]" for part in IN_TAG)
    order = ", ".join(part.keyword for part in IN_TAG)
    return Text(
        f"略号の書き方: {letters} ({order} の順)、例: U-U-M-N-C-A-N-N",
        f"a tag is written {letters}, in the order {order}; for example U-U-M-N-C-A-N-N",
    )


def of_tag(tag: str, complaints: Complaints) -> PlanningModel | None:
    """Return the model that a tag means; what is not solved of it is noted.

    >>> of_tag("U-U-M-N-C-A-N-N", Complaints("tag")).direction.value
    'undirected'
    """
    letters = tag.upper().split("-")
    if len(letters) != len(IN_TAG):
        what = Text(
            f"文字が{len(IN_TAG)}個のはずだが{len(letters)}個ある",
            f"{len(IN_TAG)} letters expected, {len(letters)} found",
        )
        complaints.add(None, what, how_to_write())
        return None
    said: list[_Said] = []
    for part, letter in zip(IN_TAG, letters, strict=True):
        found = next((value for value in part.values if value.letter == letter), None)
        if found is None:
            known = ", ".join(f"{v.letter} ({v.keyword})" for v in part.values)
            what = Text(f"{part.keyword} に {letter} はない", f"{part.keyword} has no {letter}")
            complaints.add(None, what, Text(f"使える文字: {known}", f"known: {known}"))
        else:
            said.append(_Said(part, found, None))
    return _model(said, complaints)


def of_entries(
    entries: Sequence[tuple[Cell, Cell]], complaints: Complaints
) -> PlanningModel | None:
    """Return the model that a file describes; what is not solved of it is noted.

    Words are recognised whatever their case, hyphens and underscores: the two formats differ in
    nothing else. A file may say nothing of node hardware and of the objective.
    """
    said: list[_Said] = []
    for name, word in entries:
        part = next((p for p in _PARTS if _alike(p.keyword) == _alike(name.text)), None)
        if part is None:
            shown = name.text[:40]
            what = Text(f"このような項目はない: '{shown}'", f"there is no part '{shown}'")
            complaints.add(name.line, what, suggestion(shown, [p.keyword for p in _PARTS]))
            continue
        before = next((other for other in said if other.part is part), None)
        if before is not None:
            what = Text(
                f"{part.keyword} は{before.line}行目にもある",
                f"{part.keyword} is in line {before.line} too",
            )
            complaints.add(name.line, what, Text("一つにする", "keep one"))
            continue
        value = next((v for v in part.values if _alike(v.keyword) == _alike(word.text)), None)
        if value is None:
            shown = word.text[:40]
            what = Text(
                f"{part.keyword} に '{shown}' はない", f"{part.keyword} has no value '{shown}'"
            )
            complaints.add(word.line, what, suggestion(shown, [v.keyword for v in part.values]))
        said.append(_Said(part, value, word.line))
    for part in IN_TAG:
        if not any(each.part is part for each in said):
            example = f"{part.keyword} = {part.values[0].keyword}"
            what = Text(f"{part.keyword} がない", f"{part.keyword} is missing")
            complaints.add(None, what, Text(f"例: {example}", f"for example {example}"))
    return _model(said, complaints)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of a part, in which line; no value where it is none that there is."""

    part: Part
    value: Value | None
    line: int | None


def _model(said: Sequence[_Said], complaints: Complaints) -> PlanningModel | None:
    """Return the model if every letter is known, and note what is not solved."""
    for each in said:
        if each.value is None or each.value.solved:
            continue
        solved = ", ".join(value.keyword for value in each.part.values if value.solved)
        what = Text(
            f"{each.part.keyword} = {each.value.keyword} ({each.value.words.ja}) は解けない",
            f"{each.part.keyword} = {each.value.keyword} ({each.value.words.en}) is not solved",
        )
        complaints.add(each.line, what, Text(f"解けるもの: {solved}", f"solved: {solved}"))
    value_of = {each.part.keyword: each.value for each in said}
    values = [value for part in IN_TAG if (value := value_of.get(part.keyword)) is not None]
    if len(values) < len(IN_TAG):
        return None
    if values[0].letter == "U" and values[1].letter != "U":
        line = next(each.line for each in said if each.part is IN_TAG[1])
        what = Text(
            f"向きのない需要に LINK_MODEL = {values[1].keyword} は合わない",
            f"undirected demands do not go with LINK_MODEL = {values[1].keyword}",
        )
        fix = Text(
            "LINK_MODEL = UNDIRECTED または DEMAND_MODEL = DIRECTED とする",
            "use LINK_MODEL = UNDIRECTED, or DEMAND_MODEL = DIRECTED",
        )
        complaints.add(line, what, fix)
    return PlanningModel(tuple(values))


def _alike(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())
