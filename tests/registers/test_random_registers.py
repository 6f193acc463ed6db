"""Where industries are dealt to enterprises at random, one table in twenty at most holds a finding; a true one is found.

Rates are of many tables of counts; some of them go all the way through the kernel.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.sparse import csr_array
from scipy.stats import binom, hypergeom

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.code_masks import CodeMasks
from geoplan.registers.compare_register import compare_register
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.density_peaks import density_peaks, peak_layers
from geoplan.registers.density_windows import density_windows
from geoplan.registers.designated_quotient import designated_quotient
from geoplan.registers.designated_trend import Foundings, Placebos, trend_tests
from geoplan.registers.industry_codes import industry_codes
from geoplan.registers.pair_counts import Bounded, PairCounts
from geoplan.registers.run_in_process import count_frame
from registers.hand_register import COLUMNS, SCOPE, plan_of, with_parks

TABLES = 400
MOST = int(binom.ppf(0.999, TABLES, 0.05))  # 34 of 400: more would come once in a thousand at the stated rate
N, PARKS, CODES = 4_000, 12, 4


def surely(matching: np.ndarray, known: np.ndarray) -> Bounded:
    counts = PairCounts(matching, known - matching, np.zeros_like(matching))
    return Bounded(counts, counts, counts)


def random_parks(rng: np.random.Generator) -> np.ndarray:
    """Which enterprises lie in which parks, which overlap: some of 5 enterprises, some of 500."""
    size = rng.integers(5, 500, PARKS)
    start = rng.integers(0, N - size)
    place = np.arange(N)
    return (place >= start[:, None]) & (place < (start + size)[:, None])


def test_of_random_registers_one_in_twenty_at_most_has_a_park_that_is_concentrated_or_rose() -> None:
    rng = np.random.default_rng(1)
    concentrated = rose = 0
    for _ in range(TABLES):
        parks = random_parks(rng).astype(np.int64)
        industry = rng.choice(CODES, N, p=[0.5, 0.3, 0.15, 0.05])
        of = (industry[:, None] == np.arange(CODES)).astype(np.int64)
        matching = (parks @ of).ravel()
        whole = PairCounts(np.tile(of.sum(axis=0), PARKS), np.tile(N - of.sum(axis=0), PARKS), 0 * matching)
        table = designated_quotient(surely(matching, np.repeat(parks.sum(axis=1), CODES)), whole)
        concentrated += (table["concentration"] == "concentrated").any()
        since = rng.random(N) < 0.4
        after, before = ((parks @ (of * when[:, None])).ravel() for when in (since, ~since))
        all_after, all_before = (np.tile((of * when[:, None]).sum(axis=0), PARKS) for when in (since, ~since))
        nothing = surely(0 * after, 0 * after)
        found = Foundings(
            surely(before, before), surely(after, after), nothing, surely(all_before, all_before).drawn,
            surely(all_after, all_after).drawn, nothing.drawn,
        )  # fmt: skip
        by_park = [
            np.repeat(each.reshape(PARKS, CODES).T[None], PARKS, 0).reshape(-1, PARKS) for each in (before, after)
        ]
        others = np.tile(np.repeat(~np.eye(PARKS, dtype=bool), CODES, axis=0), (1, 2))
        placebos = Placebos(*(np.tile(each, (1, 2)) for each in by_park), others)  # 22 of them
        rose += (trend_tests(found, placebos)["trend"] == "rose more than both").any()
    assert concentrated <= MOST
    assert rose <= MOST
    assert concentrated + rose > 0  # it is not that nothing is ever found


@pytest.mark.long
def test_of_random_registers_one_in_twenty_at_most_has_a_peak() -> None:
    rng = np.random.default_rng(2)
    side = 14
    xy = 500.0 * np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    masks = CodeMasks(np.eye(CODES, dtype=bool)[1:], np.zeros((CODES - 1, CODES), dtype=bool))
    with_peak = 0
    for _ in range(TABLES):
        density = rng.gamma(0.5, 20, len(xy))  # some cells are crowded, some empty
        stock = rng.multinomial(rng.poisson(density), [0.85, 0.1, 0.04, 0.01])
        with_peak += len(density_windows(xy, csr_array(stock), masks)[0]) > 0
    assert with_peak <= MOST


def test_p_values_of_windows_are_hypergeometric_and_of_overlapping_ones_the_strongest_is_told() -> None:
    # Nine cells a kilometre and a half apart and one 500 m beside the last: only those two share windows.
    xy = np.array([[1_500.0 * i, 0] for i in range(9)] + [[8 * 1_500.0 + 500, 0]])
    stock = csr_array(np.array([[20, 0]] * 8 + [[2, 18], [10, 0]]))
    masks = CodeMasks(np.array([[False, True]]), np.zeros((1, 2), dtype=bool))
    windows, tests = density_windows(xy, stock, masks)
    # Both windows of the last two cells hold 30 enterprises, 18 of the industry; of all 190 there are 18.
    assert tests == 10
    assert windows[["cell", "enterprises", "matching"]].to_numpy().tolist() == [[8, 30, 18]]
    assert windows.loc[0, "expected"] == pytest.approx(30 * 18 / 190)
    assert windows.loc[0, "p"] == pytest.approx(hypergeom.pmf(18, 190, 18, 30))
    assert windows.loc[0, "p_holm"] == pytest.approx(10 * windows.loc[0, "p"])


def register(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Enterprises over Tong'an, of three industries and of any year, each independent of the others."""
    return pd.DataFrame(
        {
            "lon": rng.uniform(118.08, 118.22, n),
            "lat": rng.uniform(24.72, 24.82, n),
            "industry": rng.choice(["3973", "3974", "6513"], n, p=[0.2, 0.1, 0.7]),
            "founded": rng.integers(2015, 2025, n),
            "closed": pd.array([pd.NA] * n, dtype="Int64"),
        }
    )


