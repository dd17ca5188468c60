"""Re-checks a written comparison of options against its own inputs.

Where the servers will stand is found anew (sizing and packing run again), and so are the changes
that the policy takes; lines and money are checked by `comparing.verify` without a search.
"""

from collections.abc import Iterator
from pathlib import Path

from consolidation.comparing.verify import NOT_CHECKED, verify_comparison
from consolidation.errors import ConsolidationError
from consolidation.export.manifest import read_manifest
from consolidation.export.options.contents import all_tables
from consolidation.export.options.faults import told
from consolidation.export.options.options_json import OPTIONS_FILE, loads
from consolidation.export.options.shown import Shown
from consolidation.export.tables import csv_text
from consolidation.export.verify import (
    FILES,
    Failure,
    VerifyResult,
    changed_files,
    guarded,
    text_of_file,
    unread,
)
from consolidation.inventory.read import read_inventory
from consolidation.scenario.options import question
from consolidation.scenario.read import read_scenario
from consolidation.text import Text

TABLES = Text("表とoptions.jsonの一致", "tables agree with options.json")
READING = Text("案と入力の読み込み", "reading the options and their inputs")
OPTIONS = Text(
    "回線、費用、規則 (案ごと)", "lines, costs and policy of every option, from the inputs"
)


def is_options_folder(folder: Path) -> bool:
    """Return whether a folder holds a comparison of options."""
    return (folder / OPTIONS_FILE).is_file()


def verify_options_folder(folder: Path, inventory: Path | None = None) -> VerifyResult:
    """Check every file and every option of a folder; see `export.verify.verify_folder`."""
    manifest = read_manifest(folder)
    failures = [Failure(FILES, where, what) for where, what in changed_files(folder, manifest)]
    comparison = loads(text_of_file(folder / OPTIONS_FILE)).comparison
    checked = False
    try:
        estate = read_inventory(inventory or folder / manifest.inventory).estate
        scenario = read_scenario(folder / manifest.scenario)
        asked = question(estate, scenario)
    except ConsolidationError as error:
        failures += [Failure(READING, f.where, f.what) for f in unread(OPTIONS_FILE, error)]
    else:
        checked = True
        shown = Shown(
            comparison=comparison, estate=estate, asked=scenario, language=manifest.language
        )
        wrong = guarded(told(shown, verify_comparison(asked, comparison)))
        failures += [Failure(OPTIONS, OPTIONS_FILE, what) for what in wrong]
        failures += [Failure(TABLES, "tables", what) for what in guarded(_tables(folder, shown))]
    failed = {failure.check for failure in failures}
    done = (FILES, READING, OPTIONS, TABLES) if checked else (FILES,)
    passed = tuple(name for name in done if name not in failed)
    return VerifyResult(passed, tuple(failures), (NOT_CHECKED,))


def _tables(folder: Path, shown: Shown) -> Iterator[Text]:
    """Yield the CSV files that do not show what options.json holds."""
    for name, table in all_tables(shown).items():
        path = folder / "tables" / f"{name}.csv"
        expected = csv_text(table, shown.language).encode("utf-8")
        if not path.is_file() or path.read_bytes() != expected:
            yield Text(
                f"{path.name} が {OPTIONS_FILE} と違う",
                f"{path.name} does not show what {OPTIONS_FILE} holds",
            )
