"""Design files: back to equal values, strict, hostile until read; what `verify` finds in them."""

import json
import re
import sys
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from consolidation.errors import InputProblems
from consolidation.export.verify_design_file import verify_design_file
from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.certificate import Claim, DesignCertificate, Leaf, Split
from consolidation.redesign.designing.files.check_design import (
    FINEST,
    MOST,
    MOST_FOUND,
    MOST_PROBLEMS,
    problems_of,
)
from consolidation.redesign.designing.files.design_file import (
    dump_design,
    is_design_file,
    read_design,
    refuse_other_file,
    write_design,
)
from consolidation.redesign.designing.files.exact_json import dump_exact, parse_exact
from consolidation.redesign.designing.problem import (
    Demand,
    DesignLink,
    DesignProblem,
    Failure,
    Module,
)
from consolidation.redesign.designing.recipes import (
    Covering,
    Given,
    Grouped,
    Metric,
    Spanning,
    Survived,
)
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.sndlib.model import IN_TAG
from consolidation.redesign.sndlib.read import read_instance
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.redesign.designing.oracle import broken, cheapest, price, small
from tests.redesign.designing.thinner import thinner

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

CERTIFICATE = DesignCertificate(
    bound=Fraction(1, 3),
    columns=((0, 0), (2, 1)),
    claims=(
        Claim(factors=((0, -1), (3, 10**40)), least=2, recipe=Given(4)),
        Claim(factors=(), least=-2, recipe=Metric(0, (1, 0, 2))),
        Claim(factors=((1, 1),), least=1, recipe=Metric(0, (), priced=5)),
        Claim(factors=((1, 1),), least=1, recipe=Spanning(1, (0, 1), opened=True)),
        Claim(factors=((1, 1),), least=1, recipe=Grouped(1, (0, 1), unit=3)),
        Claim(factors=((1, 1),), least=1, recipe=Survived((0, 1), unit=3)),
        Claim(factors=((1, 1),), least=1, recipe=Covering(), parents=(0,)),
    ),
    nodes=(
        Split(variable=0, at=-1, below=1, above=2),
        Leaf(((0, Fraction(2, 3)), (5, Fraction(1)))),
        Leaf(()),
    ),
)
IMPOSSIBLE = NetworkDesign(
    status=Status.INFEASIBLE, cost=None, bound=Fraction(0), culprit=Text("理由", "reason")
)
PROBLEM = DesignProblem(
    name="豊中",
    nodes=("A", "B"),
    links=(
        DesignLink(id="L1", a="A", b="B", modules=(Module(Fraction(5, 2), Fraction(7)),)),
        DesignLink(id="L2", a="A", b="B", installed=Fraction(5)),
    ),
    demands=(Demand(id="D1", source="A", target="B", amounts=(Fraction(5),)),),
    failures=(Failure(id="F1", links=("L2",)), Failure(id="F2", nodes=("A",))),
)
DESIGN = NetworkDesign(
    status=Status.OPTIMAL,
    cost=Fraction(14),
    bound=Fraction(14),
    purchases=(Purchase(link="L1", counts=(Fraction(2),)),),
)
TEXT = dump_design(PROBLEM, DESIGN)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "d.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(folder: Path, text: str | bytes) -> list[tuple[str | None, str]]:
    with pytest.raises(InputProblems) as raised:
        read_design(written(folder, text))
    assert all(p.source == "d.json" and p.what.ja for p in raised.value.problems)
    return [(p.column, p.render("en")) for p in raised.value.problems]


def changed(old: str, new: str, text: str = TEXT) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_designs_read_back_equal(tmp_path: Path):
    num_found = 0
    for seed in range(40):
        problem = small(seed)
        best = cheapest(problem)
        design = IMPOSSIBLE if best is None else best.design()
        num_found += best is not None
        text = dump_design(problem, design)
        read = read_design(written(tmp_path, text))
        assert (read.problem, read.design) == (problem, design), seed
        assert dump_design(read.problem, read.design) == text
        assert verify_design_file(tmp_path / "d.json").ok, seed
    assert num_found > 20


def test_a_certificate_of_every_recipe_reads_back_equal(tmp_path: Path):
    design = replace(DESIGN, certificate=CERTIFICATE, stopped_by="nodes")
    text = dump_design(PROBLEM, design)
    assert read_design(written(tmp_path, text)).design == design
    kinds = [
        claim["recipe"]["kind"] for claim in json.loads(text)["design"]["certificate"]["claims"]
    ]
    assert kinds == ["given", "metric", "metric", "spanning", "grouped", "survived", "covering"]


