"""Problem and packing files: back to equal values, strict, hostile until read."""

import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.packing.certificate import (
    Certificate,
    Leaf,
    LotCertificate,
    Refuted,
    Row,
    Split,
    Worth,
)
from consolidation.packing.files.check_problem import MOST, MOST_PROBLEMS, problems_of
from consolidation.packing.files.packing_file import dump_packing, read_packing, write_packing
from consolidation.packing.files.problem_file import dump_problem, read_problem
from consolidation.packing.model import (
    Apart,
    Guest,
    HostOption,
    Objective,
    PackingProblem,
    Surcharge,
    Then,
)
from tests.packing import oracle

SMALL = {
    "dimensions": ["memory_mib"],
    "guests": [{"id": "web-01", "cluster": "main", "zone": "office", "demand": [4096]}],
    "options": [{"id": "big", "cluster": "main", "capacity": [65536], "price_yen": 900000}],
}
CERTIFICATE = Certificate(
    lots=(
        LotCertificate(
            clusters=("a",),
            bound=1,
            rows=(
                Row(
                    cluster="a",
                    zone="x",
                    by="hand",
                    scale=10**30,
                    prices=(("g0", 10**30),),
                    worths=(Worth(option="t0", levels=(0, 1), worth=3),),
                    weights=(1, 2),
                    unit=1,
                ),
            ),
            nodes=(
                Split(
                    spare=False,
                    cluster="a",
                    zone="x",
                    option="t0",
                    levels=(0,),
                    at_most=1,
                    low=1,
                    high=2,
                ),
                Leaf(rows=((0, 1),), stocks=(("t0", 1),), spares=(("a", -1),), unit=2),
                Refuted(cluster="a", zone="x", hosts=(Worth(option="t0", levels=(), worth=1),)),
            ),
        ),
    )
)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "p.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(folder: Path, text: str | bytes, read=read_problem) -> list[tuple[str | None, str]]:
    with pytest.raises(InputProblems) as raised:
        read(written(folder, text))
    assert all(p.source == "p.json" and p.what.ja for p in raised.value.problems)
    return [(p.column, p.render("en")) for p in raised.value.problems]


def test_problems_read_back_equal(tmp_path: Path):
    for seed in range(60):
        problem = oracle.instance(seed)
        text = dump_problem(problem)
        assert read_problem(written(tmp_path, text)) == problem
        assert dump_problem(read_problem(tmp_path / "p.json")) == text


def test_packings_read_back_equal_with_their_certificate(tmp_path: Path):
    found = None
    for seed in range(60):
        problem = oracle.instance(seed)
        found = oracle.best(problem)
        if found is not None:
            packing = replace(oracle.packing_of(problem, found), certificate=CERTIFICATE)
            read = read_packing(written(tmp_path, dump_packing(problem, packing)))
            assert (read.problem, read.packing) == (problem, packing)
    assert found is not None


def test_the_smallest_file_takes_its_defaults(tmp_path: Path):
    problem = read_problem(written(tmp_path, "\ufeff" + json.dumps(SMALL)))
    assert problem.guests == (Guest(id="web-01", cluster="main", zone="office", demand=(4096,)),)
    assert (problem.objective, problem.then, problem.spares) == (Objective.COST, None, ())


@pytest.mark.parametrize("name", ["packing-problem.md", "packing-problem.ja.md"])
def test_the_documented_example_is_a_problem_and_every_key_is_documented(tmp_path: Path, name: str):
    page = (Path(__file__).parents[2] / "docs" / name).read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    problem = read_problem(written(tmp_path, example))
    assert oracle.optimum(problem) == 5_950_000  # db-2 on new costs 50,000 more; the spare is new
    kinds = (PackingProblem, Guest, HostOption, Apart, Surcharge)
    keys = {field.name for kind in kinds for field in fields(kind)} - {"guests", "options"}
    assert sorted(key for key in keys if not re.search(rf"`[a-z]*(\[\]\.)?{key}`", page)) == []


def test_a_name_in_japanese_is_written_as_it_is(tmp_path: Path):
    guest = Guest(id="住基-01", cluster="c", zone="z", demand=(1,))
    problem = PackingProblem(dimensions=("d",), guests=(guest,), options=())
    assert "住基-01" in dump_problem(problem)
    assert read_problem(written(tmp_path, dump_problem(problem))) == problem


def changed(**changes: object) -> str:
    return json.dumps({**SMALL, **changes})