@pytest.fixture(scope="module")
def parks(catalogue: Catalogue) -> Catalogue:
    """One park designated for integrated circuits and twenty for displays."""
    boxes = {"alpha": (shapely.box(118.10, 24.75, 118.12, 24.77), ["ic"])}
    for i in range(20):
        x, y = 118.13 + 0.012 * (i % 5), 24.73 + 0.02 * (i // 5)
        boxes[f"beta-{i}"] = (shapely.box(x, y, x + 0.01, y + 0.01), ["display"])
    return with_parks(catalogue, boxes)


def planted(rng: np.random.Generator) -> pd.DataFrame:
    """A random register and 600 enterprises more in alpha, all of one industry and nine of ten since 2021."""
    n = 600
    more = register(rng, n).assign(industry="3973", founded=np.where(rng.random(n) < 0.1, 2019, 2022))
    more = more.assign(lon=rng.uniform(118.101, 118.119, n), lat=rng.uniform(24.751, 24.769, n))
    return pd.concat([register(rng, 20_000), more], ignore_index=True)


def test_through_the_kernel_random_registers_hold_nothing_and_a_planted_park_is_found(parks: Catalogue) -> None:
    rng = np.random.default_rng(3)
    plan = plan_of(parks)
    found = [
        compare_register(count_frame(register(rng, 4_000), plan), plan, parks, SCOPE, year=2023).table
        for _ in range(10)
    ]
    assert sum((table["concentration"] == "concentrated").any() for table in found) <= binom.ppf(0.999, 10, 0.05)
    assert not any((table["verdict"] == "successful").any() for table in found)
    table = compare_register(count_frame(planted(rng), plan), plan, parks, SCOPE, year=2023).table
    assert table.loc[table["verdict"] == "successful", "site_id"].tolist() == ["alpha"]
    assert table["placebo_parks"].iloc[0] == 20


def test_through_the_kernel_a_planted_peak_is_found_unless_a_site_is_designated_for_it(parks: Catalogue) -> None:
    rng = np.random.default_rng(4)
    plan = CountingPlan(peak_layers(SCOPE), COLUMNS, industry_codes(parks))
    for _ in range(10):
        assert len(density_peaks(count_frame(register(rng, 4_000), plan), plan, parks, SCOPE, year=2023).peaks) == 0
    counts = count_frame(planted(rng), plan)
    assert density_peaks(counts, plan, parks, SCOPE, year=2023).peaks.empty  # alpha is designated for it
    assert density_peaks(counts, plan, parks, SCOPE, year=2023).named > 0
    other = with_parks(parks, {"alpha": (shapely.box(118.10, 24.75, 118.12, 24.77), ["bio"])})
    (peak,) = density_peaks(counts, plan, other, SCOPE, year=2023).peaks.to_dict("records")
    assert (peak["industry_id"], peak["adcode"], peak["site_id"], peak["distance_km"]) == ("ic", "350212", "alpha", 0)
    assert shapely.box(118.10, 24.75, 118.12, 24.77).contains(shapely.Point(peak["lon"], peak["lat"]))
    assert peak["matching"] > 2 * peak["expected"]