@dataclass(frozen=True)
class Later:
    """A type with what a later certificate may have."""

    columns: tuple[tuple[int, Fraction, str], ...]
    node: Leaf | Split | None = None
    flag: bool = False


def test_a_type_needs_no_code_of_its_own():
    value = Later(((1, Fraction(-7, 3), "x"),), Leaf(()), flag=True)
    text = dump_exact(value, Later)
    assert json.loads(text) == {
        "columns": [[1, "-7/3", "x"]],
        "node": {"kind": "leaf", "multipliers": []},
        "flag": True,
    }
    assert parse_exact(text, Later, "x") == value
    assert parse_exact('{"columns": [], "node": null}', Later, "x") == Later(())
    with pytest.raises(InputProblems) as raised:
        parse_exact('{"columns": [[1, 2], [true, 2, 3]], "flag": 1, "node": 3}', Later, "x")
    assert [(p.column, p.what.en) for p in raised.value.problems] == [
        ("columns.0", "3 entries expected, 2 found"),
        ("columns.1.0", "is not a whole number"),
        ("columns.1.2", "is not a text"),
        ("node", "is not an object {...}"),
        ("flag", "is neither true nor false"),
    ]


def test_the_largest_amounts_of_sndlib_are_read_back(tmp_path: Path):
    largest, finest = "1000000000000000", "0." + "0" * 22 + "1e-15"
    network = f"""?SNDlib native format; type: network; version: 1.0
NODES (
 a ( 0 0 )
 b ( 0 0 )
)
LINKS (
 L ( a b ) {largest} {finest} {largest} {finest} ( {finest} {largest} )
)
DEMANDS (
 d ( a b ) {largest} {largest} UNLIMITED
 e ( a b ) {finest} {finest} UNLIMITED
)
"""
    path = tmp_path / "net.txt"
    path.write_text(network, "utf-8")
    problem = read_instance(path, "U-U-M-Y-C-A-N-N")
    assert {d.amounts[0] for d in problem.demands} == {Fraction(10**30), Fraction(1, 10**76)}
    design = NetworkDesign(status=Status.UNKNOWN, cost=None, bound=Fraction(0))
    assert read_design(written(tmp_path, dump_design(problem, design))).problem == problem


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", None, "cannot be read as JSON"),
        ("[" * 100_000, None, "cannot be read as JSON"),
        (b"\xff\xfe", None, "UTF-8"),
        ("[]", None, "is not an object"),
        ("{}", "problem", "is missing"),
        ('{"format": 1, "format": 2}', None, "key twice: format"),
        (changed('"cost": 14', '"cost": NaN'), None, "NaN is no number"),
        (changed('"cost": 14', '"cost": ' + "9" * 5000), None, "cannot be read as JSON"),
        (changed("豊中", r"\ud800"), None, "cannot be read as JSON"),
        (changed("design 1", "design 2"), "format", "is not one of 'consolidation design 1'"),
        (changed('"cost": 14', '"cost": 14.0'), "design.cost", "neither a whole number nor"),
        (changed('"cost": 14', '"cost": true'), "design.cost", "neither a whole number nor"),
        (changed('"cost": 14', '"cost": "14/0"'), "design.cost", "neither a whole number nor"),
        (changed('"cost": 14', '"cost": "1e999999999"'), "design.cost", "neither a whole"),
        (changed('"cost": 14', f'"cost": "{"9" * 4001}/1"'), "design.cost", "neither a whole"),
        (changed('"cost": 14', '"price": 14'), "design.cost", "is missing"),
        (changed('"cost": 14', '"cost": 14, "cots": 1'), "design.cots", "did you mean 'cost'?"),
        (changed('"optimal"', '"best"'), "design.status", "is not one of 'optimal', 'feasible'"),
        (changed("[2]", "[[2]]"), "design.purchases.0.counts.0", "neither a whole number"),
        (changed("[2]", "2"), "design.purchases.0.counts", "is not a list"),
        (changed('["A", "B"]', '["A", 3]'), "problem.nodes.1", "is not a text"),
    ],
)
def test_a_malformed_file_says_where_and_what(tmp_path: Path, text, place, words):
    found = refused(tmp_path, text)
    assert any(where == place and words in what for where, what in found), found


