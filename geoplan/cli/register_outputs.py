"""What ``geoplan registers count`` reads and gives beside counts: sums, addresses, and rows one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from geoplan.cli.console import cannot_write, write_file
from geoplan.cli.counted_rows import row_progress
from geoplan.cli.filter_options import require_known
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.files import draft_prefix
from geoplan.text.message import joined, translate

if TYPE_CHECKING:
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue
    from geoplan.registers.address_places import AddressPlace
    from geoplan.registers.count_rows import RegisterCounts
    from geoplan.registers.counting_plan import CountingPlan
    from geoplan.registers.register_columns import RegisterColumns
    from geoplan.registers.returned_rows import RowsTakenOff

LEFT_OUT: Final = (".csv", ".xlsx", ".parquet")
ASSIGNED: Final = (".csv", ".parquet")


def require_apart(**paths: Path | None) -> None:
    """Refuse two options of one file: one would be written over the other."""
    seen: dict[Path, str] = {}
    for option, path in paths.items():
        if path is not None and (other := seen.setdefault(path.resolve(), option)) != option:
            raise UserError("registers.one_file", option=option, other=other, name=path.name)


def asked_columns(
    columns: RegisterColumns, sample: pd.DataFrame, sums: Sequence[str], addresses: bool | None, lang: str
) -> RegisterColumns:
    """The columns with those that are read for sums and addresses; what is done with them is said."""
    from geoplan.registers.amounts import SUMMED
    from geoplan.registers.register_columns import need_addresses

    also = []
    for role in sums:
        require_known("--sum", role, SUMMED)
        if not columns.by_role.get(role):
            raise UserError("registers.no_column_for", option=f"--sum {role}", role=role)
        also.append(role)
    if sums:
        unit = columns.unit.label or translate("registers.unit_of_file", lang)
        units = [unit if role == "capital" else translate("registers.people", lang) for role in dict.fromkeys(also)]
        kinds = joined(f"{role} ({unit})" for role, unit in zip(dict.fromkeys(also), units, strict=True))
        still = "registers.sums" if columns.closed else "registers.sums_of_all"
        echo(translate(still, lang, sums=kinds), err=True)
    if addresses and not columns.address:
        raise UserError("registers.no_column_for", option="--addresses", role="address")
    if columns.address and addresses is not False:
        on = addresses or need_addresses(columns, sample)
        told = "registers.addresses_on" if on else "registers.addresses_off"
        echo(translate(told, lang, column=columns.address), err=True)
        also += ["address"] if on else []
    return replace(columns, also=tuple(dict.fromkeys(also)))


@dataclass
class ReturnedRows:
    """Where rows are kept while they are counted, and the files that they go to."""

    taken: RowsTakenOff
    left_out: Path | None
    assigned: Path | None

    def write(
        self,
        paths: Sequence[Path],
        register: Path,
        plan: CountingPlan,
        by: tuple[str, tuple[str, ...]],
        lang: str,
    ) -> None:
        """Write the rows that were asked for, and say how many there are.

        Parameters
        ----------
        paths : sequence of Path
            The files of the register, which are named as they lie in its folder.
        by : tuple of str and tuple of str
            The key of the areas and their layers.
        """
        from geoplan.registers.returned_rows import assigned_frame, left_out_frame
        from geoplan.registers.row_reasons import REASONS

        names = [path.relative_to(register).as_posix() if path != register else path.name for path in paths]
        if self.left_out and self.taken.left_out is not None:
            words = {code: why.text(lang) for code, why in REASONS.items()}
            frames = (left_out_frame(piece, names) for piece in self.taken.left_out.pieces())
            told = (frame.assign(why=frame["reason"].map(words)) for frame in frames)
            n = len(self.taken.left_out)
            _write(self.left_out, told, n, "--left-out")
            echo(translate("registers.left_out_written", lang, n=n, output=self.left_out), err=True)
        if self.assigned and self.taken.assigned is not None:
            key, layers = by
            ids, spool = plan.layers[layers[0]].ids, self.taken.assigned
            pieces = (assigned_frame(piece, names, key, ids, layers) for piece in spool.pieces())
            _write(self.assigned, pieces, len(spool), "--assigned")
            echo(translate("registers.assigned_written", lang, n=len(spool), output=self.assigned), err=True)


@contextmanager
def returned_rows(left_out: Path | None, assigned: Path | None) -> Iterator[ReturnedRows]:
    """Keep rows in a folder beside the file that they go to, until they are written."""
    from geoplan.registers import returned_rows as kept

    if left_out:
        require_known("--left-out", left_out.suffix.lower(), LEFT_OUT)
    if assigned:
        require_known("--assigned", assigned.suffix.lower(), ASSIGNED)
    beside = left_out or assigned
    if beside is None:
        yield ReturnedRows(kept.RowsTakenOff(), None, None)
        return
    try:
        folder = TemporaryDirectory(dir=beside.parent, prefix=draft_prefix(beside))
    except OSError as error:
        raise cannot_write(beside, error, "--left-out" if left_out else "--assigned") from error
    with folder as name:
        spools = (
            kept.RowSpool(Path(name), "left-out", kept.LEFT_OUT) if left_out else None,
            kept.RowSpool(Path(name), "assigned", kept.ASSIGNED) if assigned else None,
        )
        yield ReturnedRows(kept.RowsTakenOff(*spools), left_out, assigned)


def with_addresses(
    counts: RegisterCounts, taken: RowsTakenOff, plan: CountingPlan, catalogue: Catalogue, lang: str
) -> RegisterCounts:
    """The counts with those of rows that are placed by their addresses, and what became of these."""
    from geoplan.geocoding.geocoder import geocoder
    from geoplan.registers.address_places import LARGEST_RADIUS, look_up
    from geoplan.registers.address_rows import add_addresses

    if not taken.by_address:
        return counts

    def places(texts: list[str]) -> list[AddressPlace]:
        with row_progress("registers.looking_up", lang, len(texts)) as progress:
            return look_up(geocoder(catalogue), texts, progress)

    counts, tally = add_addresses(counts, taken, plan, places)
    used = {kind: tally.used.get(kind, 0) for kind in ("high", "medium", "county")}
    values = {"rows": tally.n_rows, "texts": tally.n_texts, "radius": int(LARGEST_RADIUS), **used}
    echo(translate("registers.by_address", lang, **values), err=True)
    return counts


def write_counts(pieces: Iterator[pd.DataFrame], n_rows: int, output: Path) -> None:
    """Write a table of counts; of a CSV or Parquet a piece is held at a time."""
    import pandas as pd

    from geoplan.writers.plain_tables import as_json, as_xlsx

    match output.suffix.lower():
        case ".xlsx":
            write_file(output, as_xlsx(pd.concat(pieces, ignore_index=True), "registers"), "--output")
        case ".json":
            write_file(output, as_json(pd.concat(pieces, ignore_index=True)).encode(), "--output")
        case _:
            _write(output, pieces, n_rows, "--output")


def _write(path: Path, pieces: Iterator[pd.DataFrame], n_rows: int, option: str) -> None:
    from geoplan.writers.write_pieces import write_pieces

    try:
        write_pieces(path, pieces, n_rows)
    except OSError as error:
        raise cannot_write(path, error, option) from error
