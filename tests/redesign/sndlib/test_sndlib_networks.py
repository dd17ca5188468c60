"""Networks of SNDlib in both formats: what is read, exactly, and what is refused, and where."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.redesign.designing.problem import Demand, DesignLink, Module
from consolidation.redesign.sndlib import markup as markup_format
from consolidation.redesign.sndlib import native as native_format
from consolidation.redesign.sndlib import read as reading
from consolidation.redesign.sndlib import rows
from consolidation.redesign.sndlib.network import exact
from tests.redesign.sndlib.writers import (
    PLAIN,
    TRIANGLE,
    Written,
    markup,
    native,
    problems,
    read,
)

FORMATS = pytest.mark.parametrize("write", [native, markup])
HEADER = "?SNDlib native format; type: network; version: 1.0\n"


@FORMATS
def test_a_network_is_read_exactly_and_in_the_order_of_its_names(tmp_path: Path, write):
    problem = read(tmp_path, write(TRIANGLE), "U-U-M-Y-C-A-N-N")
    assert problem.name == "net"
    assert problem.nodes == ("a", "b", "c")
    assert problem.links == (
        DesignLink(id="L1", a="a", b="c"),
        DesignLink(
            id="L2",
            a="a",
            b="b",
            installed=Fraction(5, 2),
            installed_cost=Fraction(1),
            routing_cost=Fraction(339, 5),
            setup_cost=Fraction(3),
            modules=(Module(Fraction(4), Fraction(9)), Module(Fraction(10), Fraction(30))),
        ),
        DesignLink(
            id="L10",
            a="b",
            b="c",
            setup_cost=Fraction(7),
            modules=(Module(Fraction(4), Fraction(19, 2)),),
        ),
    )
    assert problem.demands == (
        Demand(id="d1", source="a", target="b", amounts=(Fraction(3),)),
        Demand(id="d2", source="c", target="a", amounts=(Fraction(5),)),
    )


NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,5}", fullmatch=True)
AMOUNTS = st.decimals(0, 10**9, places=2, allow_nan=False).map(str) | st.sampled_from(
    ["0", "7.", ".5", "+3", "1e3", "2.5E-2", "00012"]
)


@st.composite
def networks(draw) -> Written:
    nodes = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    pairs = st.lists(st.sampled_from(nodes), min_size=2, max_size=2, unique=True)
    modules = st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=3).map(tuple)
    return Written(
        nodes=tuple(nodes),
        links=tuple(
            (name, *draw(pairs), tuple(draw(AMOUNTS) for _ in range(4)), draw(modules))
            for name in draw(st.lists(NAMES, max_size=4, unique=True))
        ),
        demands=tuple(
            (name, *draw(pairs), draw(AMOUNTS), draw(AMOUNTS))
            for name in draw(st.lists(NAMES, max_size=4, unique=True))
        ),
    )


@settings(max_examples=60, deadline=None)
@given(network=networks(), data=st.data())
def test_both_formats_and_any_order_of_rows_are_one_problem(tmp_path_factory, network, data):
    folder = tmp_path_factory.mktemp("net")
    tag = data.draw(st.sampled_from([PLAIN, "D-B-E-Y-C-A-N-U", "D-D-L-N-C-A-N-N"]))
    shuffled = Written(
        nodes=tuple(data.draw(st.permutations(network.nodes))),
        links=tuple(data.draw(st.permutations(network.links))),
        demands=tuple(data.draw(st.permutations(network.demands))),
    )
    problem = read(folder, native(network), tag)
    assert read(folder, markup(network), tag) == problem
    assert read(folder, native(shuffled), tag) == problem
    assert sum(d.amounts[0] for d in problem.demands) == sum(
        exact(unit) * exact(value) for *_, unit, value in network.demands
    )


@FORMATS
def test_what_asks_for_nothing_and_what_holds_nothing_is_left_out(tmp_path: Path, write):
    network = replace(
        TRIANGLE,
        links=(("L1", "a", "b", ("0", "0", "0", "0"), (("0", "5"), ("1", "2"))),),
        demands=(("d1", "a", "b", "1", "0.00"), ("d2", "c", "c", "1", "5")),
    )
    problem = read(tmp_path, write(network))
    assert problem.demands == ()
    assert problem.links[0].modules == (Module(Fraction(1), Fraction(2)),)


def test_native_rows_may_end_early(tmp_path: Path):
    text = (
        f"\ufeff\n{HEADER}# caf\N{LATIN SMALL LETTER E WITH ACUTE}\nMETA (\n unit = MBIT ( x )\n)\n"
        "NODES\n(\n a\n b ( 1 2 ) () ()\n)\n"
        "LINKS ( L1 ( a b )\n L2 ( a b ) 4 3 # more\n L3(b a)1 2 3(5 6) )\nDEMANDS ( )\n"
    )
    problem = read(tmp_path, text)
    assert [(x.installed, x.installed_cost, x.routing_cost) for x in problem.links] == [
        (0, 0, 0),
        (4, 3, 0),
        (1, 2, 3),
    ]
    assert problem.links[2].modules == (Module(Fraction(5), Fraction(6)),)
    latin = text.removeprefix("\ufeff").encode("latin-1")  # only a comment is not ASCII
    assert read(tmp_path, latin) == problem


def test_elements_may_be_left_out(tmp_path: Path):
    text = (
        "<network><networkStructure><nodes><node id='a'/><node id='b'/></nodes><links>"
        "<link id='L'><source>a</source><target>b</target></link></links></networkStructure>"
        "<demands><demand id='d'><source>a</source><target>b</target>"
        "<demandValue>3</demandValue></demand></demands></network>"
    )
    problem = read(tmp_path, text)
    assert problem.links == (DesignLink(id="L", a="a", b="b"),)
    assert problem.demands[0].amounts == (3,)
    assert read(tmp_path, text.encode("utf-16")) == problem


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-8"])
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str):
    text = markup(replace(TRIANGLE, nodes=(*TRIANGLE.nodes, "Köln")))
    text = text.replace("ISO-8859-1", encoding)
    assert "Köln" in read(tmp_path, text.encode(encoding)).nodes


SMALL = f"{HEADER}NODES (\n a\n b\n)\nLINKS (\n L ( a b )\n)\nDEMANDS (\n d ( a b ) 1 1\n)\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (HEADER, "", 1, "neither of the formats"),
        (SMALL, "", None, "neither of the formats"),
        (SMALL, "\0\1\2", 1, "neither of the formats"),
        ("1.0", "2.0", 1, "version 2.0 is not read"),
        ("network", "model", 1, "holds a model, not a network"),
        (" b\n)", " b\n", 6, "section LINKS begins before NODES is closed"),
        ("1 1\n)", "1 1\n", 9, "section DEMANDS is never closed"),
        (" b\n)", " b\n)\n)", 6, "')' belongs to no section"),
        ("NODES", "NODS", 2, "no section 'NODS'"),
        ("NODES", "NODS", None, "there is no section NODES"),
        ("NODES (", "NODES", 2, "'NODES' is not followed by '('"),
        ("DEMANDS (", "NODES (", 9, "section NODES is in line 2 too"),
        (SMALL[SMALL.index("DEM") :], "DEMANDS", 9, "'DEMANDS' is not followed by '('"),
        ("L ( a b )", "L ( a b", 7, "not closed in this line"),
        ("L ( a b )", "L ( ( a b )", 7, "not closed in this line"),
        ("L ( a b )", "L ( a )", 7, "is not a row of LINKS"),
        ("L ( a b )", "L ( a b ) 1 2 3 4 5", 7, "is not a row of LINKS"),
        ("L ( a b )", "L ( a b ) 0 0 0 0 ( 4 )", 7, "is not a row of LINKS"),
        ("L ( a b )", "L ( a b ) ( 4 4 ) 0", 7, "is not a row of LINKS"),
        ("L ( a b )", "L ( a b ) ( 4 4 ) ( 4 4 )", 7, "is not a row of LINKS"),
        ("L ( a b )", "( a b )", 7, "is not a row of LINKS"),
        ("d ( a b ) 1 1", "d ( a b ) 1", 10, "is not a row of DEMANDS"),
        ("d ( a b ) 1 1", "d ( a b ) 1 1 9 9", 10, "is not a row of DEMANDS"),
        ("d ( a b ) 1 1", "d ( a b ) 1 1 ( 9 )", 10, "is not a row of DEMANDS"),
        (" a\n", " a b\n", 3, "is not a row of NODES"),
        ("L ( a b )", "L ( a a )", 7, "link L joins a node to itself"),
        ("L ( a b )", "L ( a B )", 7, "L ends at 'B', which is no node"),
        ("d ( a b )", "d ( x b )", 10, "d ends at 'x', which is no node"),
        (" b\n", " a\n", 4, "node a is in line 3 too"),
        ("L ( a b )", "L ( a b )\n L ( b a )", 8, "link L is in line 7 too"),
        ("1 1\n", "1 1\n d ( a b ) 1 1\n", 11, "demand d is in line 10 too"),
        ("( a b ) 1 1", "( a b ) 1 -1", 10, "demand value is negative: '-1'"),
        ("( a b ) 1 1", "( a b ) nan 1", 10, "routing unit is not a number: 'nan'"),
        ("L ( a b )", "L ( a b ) inf", 7, "pre-installed capacity is not a number: 'inf'"),
        ("L ( a b )", "L ( a b ) 0 1/2", 7, "cost of the pre-installed capacity is not a"),
        ("L ( a b )", "L ( a b ) 0 0 1e16", 7, "routing cost is too large or too small"),
        ("L ( a b )", "L ( a b ) 0 0 1e-999", 7, "routing cost is too large or too small"),
        ("L ( a b )", "L ( a b ) 0 0 0 2000000000000000", 7, "setup cost is too large"),
        ("L ( a b )", "L ( a b ) 0 0 0 0 ( ٣ 1 )", 7, "capacity of a module is not a number"),
        ("L ( a b )", f"L ( a b ) ( 1 {'9' * 5000} )", 7, "cost of a module is not a number"),
    ],
)
def test_a_malformed_native_file_says_where_and_what(
    tmp_path: Path, old: str, new: str, line: int | None, words: str
):
    assert old in SMALL
    found = problems(tmp_path, SMALL.replace(old, new, 1))
    assert any(p.line == line and words in p.what.en for p in found), found
    assert {p.source for p in found} == {"net.txt"}


def test_native_text_that_is_not_utf_8(tmp_path: Path):
    found = problems(tmp_path, SMALL.replace(" a\n", " é\n").encode("latin-1"))
    assert (3, "is not written in UTF-8") in [(p.line, p.what.en) for p in found]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("</network>", "", 38, "not well-formed XML"),
        ("<nodes", "<nodez", 8, "not well-formed XML: mismatched tag"),
        ("ISO-8859-1", "no-such", 1, "encoding cannot be read"),
        ("ISO-8859-1", "shift_jis", 1, "encoding cannot be read"),
        ("<source>b", "<source>&x;", 11, "not well-formed XML: undefined entity"),
        ("networkStructure>", "structure>", 2, "<network> has no <networkStructure>"),
        ("demands>", "demandz>", 2, "<network> has no <demands>"),
        ("links>", "lynx>", 3, "<networkStructure> has no <links>"),
        ('<node id="a">', "<node>", 5, "<node> has no id"),
        ('<link id="L2">', "<link>", 15, "<link> has no id"),
        ("<source>b</source>", "", 10, "<link> has no <source>"),
        ("<demandValue>5</demandValue>", "", 28, "<demand> has no <demandValue>"),
        ("<addModule><capacity>4</", "<addModule><space>4</", 14, "not well-formed"),
        ("<addModule><capacity>4</capacity>", "<addModule>", 14, "<addModule> has no <capacity>"),
        ("<capacity>0</capacity>", "", 12, "<preInstalledModule> has no <capacity>"),
        ("<source>b", "<source>z", 11, "L10 ends at 'z', which is no node"),
        ("<cost>9.5", "<cost>-9.5", 14, "cost of a module is negative: '-9.5'"),
        ("</links>", "</links><links/>", 25, "<links> is in line 9 too"),
    ],
)
def test_malformed_xml_says_where_and_what(
    tmp_path: Path, old: str, new: str, line: int, words: str
):
    text = markup(TRIANGLE)
    assert old in text
    renamed = re.fullmatch(r"\w+>", old) is not None  # at both ends of the element
    found = problems(tmp_path, text.replace(old, new, -1 if renamed else 1))
    assert (line, True) in [(p.line, words in p.what.en) for p in found], found


ENTITIES = '<!DOCTYPE network [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE network SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declaration", [ENTITIES, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_it_is_read(
    tmp_path: Path, declaration: str, encoding: str
):
    text = f"{declaration}\n<network>&b;</network>"
    (found,) = problems(tmp_path, text.encode(encoding))
    assert (found.line, found.what.en) == (1, "document type declarations are refused")
    assert found.fix is not None
    assert "DOCTYPE" in found.fix.en


def test_deep_nesting_is_refused(tmp_path: Path):
    (found,) = problems(tmp_path, "<network>" + "<a>" * 100_000)
    assert "more than 32 elements deep" in found.what.en
    deep = SMALL.replace("L ( a b )", "L " + "( " * 100_000)
    assert [p.line for p in problems(tmp_path, deep)] == [7]


def test_other_documents_are_refused(tmp_path: Path):
    for text, words in (
        ("<model/>", "holds a model, not a network"),
        ("<svg/>", "holds a 'svg', not a network"),
    ):
        (found,) = problems(tmp_path, text)
        assert (found.line, found.what.en) == (1, words)


def test_all_problems_are_collected_with_the_nearest_name(tmp_path: Path):
    text = SMALL.replace("L ( a b )", "L ( Berlin b ) x\n M ( b Berlni )")
    text = text.replace(" a\n", " Berlin\n")
    found = problems(tmp_path, text)
    assert [(p.line, p.fix.en if p.fix else "") for p in found] == [
        (7, "write a decimal number of 0 or more"),
        (8, "did you mean 'Berlin'?"),
        (11, "known: Berlin, b"),
    ]


def test_without_nodes_not_every_end_is_a_problem_of_its_own(tmp_path: Path):
    (found,) = problems(tmp_path, SMALL.replace("NODES (\n a\n b\n)\n", ""))
    assert found.what.en == "there is no section NODES"


def test_problems_and_sizes_are_bounded(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(rows, "MOST_PROBLEMS", 3)
    assert len(problems(tmp_path, SMALL.replace(" L ", "\n".join([" a a"] * 9)))) == 3
    monkeypatch.setattr(native_format, "LONGEST_LINE", 60)
    (found,) = problems(tmp_path, SMALL.replace("L ( a b )", "L ( a b ) " + "0" * 60))
    assert (found.line, found.what.en) == (7, "more than 60 characters")
    read(tmp_path, markup(TRIANGLE))
    monkeypatch.setattr(markup_format, "MOST_ELEMENTS", 30)
    (found,) = problems(tmp_path, markup(TRIANGLE))
    assert found.what.en == "more than 30 elements"
    monkeypatch.setattr(reading, "MOST_BYTES", 50)
    (found,) = problems(tmp_path, SMALL)
    assert "is larger than" in found.what.en


def test_exact_numbers():
    assert exact("0.1") == Fraction(1, 10)
    assert exact("1e15") == 10**15
    assert exact("-0") == 0
