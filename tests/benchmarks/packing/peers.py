"""Solve one instance by one peer, in this process: ``peers.py PEER INSTANCE LIMIT``.

Prints one line of JSON: value, bound, seconds (reading the instance not counted) and a note. The
caller starts a process per run, so that libraries that cannot share one never meet, and ends it
when it overruns.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

from instances import by_name
from peer_arcflow import arcflow_peer
from peer_heuristics import best_heuristic
from peer_models import cpsat_peer, pulp_peer
from task import Answer, NotExpressibleError, Task, task

MEMORY_BYTES = 8 * 2**30
"""What a peer may use; with more than one solver at a time the machine would swap."""

PEERS: dict[str, Callable[[Task, float], Answer]] = {
    "heuristics": lambda task, deadline: best_heuristic(task, deadline)[0],
    "pulp-cbc": lambda task, deadline: pulp_peer(task, deadline, "cbc"),
    "pulp-highs": lambda task, deadline: pulp_peer(task, deadline, "highs"),
    "cp-sat": cpsat_peer,
    "arc-flow": arcflow_peer,
}
TITLES = {
    "heuristics": "best heuristic",
    "pulp-cbc": "textbook PuLP + CBC",
    "pulp-highs": "textbook PuLP + HiGHS",
    "cp-sat": "CP-SAT, 2 workers",
    "arc-flow": "arc-flow + HiGHS",
}


def main(peer: str, name: str, limit_s: float) -> None:
    """Run and print."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    problem = by_name()[name].make()
    begun = time.monotonic()
    try:
        answer = PEERS[peer](task(problem), begun + limit_s)
    except NotExpressibleError:
        answer = Answer(None, None, "cannot be expressed")
    except MemoryError:
        answer = Answer(None, None, "out of memory")
    found = {"value": answer.value, "bound": answer.bound, "note": answer.note}
    print(json.dumps({**found, "seconds": round(time.monotonic() - begun, 3)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
