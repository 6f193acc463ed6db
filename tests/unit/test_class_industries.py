"""Each class of GB/T 4754 has the industries given to it, or to what is above it, or none."""

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.class_industries import class_industries


def test_a_class_has_its_own_industries_before_those_above_it(catalogue: Catalogue) -> None:
    """industry_gbt.csv: 27 is bio, 2762 vaccines and precision medicine; 2710 has its industry from 271."""
    of = class_industries(catalogue)
    assert set(of["2762"]) == {"vaccines", "precision-medicine"}
    assert set(of["2710"]) == {"new-drugs"} and set(of["2720"]) == {"new-drugs"}
    assert set(of["2750"]) == {"bio"}


def test_what_no_plan_places_has_none(catalogue: Catalogue) -> None:
    """Coal mining, tobacco, furniture, cement, bicycles, real estate, funerals."""
    assert not {"0610", "1620", "2110", "3011", "3761", "7010", "8080"} & set(class_industries(catalogue))


def test_a_group_of_one_class_is_that_class(catalogue: Catalogue) -> None:
    of = class_industries(catalogue)
    assert of["462"] == of["4620"] and set(of["462"]) == {"green"}