def with_guest(**changes: object) -> str:
    (guest,) = SMALL["guests"]
    return changed(guests=[{**guest, **changes}])


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", None, "cannot be read as JSON"),
        ("{", None, "cannot be read as JSON"),
        ("[" * 100_000, None, "cannot be read as JSON"),
        (b"\xff\xfe", None, "UTF-8"),
        ("[]", None, "is not an object"),
        ("3", None, "is not an object"),
        ('{"a": 1, "a": 2}', None, "key twice: a"),
        ('{"dimensions": NaN}', None, "NaN is no number"),
        ('{"dimensions": [-Infinity]}', None, "-Infinity is no number"),
        ('{"dimensions": [' + "9" * 5000 + "]}", None, "cannot be read as JSON"),
        (r'{"dimensions": ["\ud800"]}', None, "cannot be read as JSON"),
        ("{}", "guests", "is missing"),
        (changed(guests={}), "guests", "is not a list"),
        (changed(dimensions="memory"), "dimensions", "is not a list"),
        (changed(gests=[]), "gests", "did you mean 'guests'?"),
        (changed(objective="price"), "objective", "is not one of 'cost' or 'hosts'"),
        (with_guest(labls=["a"]), "guests.0.labls", "did you mean 'labels'?"),
        (with_guest(demand=[1.0]), "guests.0.demand.0", "is not a whole number"),
        (with_guest(demand=[True]), "guests.0.demand.0", "is not a whole number"),
        (with_guest(demand=["1"]), "guests.0.demand.0", "is not a whole number"),
        (with_guest(demand=None), "guests.0.demand", "is not a list"),
        (with_guest(id=7), "guests.0.id", "is not a text"),
        (with_guest(costs=[["big", 1, 2]]), "guests.0.costs.0", "too many"),
        (with_guest(costs=[["big"]]), "guests.0.costs.0.1", "is missing"),
        (changed(guests=[3]), "guests.0", "is not an object"),
        (with_guest(demand=[1, 2]), "guests.0.demand", "web-01: 1 numbers expected, 2 found"),
    ],
)
def test_a_malformed_file_says_where_and_what(tmp_path: Path, text, place, words):
    found = refused(tmp_path, text)
    assert any(where == place and words in what for where, what in found), found


def test_all_problems_are_told_up_to_a_limit(tmp_path: Path):
    found = refused(tmp_path, with_guest(demand=[True], zone=1, labls=[]))
    assert [place for place, _ in found] == ["guests.0.labls", "guests.0.zone", "guests.0.demand.0"]
    assert len(refused(tmp_path, with_guest(demand=["x"] * 10_000))) == MOST_PROBLEMS
    assert len(refused(tmp_path, with_guest(**{f"k{i}": 1 for i in range(99)}))) == MOST_PROBLEMS


def test_a_file_that_is_none(tmp_path: Path):
    with pytest.raises(InputProblems, match="1 problem"):
        read_problem(tmp_path / "missing.json")
    with pytest.raises(InputProblems, match="1 problem"):
        read_problem(tmp_path)


def test_a_packing_file_is_as_strict(tmp_path: Path):
    problem = oracle.instance(1)
    packing = oracle.packing_of(problem, oracle.Found(0, 0, (), ()))
    text = dump_packing(problem, replace(packing, certificate=CERTIFICATE))
    read_packing(written(tmp_path, text))
    (found,) = refused(tmp_path, text.replace('"unit": 2', '"unit": 2, "unt": 3'), read_packing)
    assert found[0] == "packing.certificate.lots.0.nodes.1.unt"
    assert "did you mean 'unit'?" in found[1]
    assert refused(tmp_path, text.replace("packing 1", "packing 9"), read_packing)[0][0] == "format"
    assert refused(tmp_path, dump_problem(problem), read_packing)
    first = problem.guests[0].id
    twice = text.replace('"id": "g1"', f'"id": "{first}"', 1)
    assert ("problem.guests", f"p.json, problem.guests: {first} appears 2 times") in refused(
        tmp_path, twice, read_packing
    )


def test_only_a_packing_file_is_replaced(tmp_path: Path):
    problem = oracle.instance(1)
    packing = oracle.packing_of(problem, oracle.Found(0, 0, (), ()))
    path = tmp_path / "deep" / "x.json"
    for _ in range(2):
        write_packing(path, problem, packing)
        assert read_packing(path).problem == problem
    assert [file.name for file in path.parent.iterdir()] == ["x.json"]
    path.write_text(dump_problem(problem), "utf-8")
    for other in (path, tmp_path):
        with pytest.raises(InputProblems) as raised:
            write_packing(other, problem, packing)
        assert "not a packing file" in raised.value.problems[0].what.en
    assert path.read_text("utf-8") == dump_problem(problem)


SOUND = PackingProblem(
    dimensions=("cpu", "memory"),
    guests=(
        Guest(id="a", cluster="c", zone="x", demand=(1, -1), present="old", only=("north",)),
        Guest(id="b", cluster="c", zone="x", demand=(1, 1), together="t", costs=(("big", 3),)),
        Guest(id="e", cluster="d", zone="x", demand=(1, 1), never=("big",)),
    ),
    options=(
        HostOption(id="big", cluster="c", capacity=(9, 0), price_yen=0, groups=("north",)),
        HostOption(id="big", cluster="d", capacity=(9, 9), price_yen=5, limit=0),
        HostOption(id="old", cluster="c", capacity=(9, 9), price_yen=5, limit=1, most_guests=0),
    ),
    spares=(("c", 1), ("d", 0)),
    rules=(Apart(label="nobody", most=0, beside="none"),),
    surcharges=(
        Surcharge(label="db", yen=(("big", 0),), per=1),
        Surcharge(label="db", yen=(("old", 4),)),
    ),
    then=Then.EVEN,
)


