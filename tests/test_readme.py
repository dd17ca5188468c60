"""What the READMEs show is what the tool prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = re.compile(r"\(\d+\.\d ?(?:s|秒)\)")


def shown(readme: str) -> str:
    """Return the output that the first screen of a README shows."""
    text = (ROOT / readme).read_text("utf-8")
    block = re.search(r"```console\n\$ make plan[^\n]*\n(.*?)```", text, re.DOTALL)
    assert block is not None
    return SECONDS.sub("(s)", block[1])


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.ja.md", "ja")])
def test_first_screen_is_real(readme: str, language: str, tmp_path: Path):
    scenario = ROOT / "scenarios" / "2019-platform.toml"
    command = [sys.executable, "-m", "consolidation", "plan", str(scenario)]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "consolidation",
            "plan",
            str(scenario),
            "--out",
            "out/2019-platform",
            "--lang",
            language,
        ],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
    )
    assert SECONDS.sub("(s)", done.stdout) == shown(readme)


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_links_lead_somewhere(readme: str):
    text = (ROOT / readme).read_text("utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_both_readmes_show_the_same_commands():
    commands = [
        set(re.findall(r"^\| `(consolidation [a-z]+)", (ROOT / name).read_text("utf-8"), re.M))
        for name in ("README.md", "README.ja.md")
    ]
    assert commands[0] == commands[1]
    assert len(commands[0]) == 8
