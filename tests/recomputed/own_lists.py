"""Members that only one of two lists of a subject has, row by row."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from recomputed.raw_tables import RawTables, Row

MANY = 8  # so many sites that a list of the same plan lacks are told one by one


def key_of(row: Row) -> str:
    return row["site_id"] or row["industry_id"] or row["member"]


def of_lists(raw: RawTables) -> tuple[Counter[str], set[str]]:
    """How many differences of lists each subject has, and the wholes of which two lists of parts differ."""
    lists: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for row in raw.rows("lists"):
        lists.setdefault(row["list_id"], {}).setdefault((row["plan_id"], row["title_zh"]), []).append(row)
    found, wholes = Counter[str](), set[str]()
    for list_id, by_title in lists.items():
        for (at_a, a), (at_b, b) in combinations(by_title.items(), 2):
            only = [[row for row in here if key_of(row) not in near(raw, there)] for here, there in ((a, b), (b, a))]
            if list_id in raw.county_of:
                if any(only):
                    wholes.add(list_id)
                continue
            rest = False
            for rows in only:
                sites = {row["site_id"] for row in rows if row["site_id"]}
                one_by_one = at_a[0] == at_b[0] and len(sites) <= MANY
                found.update(sites if one_by_one else ())
                rest = rest or any(not (one_by_one and row["site_id"]) for row in rows)
            found[list_id] += rest
    return +found, wholes


def near(raw: RawTables, rows: list[Row]) -> set[str]:
    """Members of a list, with the wholes and the parts of those that are sites."""
    keys = {key_of(row) for row in rows}
    wholes = {whole for site in keys for whole in raw.wholes.get(site, ())}
    return keys | wholes | {part for part, of in raw.wholes.items() if of & keys}
