"""The page on the wireless proof, in both languages: its commands print what it shows.

``python -m tests.samples.test_wireless_proof_page`` puts in place of each line that is printed no
more the printed one most like it; look over what that does to the pages.
"""

import contextlib
import json
import re
import shlex
import shutil
import tempfile
from difflib import get_close_matches
from pathlib import Path

import pytest
from typer.testing import CliRunner

from consolidation.cli.app import app
from consolidation.inventory.dictionary import dictionary
from tests.samples.test_ways_in_as_rows import fill_in

ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "docs" / "wireless-proof.md", "ja": ROOT / "docs" / "wireless-proof.ja.md"}
CONSOLE = re.compile(r"```console\n\$ consolidation ([^\n]*)\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"`([a-z_]+)\.([a-z_]+)`")


def page(language: str) -> str:
    return PAGES[language].read_text("utf-8")


def printed(command: str, language: str) -> list[str]:
    words = shlex.split(command)
    if "--lang" not in words:
        words += ["--lang", language]
    return CliRunner().invoke(app, words).stdout.splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("proof")
    prepare(there)
    return there


def prepare(there: Path) -> None:
    """Make the sample, a copy of it with a tapped access point, and a review folder."""
    for name in ("inventories/small-office", "scenarios"):
        shutil.copytree(ROOT / name, there / name)
    for copy in ("trial", "my-city"):
        shutil.copytree(ROOT / "inventories" / "small-office", there / copy)
    fill_in(there / "trial", "devices SW-BRANCH-ADM segments=V-ADM;V-RES\nlinks L-AP segments=*")
    scenario = str(there / "scenarios" / "small-office-as-is.toml")
    done = CliRunner().invoke(app, ["plan", scenario, "--out", str(there / "out"), "--quiet"])
    assert done.exit_code == 0


@pytest.mark.parametrize("language", PAGES)
def test_commands_print_what_the_page_shows(
    language: str, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(folder)
    blocks = CONSOLE.findall(page(language))
    assert len(blocks) == 5
    for command, shown in blocks:
        lines = iter(printed(command, language))
        missing = [line for line in shown.splitlines() if line != "..." and line not in lines]
        assert missing == [], command


@pytest.mark.parametrize("language", PAGES)
def test_an_auditors_own_check_says_that_the_certificate_is_right(
    language: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(folder)
    (code,) = re.findall(r"```python\n(.*?)```", page(language), re.DOTALL)
    exec(compile(code, "page", "exec"), {})
    assert capsys.readouterr().out == "as-is 2 right\n"


@pytest.mark.parametrize("language", PAGES)
def test_the_loss_shown_is_one_of_two_in_the_plan(language: str, folder: Path):
    (shown,) = re.findall(r"```json\n(.*?)```", page(language), re.DOTALL)
    plan = json.loads((folder / "out" / "plan.json").read_text("utf-8"))
    losses = plan["verdicts"][0]["certificates"][0]["losses"]
    assert len(losses) == 2
    assert json.loads(shown) in losses


@pytest.mark.parametrize("language", PAGES)
def test_columns_that_the_page_names_are_those_of_the_dictionary(language: str):
    known = {(info.name, column.name) for info in dictionary() for column in info.columns}
    tables = {table for table, _ in known}
    named = {(table, name) for table, name in NAMED.findall(page(language)) if table in tables}
    assert len(named) > 40
    assert named - known == set()


def test_both_languages_name_the_same_columns_and_commands():
    columns = [set(NAMED.findall(page(language))) for language in PAGES]
    assert columns[0] == columns[1]
    commands = [
        [re.sub(r" --lang \w+", "", command) for command, _ in CONSOLE.findall(page(language))]
        for language in PAGES
    ]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("language", PAGES)
def test_links_lead_somewhere(language: str):
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)]+)\)", page(language))]
    assert targets
    assert [t for t in targets if not (PAGES[language].parent / t).exists()] == []


def refresh() -> None:
    """Write the pages' outputs anew, line by line."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        prepare(Path(name))
        for language, path in PAGES.items():
            text = page(language)
            for command, shown in CONSOLE.findall(text):
                lines = printed(command, language)
                fresh = "".join(f"{_like(line, lines)}\n" for line in shown.splitlines())
                text = text.replace(shown, fresh)
            path.write_text(text, "utf-8")


def _like(line: str, lines: list[str]) -> str:
    if line == "..." or line in lines:
        return line
    return next(iter(get_close_matches(line, lines, n=1)), line)


if __name__ == "__main__":
    refresh()
