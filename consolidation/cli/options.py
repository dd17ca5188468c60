"""The options that commands share, with their help in the user's language."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from consolidation.cli.language import chosen
from consolidation.text import Language, Text

SPOKEN: Language = chosen(sys.argv[1:], os.environ)
"""The language of this run."""


def said(ja: str, en: str) -> str:
    """Return a help text in the language of this run."""
    return Text(ja, en).in_(SPOKEN)


Lang = Annotated[
    Language,
    typer.Option(
        "--lang",
        help=said("画面と出力の言語", "language of messages and outputs"),
        show_default=True,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help=said("結果も経過も表示しない", "show no result, no progress")
    ),
]
Json = Annotated[
    bool,
    typer.Option("--json", help=said("結果をJSON1件で標準出力へ", "one JSON document on stdout")),
]
TimeLimit = Annotated[
    int | None,
    typer.Option(
        "--time-limit",
        min=1,
        metavar="S",
        help=said("各段階の求解に使う秒数の上限", "most seconds for each stage with a solver"),
    ),
]
OutFolder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help=said("書き出すフォルダー", "folder to write")),
]
