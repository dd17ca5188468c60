"""Models of SNDlib: as tags, in both formats, beside their network; what is solved of them."""

from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.redesign.designing.problem import Choice, Direction
from consolidation.redesign.sndlib.model import IN_TAG
from consolidation.redesign.sndlib.read import read_instance, read_sndlib
from tests.redesign.sndlib.writers import PLAIN, TRIANGLE, markup, native, problems, read

NATIVE_MODEL = """?SNDlib native format; type: model; version: 1.0
# any comment

LINK_MODEL = BIDIRECTED
NODE_MODEL = NO_NODE_HARDWARE
DEMAND_MODEL = DIRECTED
LINK_CAPACITY_MODEL=EXPLICIT_LINK_CAPACITIES
ROUTING_MODEL = CONTINUOUS
ADMISSIBLE_PATH_MODEL = ALL_PATHS
HOP_LIMIT_MODEL = IGNORE_HOP_LIMITS
SURVIVABILITY_MODEL = UNRESTRICTED_FLOW_RECONFIGURATION
FIXED_CHARGE_MODEL = YES
OBJECTIVE_MODEL = MINIMIZE_TOTAL_COST
"""
XML_MODEL = """<?xml version="1.0"?>
<model xmlns="http://sndlib.zib.de/model" version="1.0">
<demandModel>DIRECTED</demandModel>
<linkModel>Bidirected</linkModel>
<linkCapacityModel>explicit-link-capacities</linkCapacityModel>
<fixedChargeModel> YES </fixedChargeModel>
<routingModel>CONTINUOUS</routingModel>
<admissiblePathModel>ALL_PATHS</admissiblePathModel>
<hopLimitModel>IGNORE_HOP_LIMITS</hopLimitModel>
<survivabilityModel>UnrestrictedFlowReconfiguration</survivabilityModel>
</model>
"""
TAG = "D-B-E-Y-C-A-N-U"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "net.txt"
    path.write_text(native(TRIANGLE), "utf-8")
    return path


def beside(network: Path, name: str, text: str) -> Path:
    path = network.parent / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("text", [NATIVE_MODEL, XML_MODEL])
def test_both_formats_and_the_tag_are_one_model(network: Path, text: str):
    instance = read_sndlib(network, beside(network, "any.model", text))
    assert instance.model.tag == TAG
    assert instance == read_sndlib(network, TAG) == read_sndlib(network, TAG.lower())


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("U-U-M-N-C-A-N-N", Direction.UNDIRECTED),
        ("D-U-M-N-C-A-N-N", Direction.UNDIRECTED),
        ("D-B-M-N-C-A-N-N", Direction.BIDIRECTED),
        ("D-D-M-N-C-A-N-N", Direction.DIRECTED),
    ],
)
def test_directions(network: Path, tag: str, direction: Direction):
    assert read_instance(network, tag).direction is direction


@pytest.mark.parametrize(
    ("letter", "choice", "modules"),
    [
        ("L", Choice.LINEAR, [4, 10]),
        ("M", Choice.MODULAR, [4, 10]),
        ("E", Choice.EXPLICIT, [4, 10]),
        ("S", Choice.MODULAR, [4]),
    ],
)
def test_capacities(network: Path, letter: str, choice: Choice, modules: list[int]):
    problem = read_instance(network, PLAIN.replace("M", letter))
    assert problem.choice is choice
    (link,) = [link for link in problem.links if link.id == "L2"]
    assert [module.capacity for module in link.modules] == modules


def test_fixed_charges_and_failures(network: Path):
    without, with_both = read_instance(network, PLAIN), read_instance(network, "U-U-M-Y-C-A-N-U")
    assert [link.setup_cost for link in without.links] == [0, 0, 0]
    assert without.failures == ()
    assert [link.setup_cost for link in with_both.links] == [0, 3, 7]
    assert [failure.links for failure in with_both.failures] == [("L1",), ("L2",), ("L10",)]


def test_opposite_demands_stay_two(tmp_path: Path):
    text = native(TRIANGLE).replace("d2 ( c a )", "d2 ( b a )")
    problem = read(tmp_path, text, "D-U-M-N-C-A-N-N")
    assert [(d.source, d.target, d.amounts[0]) for d in problem.demands] == [
        ("a", "b", 3),
        ("b", "a", 5),
    ]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("U-U-M-N-C-A-N", ["8 letters expected, 7 found"]),
        ("X-U-M-N-C-A-N-X", ["DEMAND_MODEL has no X", "SURVIVABILITY_MODEL has no X"]),
        ("U-D-M-N-C-A-N-N", ["undirected demands do not go with LINK_MODEL = DIRECTED"]),
        (
            "U-B-M-N-I-E-Y-P",
            [
                "ROUTING_MODEL = INTEGER (integer routing) is not solved",
                "ADMISSIBLE_PATH_MODEL = EXPLICIT_LIST (listed paths only) is not solved",
                "HOP_LIMIT_MODEL = INDIVIDUAL_HOP_LIMITS (hop limits) is not solved",
                "SURVIVABILITY_MODEL = ONE_PLUS_ONE_PROTECTION (1+1 protection) is not solved",
                "undirected demands do not go with LINK_MODEL = BIDIRECTED",
            ],
        ),
        ("U-U-M-N-S-A-N-S", ["SINGLE_PATH (single paths) is", "SHARED_PATH_PROTECTION (shared"]),
    ],
)
def test_a_tag_that_is_wrong_or_not_solved(tmp_path: Path, tag: str, words: list[str]):
    found = problems(tmp_path, native(TRIANGLE), tag)
    assert {p.source for p in found} == {tag}
    for problem, word in zip(found, words, strict=True):
        assert word in problem.what.en
        assert problem.fix is not None


