"""What a command says: results to stdout, problems and progress to stderr, or one JSON document."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TextIO

from rich.console import Console, RenderableType
from rich.text import Text as Line

from consolidation.cli.interrupt import remembered
from consolidation.cli.plain import plain
from consolidation.text import Language, Text

NARROWEST = 80
"""Width of output that does not go to a terminal."""
Report = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Talk:
    """How one command talks to its user."""

    language: Language
    quiet: bool
    json: bool
    began: float = field(default_factory=perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds since the command began; for the console and ``--json``, never for a plan."""
        return round(perf_counter() - self.began, 2)

    def say(self, text: Text) -> str:
        """Return a text in the user's language."""
        return text.in_(self.language)

    def show(self, renderable: RenderableType) -> None:
        """Print a result, unless quiet or JSON was asked for."""
        if not (self.quiet or self.json):
            _print(sys.stdout, renderable)

    def tell(self, text: Text, style: str = "") -> None:
        """Print one sentence of the result."""
        self.show(Line(plain(self.say(text)), style))

    def note(self, renderable: RenderableType) -> None:
        """Print a remark to stderr: shown beside ``--json``, but not with ``--quiet``."""
        if not (self.quiet or self.json):
            _print(sys.stderr, renderable)

    def complain(self, renderable: RenderableType) -> None:
        """Print what stopped the command to stderr; only JSON says it elsewhere."""
        if not self.json:
            _print(sys.stderr, renderable)

    def document(self, document: Mapping[str, object]) -> None:
        """Print the one JSON document that ``--json`` asks for."""
        if self.json:
            sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
            sys.stdout.flush()

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """Show what is being done while it is done; silent where nobody watches.

        Each report is also a place where a Ctrl-C that a stage took as a wish is obeyed.
        """
        with remembered() as obey:
            if self.quiet or self.json or not sys.stderr.isatty():
                yield lambda _: obey()
                return
            with _console(sys.stderr).status("") as status:

                def report(text: Text) -> None:
                    obey()
                    status.update(Line(plain(self.say(text))))

                yield report


def _print(stream: TextIO, renderable: RenderableType) -> None:
    _console(stream).print(renderable, soft_wrap=isinstance(renderable, Line))


class _Console(Console):
    """A console that leaves it to us how a command ends when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Pass it on instead of ending with 1, which says "policy breaches" here."""
        raise BrokenPipeError


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() else NARROWEST
    return _Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def make_output_safe() -> None:
    """Let no character crash the output: what the encoding lacks is replaced.

    A Japanese Windows console may speak cp932, which lacks many signs.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
