"""Holm's correction, against values worked out by hand."""

import numpy as np
import pytest

from geoplan.analysis.multiple_tests import holm


def test_p_values_are_multiplied_by_how_many_are_left_and_never_fall_below_a_smaller_one() -> None:
    # In order 0.01 x 4, 0.02 x 3, 0.03 x 2, 0.04 x 1: the last two would fall below 0.06.
    assert holm(np.array([0.03, 0.01, 0.04, 0.02])) == pytest.approx([0.06, 0.04, 0.06, 0.06])


def test_what_was_not_tested_does_not_count_and_nothing_exceeds_1() -> None:
    corrected = holm(np.array([np.nan, 0.9, 0.01]))
    assert np.isnan(corrected[0]) and corrected[1:] == pytest.approx([0.9, 0.02])
    assert holm(np.array([0.7, 0.8])).tolist() == [1.0, 1.0]
    assert len(holm(np.array([]))) == 0
