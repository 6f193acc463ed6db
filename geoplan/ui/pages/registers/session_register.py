"""The register that a user has brought to this session: a file that goes when the session ends, and its counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import streamlit as st

if TYPE_CHECKING:  # a server without a register does without the libraries of these
    from geoplan.registers.address_rows import AddressTally
    from geoplan.registers.count_rows import RegisterCounts
    from geoplan.registers.counting_plan import CountingPlan
    from geoplan.registers.register_file import RegisterFile
    from geoplan.registers.returned_rows import RowSpool

_KEY: Final = "register"  # session key
_MOST: Final = 24  # results that are kept: those of some clicks back
_SPOOL: Final = "rows-"  # what folders of rows begin with
_Made = TypeVar("_Made")


class Counted(NamedTuple):
    """Counts, what they are of, and what was asked when they were made.

    ``left_out`` are the rows that were not fully used, on disk; ``by_address`` says what became of rows with an address
    only, None where none was looked up.
    """

    counts: RegisterCounts
    plan: CountingPlan
    asked: str
    left_out: RowSpool
    by_address: AddressTally | None


class Asked(NamedTuple):
    """What is asked of the counts: the scope's adcode, the last full year, branches (None for all), sites shown."""

    counted: Counted
    scope: str
    year: int
    branches: tuple[str, ...] | None
    sites: list[str]


@dataclass
class SessionRegister:
    """A register on disk, how it is to be read, and what was counted of it.

    Attributes
    ----------
    file : RegisterFile
        In a folder of its own, which is deleted with this object: when the session ends or brings another.
    name : str
        As the user's file is called.
    n_bytes : int
    synthetic : bool
        Whether its enterprises do not exist.
    given : dict of str
        Columns by role that the user has set.
    system : str
        What the user says the coordinates are in, "" where the file says it or it is guessed.
    counted : Counted, optional
        What was counted last.
    results : dict
        What was computed of the counts or laid out of that, by what was asked; see `once`.
    """

    file: RegisterFile
    name: str
    n_bytes: int
    synthetic: bool
    folder: TemporaryDirectory[str] = field(repr=False)
    given: dict[str, str] = field(default_factory=dict)
    system: str = ""
    counted: Counted | None = None
    results: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)

    def spool_folder(self) -> Path:
        """A folder for rows of one count, which goes with the next count and with the register."""
        return Path(mkdtemp(prefix=_SPOOL, dir=self.folder.name))

    def once(self, key: tuple[Any, ...], make: Callable[[], _Made]) -> _Made:
        """What was made under a key, made now unless it was: a click that leaves it as it is waits for nothing."""
        made: _Made = self.results.pop(key) if key in self.results else make()
        self.results[key] = made
        while len(self.results) > _MOST:
            del self.results[next(iter(self.results))]  # the one that was asked for longest ago
        return made

    def forget_counts(self) -> None:
        """What was counted no longer holds."""
        self.counted = None
        self.results.clear()
        for folder in Path(self.folder.name).glob(f"{_SPOOL}*"):
            shutil.rmtree(folder, ignore_errors=True)


def session_register() -> SessionRegister | None:
    """The register of this session."""
    register: SessionRegister | None = st.session_state.get(_KEY)
    return register


def keep_register(folder: TemporaryDirectory[str], path: Path, name: str, synthetic: bool = False) -> None:
    """Open a file in a folder of its own and keep it for this session.

    Raises
    ------
    ReaderError
        It cannot be read; the folder is deleted.
    """
    from geoplan.registers.register_file import open_register

    try:
        file = open_register(path)
    except BaseException:
        folder.cleanup()
        raise
    st.session_state[_KEY] = SessionRegister(file, name, path.stat().st_size, synthetic, folder)


def drop_register() -> None:
    """Forget the register."""
    st.session_state.pop(_KEY, None)
