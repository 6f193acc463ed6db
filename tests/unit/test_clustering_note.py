"""The sentence on tests of clustering: among sites first, found ones by name, the others counted."""

import pandas as pd

from geoplan.analysis.clustering_note import clustering_note
from geoplan.catalogue.catalogue import Catalogue


def test_verdicts_among_sites_come_first_and_are_told_by_name_or_number(catalogue: Catalogue) -> None:
    table = pd.DataFrame(
        [
            ("it", "no evidence", "clustered"),
            ("bio", "nearer", "unknown"),
            ("creative", "nearer", "no evidence"),
            ("marine", "too few", "too few"),
        ],
        columns=["industry_id", "among_verdict", "verdict"],
    )
    name = catalogue.industries["name_en"]
    assert clustering_note(catalogue, table).text("en") == (
        f"Among sites (positions stay, industries are dealt anew): nearer together: {name['bio']}, {name['creative']}; "
        "no significant evidence for 1; too few sites for 1. Against random points on the land near sites: "
        f"clustered: {name['it']}; cannot be said of 1; no significant evidence for 1; too few sites for 1."
    )
