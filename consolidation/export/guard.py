"""What may be replaced: a folder that this tool wrote, with nothing of anybody else in it."""

from dataclasses import dataclass
from pathlib import Path

from consolidation.export.errors import CannotWrite
from consolidation.export.manifest import LITTER
from consolidation.text import Text

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses folders without the file ``marker``, or with files other than ``ours``."""

    marker: str
    ours: frozenset[str]

    def __call__(self, folder: Path) -> None:
        """Raise `CannotWrite` unless the folder may be replaced."""
        if not (folder / self.marker).is_file():
            raise CannotWrite(
                Text(
                    f"この道具が書いたフォルダーではない（{self.marker} がない）ので置き換えない: "
                    f"{folder}。別の場所を --out で指定する",
                    f"not written by this tool (it holds no {self.marker}), so not replaced: "
                    f"{folder}; name another place with --out",
                )
            )
        strangers = sorted(
            path.name
            for path in folder.iterdir()
            if path.name not in self.ours and not path.name.startswith(LITTER)
        )
        if strangers:
            more = ", …" if len(strangers) > MOST_NAMED else ""
            some = ", ".join(strangers[:MOST_NAMED]) + more
            raise CannotWrite(
                Text(
                    f"他のファイルがあるので置き換えない: {folder} の {some}。"
                    "別の場所へ移してから、もう一度実行する",
                    f"holds other files, so not replaced: {some} in {folder}; "
                    "move them elsewhere and run again",
                )
            )
