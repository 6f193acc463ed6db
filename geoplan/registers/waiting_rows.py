"""Rows that wait for their address to be looked up, as a table that any runner can hand on."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from geoplan.registers.count_rows import RegisterRows
from geoplan.registers.polygon_edges import Ints


def waiting_table(rows: RegisterRows, at: Ints, address: pa.Array) -> pa.Table:
    """Take rows out that wait for their address to be looked up.

    Returns
    -------
    pyarrow.Table
        ``file``, ``row``, ``address``, ``industry``, ``founded``, ``closed`` and the amounts by number, as in
        `RegisterRows`.
    """
    amounts = {str(i): pa.array(amount[at]) for i, amount in enumerate(rows.amounts)}
    columns = {
        "file": pa.array(np.full(len(at), rows.file, dtype=np.int32)),
        "row": pa.array(rows.numbers[at]),
        "address": address,
        "industry": pa.array(rows.industry[at].astype(np.int32)),
        "founded": pa.array(rows.founded[at].astype(np.int32)),
        "closed": pa.array(rows.closed[at].astype(np.int32)),
    }
    return pa.table(columns | amounts)
