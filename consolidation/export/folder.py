"""The review folder: everything a reviewer gets, written completely or not at all."""

from collections.abc import Mapping
from pathlib import Path

from consolidation.export.contents.all import all_tables
from consolidation.export.figures.all import all_drawings
from consolidation.export.guard import Guard
from consolidation.export.inputs import INPUTS, copy_inputs
from consolidation.export.manifest import MANIFEST_FILE, files_in, write_manifest
from consolidation.export.plan_json import PLAN_FILE, dumps
from consolidation.export.readme import readme
from consolidation.export.rebuild import review
from consolidation.export.report import report
from consolidation.export.review import Review
from consolidation.export.swap import replace_folder
from consolidation.export.tables import csv_text
from consolidation.export.workbook import workbook
from consolidation.inventory.estate import Estate
from consolidation.scenario.model import Plan
from consolidation.text import Language

OURS = frozenset(
    {
        PLAN_FILE,
        "workbook.xlsx",
        "report.html",
        "tables",
        "figures",
        INPUTS,
        MANIFEST_FILE,
        "README.txt",
    }
)
"""What stands at the top of a review folder."""


def write_review_folder(
    plan: Plan, estate: Estate, inventory: Path, scenario: Path, out: Path, language: Language
) -> tuple[Path, ...]:
    """Write the review folder of a plan at ``out`` and return its files.

    An older review folder there is replaced once the new one is complete; whatever happens before
    that, a kill included, leaves it as it was. Raises `CannotWrite` when something stands at
    ``out`` that is not a review folder, or holds files of somebody else.
    """
    shown = review(plan, estate, language)

    def fill(folder: Path) -> None:
        for name, data in review_files(shown).items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        copied = copy_inputs(inventory, scenario, folder)
        write_manifest(folder, plan.tool_version, copied.inventory, copied.scenario, language)

    replace_folder(out, fill, Guard(PLAN_FILE, OURS))
    return tuple(out / name for name in (*files_in(out), MANIFEST_FILE))


def review_files(shown: Review) -> Mapping[str, bytes]:
    """Return every file made from a review, by its path in the folder."""
    tables, drawings = all_tables(shown), all_drawings(shown)
    files = {
        PLAN_FILE: dumps(shown.plan).encode("utf-8"),
        "README.txt": readme(shown.plan, shown.made_up).encode("utf-8"),
        "workbook.xlsx": workbook(shown, tables),
        "report.html": report(shown, tables, drawings).encode("utf-8"),
    }
    for table in tables.values():
        files[f"tables/{table.name}.csv"] = csv_text(table, shown.language).encode("utf-8")
    for drawing in drawings:
        files[f"figures/{drawing.name}.png"] = drawing.png
        files[f"figures/{drawing.name}.svg"] = drawing.svg.encode("utf-8")
    return files