def guest(at: int, **changes: object) -> PackingProblem:
    guests = tuple(replace(g, **changes) if i == at else g for i, g in enumerate(SOUND.guests))
    return replace(SOUND, guests=guests)


def option(at: int, **changes: object) -> PackingProblem:
    options = tuple(replace(o, **changes) if i == at else o for i, o in enumerate(SOUND.options))
    return replace(SOUND, options=options)


UNSOUND: dict[str, tuple[PackingProblem, str, str]] = {
    "no dimension": (replace(SOUND, dimensions=()), "dimensions", "between 1 and 1000"),
    "dimension twice": (
        replace(SOUND, dimensions=("cpu", "cpu")),
        "dimensions",
        "cpu appears 2 times",
    ),
    "guest twice": (guest(1, id="a"), "guests", "a appears 2 times"),
    "option twice": (option(2, id="big"), "options", "cluster c has option big 2 times"),
    "demand": (guest(1, demand=(1,)), "guests.1.demand", "b: 2 numbers expected, 1 found"),
    "capacity": (option(0, capacity=(1, 2, 3)), "options.0.capacity", "2 numbers expected, 3"),
    "negative capacity": (option(0, capacity=(1, -1)), "options.0.capacity.1", "smaller than 0"),
    "huge capacity": (option(0, capacity=(1, MOST + 1)), "options.0.capacity.1", "larger than"),
    "huge demand": (guest(0, demand=(10**5000, 1)), "guests.0.demand.0", "larger than"),
    "huge relief": (guest(0, demand=(1, -MOST - 1)), "guests.0.demand.1", "smaller than"),
    "price": (option(1, price_yen=-1), "options.1.price_yen", "-1 is smaller than 0"),
    "limit": (option(1, limit=-1), "options.1.limit", "-1 is smaller than 0"),
    "most guests": (option(1, most_guests=-1), "options.1.most_guests", "smaller than 0"),
    "only": (guest(0, only=("nroth",)), "guests.0.only.0", "did you mean 'north'?"),
    "never": (guest(2, never=("old",)), "guests.2.never.0", "cluster d has no option and no group"),
    "costs": (guest(1, costs=(("bog", 1),)), "guests.1.costs.0", "did you mean 'big'?"),
    "negative costs": (guest(1, costs=(("big", -1),)), "guests.1.costs.0", "smaller than 0"),
    "present": (guest(0, present="big"), "guests.0.present", "no option of cluster c with limit 1"),
    "present elsewhere": (guest(2, present="old"), "guests.2.present", "cluster d with limit 1"),
    "together": (guest(0, together="t", zone="y"), "guests.1.together", "can never share a host"),
    "together afar": (guest(2, together="t"), "guests.2.together", "can never share a host"),
    "most": (replace(SOUND, rules=(Apart(label="k", most=-1),)), "rules.0.most", "smaller than 0"),
    "per": (
        replace(SOUND, surcharges=(Surcharge(label="k", yen=(), per=0),)),
        "surcharges.0.per",
        "0 is smaller than 1",
    ),
    "surcharge": (
        replace(SOUND, surcharges=(Surcharge(label="k", yen=(("big", -1),)),)),
        "surcharges.0.yen.0",
        "smaller than 0",
    ),
    "surcharge of nothing": (
        replace(SOUND, surcharges=(Surcharge(label="k", yen=(("bigg", 1),)),)),
        "surcharges.0.yen.0",
        "did you mean 'big'?",
    ),
    "surcharge twice": (
        replace(SOUND, surcharges=(Surcharge(label="k", yen=(("big", 1), ("big", 1))),)),
        "surcharges.0.yen",
        "big appears 2 times",
    ),
    "spares of nothing": (replace(SOUND, spares=(("e", 1),)), "spares.0", "no cluster e"),
    "spares twice": (replace(SOUND, spares=(("c", 1), ("c", 1))), "spares", "c appears 2 times"),
    "negative spares": (replace(SOUND, spares=(("c", -1),)), "spares.0", "smaller than 0"),
    "endless spares": (replace(SOUND, spares=(("c", MOST),)), "spares.0", "larger than 10000"),
}


def test_a_sound_problem_has_no_problems():
    assert problems_of(SOUND) == ()
    assert [seed for seed in range(300) if problems_of(oracle.instance(seed))] == []


@pytest.mark.parametrize("name", sorted(UNSOUND))
def test_an_unsound_problem_is_told_where_and_what(name: str):
    problem, place, words = UNSOUND[name]
    found = problems_of(problem, "x.json")
    told = [p.render("en") for p in found if p.column == place]
    assert any(words in text for text in told), [p.render("en") for p in found]
    assert [p.render("ja") for p in found] != [p.render("en") for p in found]


def test_problems_of_many_guests_are_cut_short():
    guests = tuple(
        Guest(id=f"g{i}", cluster="c", zone="x", demand=(1, 1), only=("nowhere",))
        for i in range(200)
    )
    assert len(problems_of(replace(SOUND, guests=guests))) == MOST_PROBLEMS
