"""Which parks compete for the same makers, and which hold different links of one chain."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geoplan.analysis.drawn_features import drawn_features
from geoplan.analysis.position_error import distance_error
from geoplan.analysis.site_geometry import site_geometry
from geoplan.analysis.specialisation import OWN_BASES, designations_on
from geoplan.catalogue.catalogue import Catalogue
from geoplan.vocabulary import ROLE_WEIGHTS

KM: Final = 1000.0  # metres
COMPETE, COMPLEMENT, BROAD, UNRELATED = "compete", "complement", "broad", ""
NEAR, FAR, UNCERTAIN = "near", "far", "uncertain"
WITHIN_KM: Final = 10.0  # across a district: close enough to be weighed against each other by one firm
SAME_TERMS: Final = 0.5  # similarity of terms from which two parks compete: at least half of it all is shared
OTHER_TERMS: Final = 0.2  # similarity of terms below which they do different things
SAME_FIELD: Final = 0.5  # similarity of branches from which they do them in the same field

_RANK: Final = {COMPETE: 0, COMPLEMENT: 1, BROAD: 2, UNRELATED: 3}
_COLUMNS: Final = [
    *("site_a", "site_b", "similarity", "branch_similarity", "shared_terms", "only_a", "only_b", "nested"),
    *("distance_km", "distance_low_km", "distance_high_km", "nearness", "relation", "draft"),
]


def term_weights(
    catalogue: Catalogue, site_ids: Collection[str] | None = None, bases: Collection[str] = OWN_BASES
) -> pd.DataFrame:
    """Weigh each industry term at each site by the strongest role any plan gives it there.

    Parameters
    ----------
    site_ids : collection of str, optional
        The sites to heed; all by default.
    bases : collection of str
        Bases of designation that count; ``inherited`` among them for what is said of a whole.

    Returns
    -------
    DataFrame
        Designated sites by id (index) × terms named anywhere among them, in the vocabulary's order; `ROLE_WEIGHTS`, or
        0 where the term is not named. A term stands for itself: what lies above it is not added.
    """
    rows = designations_on(catalogue, site_ids, bases)
    rows = rows.assign(weight=rows["role"].map(ROLE_WEIGHTS))
    weights = rows.groupby(["site_id", "industry_id"])["weight"].max().unstack(fill_value=0.0)
    return weights[[term for term in catalogue.industries.index if term in weights.columns]]


def field_weights(weights: pd.DataFrame, industries: pd.DataFrame) -> pd.DataFrame:
    """Weigh each field at each site by its weightiest term there: ten terms of a field weigh no more than one.

    A field is a branch of the vocabulary. A branch without a class of its own in the national classification (future
    tracks, other fields) is a drawer for what fits nowhere else, food beside textiles: there the terms directly below
    it are the fields.

    Parameters
    ----------
    industries : DataFrame
        Indexed by ``industry_id``, with ``path`` and ``code``.

    Returns
    -------
    DataFrame
        The same sites × fields.
    """
    paths = industries["path"]
    catch_all = {branch for branch in industries.index[industries["code"] == ""] if len(paths[branch]) == 1}
    field = {term: paths[term][1 if paths[term][0] in catch_all and len(paths[term]) > 1 else 0] for term in weights}
    return weights.T.groupby(field, sort=False).max().T


def weighted_jaccard(weights: pd.DataFrame) -> np.ndarray:
    """Compare every two rows: the sum of what both have over the sum of what either has, Σ min(u, v) / Σ max(u, v).

    Source: M. Ružička, *Biológia* (Bratislava) 13 (1958) 647–661. Computed as (s − d) / (s + d) with s the sum of both
    rows and d their Manhattan distance, for min and max are half of s − d and of s + d.

    Parameters
    ----------
    weights : DataFrame
        None negative.

    Returns
    -------
    ndarray
        Rows × rows, symmetric, from 0 (nothing shared) to 1 (the same); NaN for two empty rows.
    """
    from scipy.spatial.distance import cdist

    values = weights.to_numpy(dtype=float)
    sums = values.sum(axis=1)[:, None] + values.sum(axis=1)
    apart = cdist(values, values, "cityblock") if values.size else np.zeros_like(sums)
    with np.errstate(invalid="ignore"):
        return (sums - apart) / (sums + apart)


def pairs(
    catalogue: Catalogue,
    site_ids: Collection[str] | None = None,
    within_km: float = WITHIN_KM,
    bases: Collection[str] = OWN_BASES,
    *,
    same_terms: float = SAME_TERMS,
    other_terms: float = OTHER_TERMS,
    same_field: float = SAME_FIELD,
    crs: CRS | None = None,
) -> pd.DataFrame:
    """Compare every two sites that are designated and placed.

    Two near parks compete when they are for the same terms, and complement each other when they are for different
    terms of the same field. A term above one of the other's (integrated circuits, and their design) is no different
    link of the chain but the same one told more broadly: such a pair is ``nested`` and never a complement. Two parks
    that share nothing but branches of the vocabulary are alike as far as the plans say and may do quite different
    things: they are ``broad`` and do not compete. A site and its part, at any depth, are no pair. What is not surely
    near is given no relation.

    Parameters
    ----------
    site_ids : collection of str, optional
        The sites to compare; all by default.
    within_km : float
        How near is near, km.
    same_terms, other_terms, same_field : float
        Compete from this similarity of terms; complement below this one, from this similarity of branches.

    Returns
    -------
    DataFrame
        One row an unordered pair: ``site_a`` < ``site_b``; ``similarity`` of terms and ``branch_similarity`` (see
        `weighted_jaccard` and `field_weights`; 0 to 1); ``shared_terms``, ``only_a``, ``only_b`` (lists of industry
        ids); ``nested``; ``distance_km`` (between the nearest points of the two; 0 where they touch) and
        ``distance_low_km``, ``distance_high_km`` (less and more the radii of both positions); ``nearness``: ``near``,
        ``far``, or ``uncertain`` where `within_km` lies between the two; ``relation``: ``compete``, ``complement``,
        ``broad`` or empty; ``draft``: ``yes`` where either position is a user's draft, else "". By relation,
        similarity, distance and ids.
    """
    weights = term_weights(catalogue, site_ids, bases)
    places = site_geometry(catalogue, sorted(weights.index), crs)
    weights = weights.loc[places["site_id"]]
    a, b = np.triu_indices(len(places), k=1)
    apart = ~_part_of(catalogue, places["site_id"].tolist())[a, b]
    a, b = a[apart], b[apart]

    ids, shapes = places["site_id"].to_numpy(), places.geometry.to_numpy()
    radius, stream = places["radius_m"].to_numpy(), places["stream"].to_numpy()
    is_draft = (places["draft"] == "yes").to_numpy(dtype=bool)
    distance = shapely.distance(shapes[a], shapes[b]) / KM
    slack = distance_error(radius[a], stream[a], radius[b], stream[b]) / KM
    table = pd.DataFrame(
        {
            "site_a": ids[a],
            "site_b": ids[b],
            "similarity": weighted_jaccard(weights)[a, b],
            "branch_similarity": weighted_jaccard(field_weights(weights, catalogue.industries))[a, b],
            **_terms(weights, a, b),
            "nested": _nested(weights, catalogue.industries)[a, b],
            "distance_km": distance,
            "distance_low_km": np.maximum(distance - slack, 0.0),
            "distance_high_km": distance + slack,
            "draft": np.where(is_draft[a] | is_draft[b], "yes", ""),
        }
    )
    table["nearness"] = np.select(
        [table["distance_high_km"] <= within_km, table["distance_low_km"] > within_km], [NEAR, FAR], UNCERTAIN
    )
    near = table["nearness"] == NEAR
    compete = near & (table["similarity"] >= same_terms)
    complement = near & (table["similarity"] < other_terms) & (table["branch_similarity"] >= same_field)
    depth = catalogue.industries["depth"]
    broad = np.array([all(depth[term] == 0 for term in terms) for terms in table["shared_terms"]], dtype=bool)
    cases = [compete & broad, compete, complement & ~table["nested"]]
    table["relation"] = np.select(cases, [BROAD, COMPETE, COMPLEMENT], UNRELATED)
    table["rank"] = table["relation"].map(_RANK)
    order = ["rank", "similarity", "distance_km", "site_a", "site_b"]
    return table.sort_values(order, ascending=[True, False, True, True, True], ignore_index=True)[_COLUMNS]


def site_points(
    catalogue: Catalogue,
    site_ids: Collection[str] | None = None,
    bases: Collection[str] = OWN_BASES,
    crs: CRS | None = None,
) -> gpd.GeoDataFrame:
    """Place designated sites as points, one a feature, labelled with the branches they carry.

    Parameters
    ----------
    site_ids : collection of str, optional
        The sites to heed; all by default.

    Returns
    -------
    GeoDataFrame
        One row a feature of a designated site: ``site_id``, ``radius_m``, a column of truth values for each branch of
        the vocabulary, ``geometry`` (centroids). A whole that is drawn by its parts has no point: in its middle
        nothing stands. Nor does a whole carry a branch that a placed part of it carries: the part says it more
        exactly. Sites left without any branch are left out.
    """
    rows = designations_on(catalogue, site_ids, bases)
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    carried = rows.groupby("site_id")["industry_id"].agg(lambda terms: set(catalogue.industries["branch"].loc[terms]))
    features = drawn_features(catalogue, sorted(carried.index), crs)
    features = features[features["site_id"] == features["owner"]]
    labels = {s: set(carried[s]) for s in features["site_id"]}
    for part in labels:
        for parent in catalogue.ancestors(part) & labels.keys():
            labels[parent] -= carried[part]
    features = features[features["site_id"].map(labels).map(bool).to_numpy(dtype=bool)]
    carrying = {b: np.array([b in labels[s] for s in features["site_id"]], dtype=bool) for b in branches}
    return gpd.GeoDataFrame(
        {"site_id": features["site_id"], "radius_m": features["radius_m"], **carrying},
        geometry=features.geometry.centroid,
        crs=features.crs,
    ).reset_index(drop=True)


def _part_of(catalogue: Catalogue, ids: list[str]) -> np.ndarray:
    """Whether one of two sites is part of the other."""
    row = {site_id: i for i, site_id in enumerate(ids)}
    matrix = np.zeros((len(ids), len(ids)), dtype=bool)
    for site_id, i in row.items():
        matrix[i, [row[parent] for parent in catalogue.ancestors(site_id) if parent in row]] = True
    return matrix | matrix.T


def _terms(weights: pd.DataFrame, a: np.ndarray, b: np.ndarray) -> dict[str, list[list[str]]]:
    """What both name and what only one does, in the vocabulary's order."""
    names = weights.columns.to_numpy()
    named = [names[row].tolist() for row in weights.to_numpy() > 0]
    sets = [set(terms) for terms in named]
    couples = list(zip(a.tolist(), b.tolist(), strict=True))
    return {
        "shared_terms": [[t for t in named[i] if t in sets[j]] for i, j in couples],
        "only_a": [[t for t in named[i] if t not in sets[j]] for i, j in couples],
        "only_b": [[t for t in named[j] if t not in sets[i]] for i, j in couples],
    }


def _nested(weights: pd.DataFrame, industries: pd.DataFrame) -> np.ndarray:
    """Whether one of two sites names a term that lies above one of the other's."""
    named = (weights.to_numpy() > 0).astype(float)
    above = [set(industries.at[term, "path"][:-1]) for term in weights]
    below = np.array([[term in terms for term in weights] for terms in above], dtype=float).reshape(2 * [len(above)])
    reach = named @ below @ named.T > 0
    return reach | reach.T
