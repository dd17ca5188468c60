import hashlib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.hashes import input_hashes
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.times import Trace

ONE = Server(id="S1", site="A", form=ServerForm.VM, cpu_ghz=Decimal("2.4"))
TWO = Server(id="S2", site="A", form=ServerForm.PHYSICAL, segments=("V1", "V2"))


def digest(estate, table="servers"):
    return {name: sha for name, _, sha in input_hashes(estate)}[table]


def test_every_table_is_hashed_in_order():
    hashes = input_hashes(Estate("x", servers=(ONE, TWO)))
    assert [name for name, _, _ in hashes] == [*TABLES, "traces"]
    assert {n: num for n, num, _ in hashes}["servers"] == 2
    assert digest(Estate("x"), "sites") == hashlib.sha256(b"").hexdigest()


def test_the_hash_is_the_one_the_docstring_describes():
    line = '{"cpu_ghz":"2.4","form":"vm","id":"S1","site":"A"}\n'
    assert digest(Estate("x", servers=(ONE,))) == hashlib.sha256(line.encode()).hexdigest()


def test_order_and_form_do_not_matter_but_content_does():
    base = digest(Estate("x", servers=(ONE, TWO)))
    assert digest(Estate("y", servers=(TWO, ONE))) == base
    assert digest(Estate("x", servers=(replace(ONE, cpu_ghz=Decimal("2.40")), TWO))) == base
    assert digest(Estate("x", servers=(replace(ONE, memory_mib=1), TWO))) != base
    assert digest(Estate("x", servers=(ONE, replace(TWO, segments=("V2", "V1"))))) != base
    assert digest(Estate("x", servers=(ONE,))) != base


def test_traces_are_hashed_by_value():
    trace = Trace("S1", datetime(2018, 10, 1), 60, (1.0, None), (2.0, 3.0))
    base = digest(Estate("x", traces=(trace,)), "traces")
    for other in (
        replace(trace, cpu_percent=(1.0, 0.0)),
        replace(trace, step_minutes=30),
        replace(trace, start=datetime(2018, 10, 2)),
    ):
        assert digest(Estate("x", traces=(other,)), "traces") != base
    assert input_hashes(Estate("x", traces=(trace,)))[-1][1] == 2
