"""What a register says of the plans, in a sentence with how sure it is."""

from __future__ import annotations

from geoplan.analysis.point_patterns import ALPHA, NO_EVIDENCE, UNKNOWN
from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.compare_register import SUCCESSFUL, RegisterComparison
from geoplan.registers.density_peaks import DensityPeaks
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of


def comparison_sentence(comparison: RegisterComparison) -> Text:
    """Say how many designations came, of how many it cannot be said, and how often chance would say so."""
    table = comparison.table
    tested = table[table["has_ground"]]
    n = tested["verdict"].value_counts()
    return message(
        "registers.found.compared",
        year=comparison.year,
        tested=len(tested),
        successful=int(n.get(SUCCESSFUL, 0)),
        none=int(n.get(NO_EVIDENCE, 0)),
        unknown=int(n.get(UNKNOWN, 0)),
    )


def comparison_note(comparison: RegisterComparison) -> Text:
    """Say what a designation that came is, what is not known, and how often chance would say that one came."""
    table = comparison.table
    tested = table[table["has_ground"]]
    return message(
        "registers.found.compared_note",
        pairs=len(table),
        certain=int(tested["has_certain"].sum()),
        without=len(table) - len(tested),
        rate=f"{ALPHA * 100:g}",
    )


def peaks_sentence(found: DensityPeaks) -> Text:
    """Say how many concentrations no plan names, how many one does, and of how many it cannot be said."""
    return message(
        "registers.found.peaks",
        year=found.year,
        peaks=len(found.peaks),
        named=found.named,
        doubtful=int((found.peaks["unplaced_sites"] > 0).sum()),
        rate=f"{ALPHA * 100:g}",
    )


def without_codes_sentence(catalogue: Catalogue, comparison: RegisterComparison) -> Text | None:
    """Name the terms that no class stands for, with the number of their designations; None where there are none."""
    rows = comparison.without_codes
    if rows.empty:
        return None
    terms = joined(name_of(catalogue.industries, term) for term in rows["industry_id"].unique())
    return message("registers.found.without_codes", n=len(rows), terms=terms)
