"""Sites: facilities of the plan, further ones of the usual kinds, and the schools."""

from making.tables import HERE, ILLUSTRATIVE, Row, plan, read

NUM_ELEMENTARY = 41
NUM_JUNIOR_HIGH = 18
FIRST_NURSERY, LAST_NURSERY = 6, 18
NUM_HALLS = 4

SITE_COLUMNS = (
    "id", "name", "kind", "distance_class", "rooms", "resident_terminals",
    "administrative_terminals", "source", "note",
)  # fmt: skip


def places() -> list[Row]:
    """Return the sites of the city's own networks: the hand-written ones and small ones alike."""
    nurseries = [
        _small(f"HOIKU{n}", f"市立こども園 {n}", "welfare", n)
        for n in range(FIRST_NURSERY, LAST_NURSERY + 1)
    ]
    halls = [
        _small(f"KYODO{n}", f"共同利用施設 {n}", "culture", n) for n in range(1, NUM_HALLS + 1)
    ]
    return read(HERE / "places.csv") + nurseries + halls


def _small(code: str, name: str, kind: str, number: int) -> Row:
    return {
        "id": code,
        "name": name,
        "kind": kind,
        "distance_class": "far" if number % 3 == 1 else "near",
        "rooms": str(2 + number % 3),
        "resident_terminals": "",
        "administrative_terminals": str(2 + number % 4),
        "resident_line": "",
        "administrative_line": "10",
        "administrative_hub": "HALL",
        "plan": "",
        "note": "",
    }


def schools() -> list[Row]:
    """Return the schools; numbers instead of names, because the names do not matter here."""
    elementary = [_school(f"ES{n:02}", f"小学校 {n}", n) for n in range(1, NUM_ELEMENTARY + 1)]
    junior = [_school(f"JH{n:02}", f"中学校 {n}", n) for n in range(1, NUM_JUNIOR_HIGH + 1)]
    return elementary + junior


def _school(code: str, name: str, number: int) -> Row:
    return {
        "id": code,
        "name": name,
        "kind": "school",
        "distance_class": "far" if number % 3 == 0 else "near",
        "rooms": str(24 + number * 7 % 15),
        "note": "教育系ネットワークだけにつながる",
    }


def sites() -> list[Row]:
    """Return the rows of ``sites.csv``."""
    rows = []
    for place in places():
        row = {key: place[key] for key in SITE_COLUMNS if key in place}
        named = plan(place["plan"], f" (施設の言及)。規模は{ILLUSTRATIVE}")
        row["source"] = named if place["plan"] else ILLUSTRATIVE
        rows.append(row)
    for school in schools():
        rows.append(
            school | {"source": plan("6-2-(5)①", f" (小中学校)。校数と規模は{ILLUSTRATIVE}")}
        )
    return rows
