"""Run the notebook's cells in order and keep their printed outputs in the file.

``python notebooks/refresh.py`` after a change that makes the tutorial print something else. No
Jupyter is needed: the cells are plain Python, run one after the other in one namespace. A test
runs the same and compares.
"""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

TUTORIAL = Path(__file__).with_name("tutorial.ipynb")

Notebook = dict[str, Any]


def run(notebook: Notebook) -> None:
    """Run every code cell and put what it printed into its outputs; the first error ends it."""
    namespace: dict[str, object] = {"__name__": "tutorial"}
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        number += 1
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = compile("".join(cell["source"]), f"cell {cell['id']}", "exec")
            exec(code, namespace)
        cell["execution_count"] = number
        cell["outputs"] = _outputs(printed.getvalue())


def _outputs(text: str) -> list[dict[str, object]]:
    if not text:
        return []
    return [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}]


def dumps(notebook: Notebook) -> str:
    """Return the file's text, laid out so that changes are easy to read."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Refresh the tutorial in its place."""
    notebook = json.loads(TUTORIAL.read_text(encoding="utf-8"))
    run(notebook)
    TUTORIAL.write_text(dumps(notebook), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
