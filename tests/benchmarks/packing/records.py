"""What every run of the benchmark left, one line of JSON each, so that a sweep can be resumed."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
KEPT = ROOT / "out" / "packing-benchmark" / "runs.jsonl"
OURS = "ours"
FAILED = "failed: "
GRACE_S = 30.0
"""A process that is still there so long after its limit is ended."""
CHECK_S = 600.0
"""Time for the checks after our own run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One run of one solver on one instance."""

    instance: str
    solver: str
    limit_s: float
    day: str
    value: int | None = None
    bound: int | None = None
    hosts: int | None = None
    seconds: float | None = None
    """Of the solver alone: reading the instance and checking the answer not counted."""
    wall_s: float = 0.0
    """Of the whole process."""
    peak_mib: int | None = None
    check_seconds: float | None = None
    certificate: str = ""
    errors: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def proved(self) -> bool:
        """Whether the value was shown to be optimal."""
        return self.value is not None and self.value == self.bound and not self.errors

    @property
    def gap_percent(self) -> float | None:
        """Distance of the value from the bound, in percent of the bound."""
        if self.value is None or not self.bound:
            return None
        return 100 * (self.value - self.bound) / self.bound


def read_records() -> dict[tuple[str, str], Record]:
    """Return the last record of every instance and solver."""
    if not KEPT.exists():
        return {}
    lines = KEPT.read_text("utf-8").splitlines()
    kept = [Record(**json.loads(line)) for line in lines if line]
    return {(record.instance, record.solver): record for record in kept}


def keep(record: Record) -> None:
    """Add a record to the file."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")


def run(instance: str, solver: str, limit_s: float, python: str = sys.executable) -> Record:
    """Run one solver on one instance in a process of its own, and end it when it overruns."""
    ours = solver == OURS
    script = ["ours.py"] if ours else ["peers.py", solver]
    command = [python, "-W", "ignore", str(HERE / script[0]), *script[1:], instance, str(limit_s)]
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
    )
    try:
        out, errors = process.communicate(timeout=limit_s + GRACE_S + (CHECK_S if ours else 0))
        found = _found(process.returncode, out, errors)
    except subprocess.TimeoutExpired:
        found = {"note": f"passed its limit, ended after {time.monotonic() - begun:.0f} s"}
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return Record(
        instance=instance,
        solver=solver,
        limit_s=limit_s,
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        wall_s=round(time.monotonic() - begun, 2),
        **found,
    )


def _found(code: int, out: str, errors: str) -> dict:
    """Return what a process printed, or how it failed."""
    lines = out.splitlines()
    if code or not lines:
        last = (errors.splitlines() or [f"exit code {code}"])[-1]
        return {"note": f"{FAILED}{last[:120]}"}
    return json.loads(lines[-1])
