"""The copy of the inputs inside a review folder, so that it can be checked years later.

Scenario files and inventory keep their places relative to each other when they lie close
together, so the copied scenario can be planned again where it is.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consolidation.export.manifest import read_manifest
from consolidation.inventory.sources import CSV_ENDINGS
from consolidation.inventory.workbook import ENDINGS
from consolidation.scenario.read import read_scenario_files

INPUTS = "inputs"
WORDS = (".md", ".txt")
"""Endings of files beside the tables that say where the values come from."""
FARTHEST = 2
"""Levels that scenario and inventory may lie apart for their places to be kept."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the inputs stand in the folder, as paths relative to it with ``/``."""

    inventory: str
    scenario: str


def copy_inputs(inventory: Path, scenario: Path, folder: Path) -> Copied:
    """Copy the inventory and the scenario with its bases into the folder."""
    sources = [source.path.resolve() for source in read_scenario_files(scenario).sources]
    inventory, scenario = inventory.resolve(), scenario.resolve()
    places = _places(inventory, sources)
    for path in sources:
        _copy(path, folder / INPUTS / places[path])
    here = places[inventory]
    if inventory.is_dir():
        for path in _inventory_files(inventory):
            _copy(path, folder / INPUTS / here / path.name)
    else:
        _copy(inventory, folder / INPUTS / here)
    return Copied(f"{INPUTS}/{here}", f"{INPUTS}/{places[scenario]}")


def _places(inventory: Path, sources: list[Path]) -> dict[Path, str]:
    """Return the place of each input below the folder of inputs."""
    folders = [inventory.parent, *(path.parent for path in sources)]
    if len({path.anchor for path in folders}) == 1:
        root = Path(os.path.commonpath(folders))
        if all(len(folder.relative_to(root).parts) <= FARTHEST for folder in folders):
            return {path: path.relative_to(root).as_posix() for path in (inventory, *sources)}
    places = {inventory: f"inventory/{inventory.name}"}
    for number, path in enumerate(sources):
        same = any(other.name == path.name for other in sources if other != path)
        places[path] = f"scenario/{number}/{path.name}" if same else f"scenario/{path.name}"
    return places


def _inventory_files(folder: Path) -> Iterator[Path]:
    endings = {*CSV_ENDINGS, *ENDINGS, *WORDS}
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith((".", "~"))
        if path.is_file() and path.suffix.lower() in endings and not hidden:
            yield path


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def inventory_in(folder: Path) -> Path:
    """Return where a review folder keeps its copy of the inventory."""
    return folder / read_manifest(folder).inventory


def scenario_in(folder: Path) -> Path:
    """Return where a review folder keeps its copy of the scenario."""
    return folder / read_manifest(folder).scenario