def test_all_problems_are_told_up_to_a_limit(tmp_path: Path):
    text = changed('"5/2"', '"2.5"', changed('"cost": 14', '"cost": []'))
    places = [place for place, _ in refused(tmp_path, text)]
    assert places == ["problem.links.0.modules.0.capacity", "design.cost"]
    assert len(refused(tmp_path, changed("[2]", str([[]] * 999)))) == MOST_PROBLEMS
    assert len(refused(tmp_path, changed('["A", "B"]', '["A", "B"' + ', "A"' * 9 + "]"))) == 1


@pytest.mark.parametrize("text", ['{"kind": "metrik", "state": 0, "lengths": []}', "7", "{}"])
def test_a_recipe_of_no_kind_is_refused(tmp_path: Path, text: str):
    design = replace(DESIGN, certificate=CERTIFICATE)
    old = '{"kind": "given", "number": 4}'
    (found,) = refused(tmp_path, changed(old, text, dump_design(PROBLEM, design)))
    assert (found[0] or "").startswith("design.certificate.claims.0.recipe")


def link(**changes: object) -> DesignProblem:
    return replace(PROBLEM, links=(replace(PROBLEM.links[0], **changes), PROBLEM.links[1]))


def demand(**changes: object) -> DesignProblem:
    return replace(PROBLEM, demands=(replace(PROBLEM.demands[0], **changes),))


HUGE = Fraction(MOST + 1)
UNSOUND: dict[str, tuple[DesignProblem, str, str]] = {
    "no slice": (replace(PROBLEM, slices=(), demands=()), "slices", "no slice of time"),
    "slice twice": (
        replace(demand(amounts=(HUGE - 1,) * 2), slices=("day", "day")),
        "slices",
        "day appears 2 times",
    ),
    "node twice": (replace(PROBLEM, nodes=("A", "B", "A")), "nodes", "A appears 2 times"),
    "link twice": (link(id="L2"), "links", "L2 appears 2 times"),
    "demand twice": (
        replace(PROBLEM, demands=PROBLEM.demands * 2),
        "demands",
        "D1 appears 2 times",
    ),
    "failure twice": (
        replace(PROBLEM, failures=(Failure(id="F"), Failure(id="F"))),
        "failures",
        "F appears 2 times",
    ),
    "end": (link(b="C"), "links.0.b", "there is no C"),
    "source": (demand(source="C"), "demands.0.source", "there is no C"),
    "target": (demand(target="C"), "demands.0.target", "there is no C"),
    "amounts": (demand(amounts=()), "demands.0.amounts", "1 amounts expected"),
    "negative": (demand(amounts=(Fraction(-1),)), "demands.0.amounts.0", "is negative"),
    "normal factor": (
        replace(PROBLEM, normal_factor=Fraction(-1)),
        "normal_factor",
        "is negative",
    ),
    "huge": (link(installed=HUGE), "links.0.installed", "is too large"),
    "fine": (link(setup_cost=Fraction(1, FINEST + 1)), "links.0.setup_cost", "denominator"),
    "routing cost": (link(routing_cost=Fraction(-1)), "links.0.routing_cost", "is negative"),
    "installed cost": (link(installed_cost=-HUGE), "links.0.installed_cost", "is negative"),
    "module": (
        link(modules=(Module(Fraction(1), HUGE),)),
        "links.0.modules.0.cost",
        "is too large",
    ),
    "capacity": (
        link(modules=(Module(Fraction(-1), Fraction(1)),)),
        "links.0.modules.0.capacity",
        "is negative",
    ),
    "failed link": (
        replace(PROBLEM, failures=(Failure(id="F", links=("L1", "L3")),)),
        "failures.0.links.1",
        "there is no L3",
    ),
    "failed node": (
        replace(PROBLEM, failures=(Failure(id="F", nodes=("C",)),)),
        "failures.0.nodes.0",
        "there is no C",
    ),
}


