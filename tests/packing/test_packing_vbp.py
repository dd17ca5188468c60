"""The reader of the field's text format, and the packer on it."""

from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.packing.pack import pack
from consolidation.packing.vbp import read_vbp
from consolidation.solving.status import Status

BENCH = Path(__file__).parents[3] / "shared" / "bench" / "vbp"


def read(folder: Path, text: str | bytes):
    path = folder / "x.vbp"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_vbp(path)


def test_rows_with_and_without_a_quantity(tmp_path: Path):
    problem = read(tmp_path, "\ufeff2\r\n10 20\n\n3\n1 2 3\n4 5\n6 7 0\n")
    assert problem.dimensions == ("d1", "d2")
    assert [(g.id, g.demand) for g in problem.guests] == [
        ("item-000001-1", (1, 2)),
        ("item-000001-2", (1, 2)),
        ("item-000001-3", (1, 2)),
        ("item-000002", (4, 5)),
    ]
    assert [(o.capacity, o.price_yen, o.limit) for o in problem.options] == [((10, 20), 1, None)]


def test_negative_sizes_give_room_back(tmp_path: Path):
    problem = read(tmp_path, "1\n10\n3\n7 1\n5 1\n-2 1\n")
    packing = pack(problem, 10)
    assert (packing.price_yen, packing.status) == (1, Status.OPTIMAL)
    larger = read(tmp_path, "1\n10\n2\n11 1\n-1 1\n")
    assert pack(larger, 10).price_yen == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", None, "fewer than three lines"),
        ("1\n10\n", None, "fewer than three lines"),
        ("0\n10\n0\n", 1, "smaller than 1"),
        ("two\n10 10\n0\n", 1, "'two' is not a whole number"),
        ("2\n10\n0\n", 2, "2 numbers expected, 1 found"),
        ("1\n-5\n0\n", 2, "smaller than 0"),
        ("1\n10\n2\n5 1\n", 3, "2 item rows announced, 1 found"),
        ("1\n10\n1\n5 1 1\n", 4, "1–2 numbers expected, 3 found"),
        ("1\n10\n1\n5.5 1\n", 4, "'5.5' is not a whole number"),
        ("1\n10\n1\n5 -1\n", 4, "negative quantity"),
        ("1\n10\n1\n5 9999999\n", 4, "more than 1000000 items"),
        ("1\n10\n1\n٣ 1\n", 4, "not a whole number"),
        ("1\n10\n1\n" + "9" * 5000 + " 1\n", 4, "too large"),
        ("9999999\n10\n1\n1 1\n", 1, "at most 1000 dimensions"),
    ],
)
def test_a_malformed_file_says_where_and_what(tmp_path: Path, text: str, line: int, words: str):
    with pytest.raises(InputProblems) as raised:
        read(tmp_path, text)
    assert (line, True) in [(p.line, words in p.what.en) for p in raised.value.problems], [
        (p.line, p.what.en) for p in raised.value.problems
    ]


def test_all_problems_are_collected(tmp_path: Path):
    with pytest.raises(InputProblems) as raised:
        read(tmp_path, "1\n10\n3\nx 1\ny 1\n3 1\n")
    assert [p.line for p in raised.value.problems] == [4, 5]


def test_a_file_that_cannot_be_read(tmp_path: Path):
    with pytest.raises(InputProblems, match="1 problem"):
        read_vbp(tmp_path / "missing.vbp")
    with pytest.raises(InputProblems, match="1 problem"):
        read(tmp_path, b"\xff\xfe\x00")


def test_an_item_larger_than_the_bin_is_left_to_the_packer(tmp_path: Path):
    assert read(tmp_path, "1\n10\n1\n11 1\n").guests[0].demand == (11,)


@pytest.mark.parametrize(
    ("name", "bins"),
    [
        ("panigrahy_class2_20_3_7", 18),
        ("panigrahy_class3_60_3_7", 39),
        ("panigrahy_class6_40_10_9", 27),
        ("new_class6_60_3_3", 15),
    ],
)
def test_published_instances(name: str, bins: int):
    path = BENCH / f"{name}.vbp"
    if not path.exists():
        pytest.skip("the published instances are not on this machine")
    packing = pack(read_vbp(path), 30)
    assert (packing.price_yen, packing.lower_bound_yen) == (bins, bins)
    assert packing.status is Status.OPTIMAL