def test_every_unsolved_part_says_what_is_solved(tmp_path: Path):
    for at, part in enumerate(IN_TAG):
        for value in part.values:
            tag = "-".join([*"DUMNCANN"[:at], value.letter, *"DUMNCANN"[at + 1 :]])
            if value.solved:
                assert read(tmp_path, native(TRIANGLE), tag).links
                continue
            (found,) = problems(tmp_path, native(TRIANGLE), tag)
            solved = [v.keyword for v in part.values if v.solved]
            assert found.fix is not None
            assert found.fix.en == f"solved: {', '.join(solved)}"


@pytest.mark.parametrize(
    ("old", "new", "line", "words", "fix"),
    [
        ("= CONTINUOUS", "= INTEGER", 8, "(integer routing) is not solved", "solved: CONTINUOUS"),
        ("NO_NODE", "NODE", 5, "NODE_HARDWARE (node hardware) is not solved", "NO_NODE_HARDWARE"),
        ("= DIRECTED", "= UNDIRECTED", 4, "do not go with LINK_MODEL", "use LINK_MODEL"),
        ("ROUTING_MODEL", "ROUTNG_MODEL", 8, "no part 'ROUTNG_MODEL'", "'ROUTING_MODEL'?"),
        ("ROUTING_MODEL", "ROUTNG_MODEL", None, "ROUTING_MODEL is missing", "= CONTINUOUS"),
        ("ALL_PATHS", "ALL_PATH", 9, "has no value 'ALL_PATH'", "did you mean 'ALL_PATHS'?"),
        ("FIXED", "LINK_MODEL = DIRECTED\nFIXED", 12, "LINK_MODEL is in line 4 too", "keep one"),
        ("= YES", "YES", 12, "cannot read 'FIXED_CHARGE_MODEL YES'", "LINK_MODEL = UNDIRECTED"),
        ("type: model", "type: network", 1, "holds a network, not a model", ""),
    ],
)
def test_a_malformed_model_says_where_and_what(
    network: Path, old: str, new: str, line: int | None, words: str, fix: str
):
    assert old in NATIVE_MODEL
    path = beside(network, "any.model", NATIVE_MODEL.replace(old, new, 1))
    with pytest.raises(InputProblems) as raised:
        read_sndlib(network, path)
    found = [
        (p.line, words in p.what.en, fix in (p.fix.en if p.fix else ""))
        for p in raised.value.problems
    ]
    assert (line, True, True) in found, raised.value.problems
    assert {p.source for p in raised.value.problems} == {"any.model"}


def test_problems_of_both_files_are_told_together(network: Path):
    network.write_text(native(TRIANGLE).replace("67.80", "-67.80"), "utf-8")
    path = beside(network, "any.model", NATIVE_MODEL.replace("ALL_PATHS", "EXPLICIT_LIST"))
    with pytest.raises(InputProblems) as raised:
        read_sndlib(network, path)
    assert [p.source for p in raised.value.problems] == ["net.txt", "any.model"]
    with pytest.raises(InputProblems) as raised:
        read_sndlib(network, network.parent / "missing.model")
    assert [p.source for p in raised.value.problems] == ["net.txt", "missing.model"]


def test_the_one_model_beside_is_taken(network: Path):
    beside(network, "net.model.txt", NATIVE_MODEL)
    beside(network, "net2.model.txt", XML_MODEL)  # another network's
    beside(network, "net.xml", markup(TRIANGLE))  # a network
    beside(network, "net.notes", "nothing that is read")
    (network.parent / "net.out").mkdir()
    assert read_sndlib(network, None).model.tag == TAG


def test_no_model_is_chosen_among_several_or_none(network: Path):
    with pytest.raises(InputProblems) as raised:
        read_sndlib(network, None)
    (found,) = raised.value.problems
    assert "none is beside" in found.what.en
    assert found.fix is not None
    assert "[UD]-[UBD]-[LSME]-[NY]-[CIS]-[AE]-[NY]-[NPSU]" in found.fix.en
    beside(network, "net.one.txt", NATIVE_MODEL)
    beside(network, "net.two.xml", XML_MODEL.replace("CONTINUOUS", "INTEGER"))
    with pytest.raises(InputProblems) as raised:
        read_sndlib(network, None)
    (found,) = raised.value.problems
    for language in (found.what.ja, found.what.en):
        assert f"{TAG} (net.one.txt), D-B-E-Y-I-A-N-U (net.two.xml)" in language


def test_what_is_wrong_with_the_one_model_beside_is_told(network: Path):
    beside(network, "net.model", NATIVE_MODEL.replace("CONTINUOUS", "INTEGER"))
    with pytest.raises(InputProblems) as raised:
        read_sndlib(network, None)
    assert [(p.source, p.line) for p in raised.value.problems] == [("net.model", 8)]