@pytest.mark.parametrize("case", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_problem_is_refused(tmp_path: Path, case: tuple[DesignProblem, str, str]):
    problem, place, words = case
    found = refused(tmp_path, dump_design(problem, DESIGN))
    assert [where for where, _ in found] == [f"problem.{place}"]
    assert words in found[0][1]


@pytest.mark.parametrize(
    ("design", "place"),
    [
        (replace(DESIGN, cost=Fraction(MOST_FOUND + 1)), "design.cost"),
        (replace(DESIGN, bound=-Fraction(MOST_FOUND + 1)), "design.bound"),
        (
            replace(DESIGN, purchases=(Purchase(link="L1", counts=(Fraction(10**101),)),)),
            "design.purchases.0.counts.0",
        ),
        (
            replace(DESIGN, certificate=replace(CERTIFICATE, bound=Fraction(10**400, 3))),
            "design.certificate.bound",
        ),
    ],
)
def test_amounts_that_cannot_be_counted_with_are_refused(tmp_path: Path, design, place: str):
    assert [where for where, _ in refused(tmp_path, dump_design(PROBLEM, design))] == [place]


def test_no_more_problems_are_told_than_anybody_reads():
    many = tuple(replace(PROBLEM.demands[0], id=f"D{i}", source="C") for i in range(99))
    assert problems_of(PROBLEM, DESIGN, "d.json") == ()
    assert len(problems_of(replace(PROBLEM, demands=many), DESIGN, "d.json")) == MOST_PROBLEMS


def test_only_a_design_file_is_replaced(tmp_path: Path):
    path = tmp_path / "deep" / "x.json"
    for _ in range(2):
        write_design(path, PROBLEM, DESIGN)
        assert read_design(path).problem == PROBLEM
    assert [file.name for file in path.parent.iterdir()] == ["x.json"]
    for text in ("", '{"format": "consolidation packing 1"}', '{"x": 1}'):
        path.write_text(text, "utf-8")
        for other in (path, tmp_path):
            assert not is_design_file(other)
            with pytest.raises(InputProblems) as raised:
                write_design(other, PROBLEM, DESIGN)
            assert "not a design file" in raised.value.problems[0].what.en
        assert path.read_text("utf-8") == text
    path.write_text('{"format":"consolidation design 9"}', "utf-8")
    refuse_other_file(path)
    assert is_design_file(path)


def test_a_module_less_is_found_in_the_file_as_in_the_design(tmp_path: Path):
    num_broken = 0
    for seed in range(20):
        problem = small(seed)
        best = cheapest(problem)
        for purchases in () if best is None else thinner(best.purchases):
            design = replace(
                best.design(),
                purchases=purchases,
                cost=price(problem, purchases),
                bound=Fraction(-1),
                status=Status.FEASIBLE,
            )
            result = verify_design_file(written(tmp_path, dump_design(problem, design)))
            wanted = verify_design(problem, design)
            assert tuple(failure.what for failure in result.failures) == wanted, seed
            assert result.ok == (not wanted)
            if broken(problem, purchases):
                num_broken += 1
                assert any(f.what.en.startswith("slice ") for f in result.failures), seed
    assert num_broken > 20


def test_the_certificate_is_checked_and_how_far_it_goes_is_told(tmp_path: Path, monkeypatch):
    asked = []

    def check_bound(problem: DesignProblem, certificate: DesignCertificate) -> tuple[Text, ...]:
        asked.append((problem, certificate))
        return (Text("違う", "wrong"),) if certificate.bound == 14 else ()

    module = ModuleType("check_bound")
    module.__dict__["check_bound"] = check_bound
    monkeypatch.setitem(sys.modules, "consolidation.redesign.designing.check_bound", module)

    def verified(bound: Fraction):
        design = replace(DESIGN, certificate=replace(CERTIFICATE, bound=bound))
        return verify_design_file(written(tmp_path, dump_design(PROBLEM, design)))

    result = verified(Fraction(27, 2))
    assert result.ok
    assert asked == [(PROBLEM, replace(CERTIFICATE, bound=Fraction(27, 2)))]
    assert result.passed[1].en == "certificate: no design costs less than 13.5"
    (note,) = result.notes
    assert note.en == "re-checked is the certificate's bound 13.5; the stated 14 is not"
    (note,) = verified(14 - Fraction(1, 10**6)).notes
    assert note.en == "the certificate shows the stated bound 14 but for rounding: 1e-06 less"
    result = verified(Fraction(14))
    assert [failure.what.en for failure in result.failures] == ["wrong"]
    assert result.notes == ()


@pytest.mark.parametrize("name", ["network-design.md", "network-design.ja.md"])
def test_the_page_names_what_is_solved_of_every_part_and_nothing_else(name: str):
    page = (Path(__file__).parents[3] / "docs" / name).read_text("utf-8")
    rows = re.findall(r"^\| ([1-8]) \| `([A-Z_]+)` \| (.*) \|$", page, re.MULTILINE)
    told = [(int(at), part, set(re.findall(r"`([A-Z])`", words))) for at, part, words in rows]
    assert told == [
        (at, part.keyword, {value.letter for value in part.values if value.solved})
        for at, part in enumerate(IN_TAG, 1)
    ]
