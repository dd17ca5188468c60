"""The small parts of the command line: language, safe names, problems on a screen, endings."""

import errno
import io
import json
import sys

import pytest
import typer
from rich.console import Console

from consolidation.cli.language import chosen
from consolidation.cli.outcome import Exit, ending
from consolidation.cli.plain import plain
from consolidation.cli.problems import MOST_SHOWN, shown_problems, shown_warnings
from consolidation.cli.talk import Talk, make_output_safe
from consolidation.errors import Culprit, InputProblems, NothingFits, Problem, SolverTrouble
from consolidation.text import Text


def rendered(renderable) -> str:
    out = io.StringIO()
    Console(file=out, width=80, markup=False, highlight=False).print(renderable, soft_wrap=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["plan", "--lang", "ja"], {"LANG": "C"}, "ja"),
        (["plan", "--lang=en"], {"LANG": "ja_JP.UTF-8"}, "en"),
        (["plan", "--lang", "ja", "--lang", "en"], {}, "en"),
        ([], {"LANG": "ja_JP.UTF-8"}, "ja"),
        ([], {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "ja_JP", "LANG": "en_GB"}, "ja"),
        (["--lang"], {"LANG": "de_DE"}, "en"),
        (["--lang", "fr"], {"LANG": "ja"}, "ja"),
    ],
)
def test_language(arguments, environment, language):
    assert chosen(arguments, environment) == language


def test_names_cannot_command_a_terminal():
    assert plain("a\x1b]0;title\x07b") == r"a\x1b]0;title\x07b"
    assert plain("admin\u202egnp.exe") == r"admin\u202egnp.exe"
    assert plain("half \ud83d") == r"half \ud83d"
    assert plain("[bold]名前[/] é 😀\n\tx") == "[bold]名前[/] é 😀\n\tx"


LINE_14 = Problem(
    "servers.csv",
    14,
    "memory_gib",
    Text("整数ではない: '64G'", "'64G' is not a whole number"),
    Text("64 と書く", "write 64; the unit is in the column name"),
)


def test_problems_of_one_file_look_as_the_style_asks():
    line_31 = Problem(
        "servers.csv",
        31,
        "site",
        Text("sites.csv に 'FRA2' がない", "no site named 'FRA2' in sites.csv"),
        Text("'FRA-2' ではないか", "did you mean 'FRA-2'?"),
    )
    error = InputProblems("inventories/city-2018", [LINE_14, line_31])
    assert rendered(shown_problems(error, "en")) == (
        "inventories/city-2018/servers.csv: 2 problems; nothing was planned\n"
        "  line 14, memory_gib: '64G' is not a whole number\n"
        "    fix: write 64; the unit is in the column name\n"
        "  line 31, site: no site named 'FRA2' in sites.csv\n"
        "    fix: did you mean 'FRA-2'?\n"
    )
    assert rendered(shown_problems(error, "ja")) == (
        "inventories/city-2018/servers.csv: 問題が2件ある。何も計画していない\n"
        "  14行目、memory_gib: 整数ではない: '64G'\n"
        "    直し方: 64 と書く\n"
        "  31行目、site: sites.csv に 'FRA2' がない\n"
        "    直し方: 'FRA-2' ではないか\n"
    )


def test_problems_of_several_files_stand_under_their_file():
    other = Problem("sites.csv", None, None, Text("空である", "is empty"))
    shown = rendered(shown_problems(InputProblems("inv", [LINE_14, other]), "en"))
    assert shown.splitlines()[0] == "inv: 2 problems; nothing was planned"
    assert "inv/servers.csv: 1 problem" in shown
    assert "inv/sites.csv: 1 problem\n  is empty\n" in shown


def test_the_same_problem_on_many_lines_is_told_once():
    many = [
        Problem("t.csv", line, "c", Text("悪い", "bad"), Text("直す", "mend"))
        for line in range(2, 9)
    ]
    shown = rendered(shown_problems(InputProblems("inv", many), "en"))
    assert "  lines 2, 3, 4, 5, 6 and 2 more, c: bad\n    fix: mend\n" in shown


def test_no_screen_is_flooded():
    many = [Problem("t.csv", n, "c", Text(f"悪い{n}", f"bad {n}")) for n in range(100)]
    shown = rendered(shown_problems(InputProblems("inv", many), "en")).splitlines()
    assert len(shown) == MOST_SHOWN + 2
    assert shown[-1] == "  and 60 more (--json lists all)"
    warned = rendered(shown_warnings("inv", many, "ja"))
    assert warned.startswith("inv: 注意が100件ある\n  t.csv 0行目、c: 悪い0\n")
    assert "ほか95件" in warned


def ended(error: BaseException | None, *, json_wanted: bool = False) -> int:
    talk = Talk("en", quiet=False, json=json_wanted)
    try:
        with ending(talk):
            if error is not None:
                raise error
    except typer.Exit as done:
        return done.exit_code
    return 0


ERRORS = [
    (None, 0),
    (InputProblems("inv", [LINE_14]), 2),
    (
        NothingFits(Text("収まらない", "no place"), [Culprit("server", "a[b]", Text("大", "big"))]),
        3,
    ),
    (SolverTrouble(Text("困った", "trouble")), 4),
    (FileNotFoundError(errno.ENOENT, "no", "x.toml"), 2),
    (PermissionError(errno.EACCES, "no", "out"), 2),
    (OSError(errno.ENOSPC, "full"), 2),
    (OSError(9999, "strange"), 2),
    (KeyboardInterrupt(), 130),
]


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda e: type(e).__name__)
def test_every_ending_has_its_code_and_no_traceback(error, code, capsys):
    assert ended(error) == code
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert shown.out == ""
    assert bool(shown.err) == (error is not None)


@pytest.mark.parametrize(("error", "code"), ERRORS[1:], ids=lambda e: type(e).__name__)
def test_json_is_one_document_and_nothing_else(error, code, capsys):
    assert ended(error, json_wanted=True) == code
    shown = capsys.readouterr()
    assert shown.err == ""
    document = json.loads(shown.out)
    assert document["exit_code"] == code
    assert document["status"] == Exit(code).word


def test_a_reader_that_has_left_hears_no_complaint(capsys):
    assert ended(BrokenPipeError()) == 141
    assert capsys.readouterr().err == ""


def test_a_programming_error_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        ended(ZeroDivisionError())


def test_what_an_encoding_lacks_is_replaced(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp932"))
    make_output_safe()
    Talk("ja", quiet=False, json=False).tell(Text("計画 é 😀", ""))
    sys.stdout.flush()
    assert raw.getvalue().decode("cp932").startswith("計画 ? ?")


def test_quiet_says_nothing_but_what_went_wrong(capsys):
    talk = Talk("en", quiet=True, json=False)
    talk.tell(Text("結果", "result"))
    talk.note("remark")
    talk.complain("wrong")
    talk.document({"a": 1})
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "wrong\n")
