"""What the READMEs show is what the tool prints. ``python tests/test_readme.py`` writes it anew."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "2019-platform.toml"
SECONDS = re.compile(r"\(\d+\.\d ?(?:s|秒)\)")
FIRST_SCREEN = re.compile(r"(```console\n\$ make plan[^\n]*\n)(.*?)(```)", re.DOTALL)
READMES = (("README.md", "en"), ("README.ja.md", "ja"))


def printed(folder: Path, language: str) -> str:
    """Return what the main job prints."""
    command = [sys.executable, "-m", "consolidation", "plan", str(SCENARIO)]
    done = subprocess.run(
        [*command, "--out", "out/2019-platform", "--lang", language],
        cwd=folder,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout


@pytest.mark.parametrize(("readme", "language"), READMES)
def test_first_screen_is_real(readme: str, language: str, tmp_path: Path):
    block = FIRST_SCREEN.search((ROOT / readme).read_text("utf-8"))
    assert block is not None
    assert SECONDS.sub("(s)", printed(tmp_path, language)) == SECONDS.sub("(s)", block[2])


@pytest.mark.parametrize("readme", [name for name, _ in READMES])
def test_links_lead_somewhere(readme: str):
    text = (ROOT / readme).read_text("utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_both_readmes_show_the_same_commands():
    commands = [
        set(re.findall(r"^\| `(consolidation [a-z]+)", (ROOT / name).read_text("utf-8"), re.M))
        for name, _ in READMES
    ]
    assert commands[0] == commands[1]
    assert len(commands[0]) == 10


def refresh() -> None:
    """Write the first screens anew from what the tool prints now."""
    for readme, language in READMES:
        with tempfile.TemporaryDirectory() as folder:
            output = printed(Path(folder), language)
        path = ROOT / readme
        text = path.read_text("utf-8")
        block = FIRST_SCREEN.search(text)
        assert block is not None
        path.write_text(text[: block.start(2)] + output + text[block.end(2) :], "utf-8")


if __name__ == "__main__":
    refresh()
