"""Known words vote on an unknown one as ridge regression over tf-idf does, solved by peers, and name their ground."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_terms import industry_terms
from geoplan.suitability.need_tokens import tokens
from geoplan.suitability.word_likeness import features, likely_industries, word_likeness

KNOWN = [
    (tokens(word), industry)
    for word, industry in [
        *[("锂电池", "battery"), ("锂电池隔膜", "battery"), ("钠电池", "battery"), ("动力电池", "battery")],
        *[("光刻机", "chip"), ("光刻胶", "chip"), ("光伏电池", "solar"), ("光伏玻璃", "solar")],
        *[("cell separators", "battery"), ("wafer steppers", "chip"), ("solar cells", "solar"), ("corner shop", "")],
    ]
]


@pytest.mark.parametrize("word", ["锂离子电池", "光刻气", "separator films", "coffee shop"])
def test_shares_are_those_of_ridge_regression_over_tf_idf(word: str) -> None:
    vectorizer = TfidfVectorizer(analyzer=lambda word: list(features(word)), binary=True)
    known = vectorizer.fit_transform([word for word, _ in KNOWN])
    words = vectorizer.transform([tokens(word)])
    # The peer knows no feature that no known word has; here each makes the word longer.
    lost = [f for f in set(features(tokens(word))) if f not in vectorizer.vocabulary_]
    rare = 1 + np.log(1 + len(KNOWN))
    held = sum(vectorizer.idf_[vectorizer.vocabulary_[f]] ** 2 for f in set(features(tokens(word))) - set(lost))
    scale = np.sqrt(held / (held + len(lost) * rare**2))
    found = likely_industries(word_likeness(KNOWN), tokens(word))
    for industry in ("battery", "chip", "solar", ""):
        wanted = np.array([float(of == industry) for _, of in KNOWN])
        peer = Ridge(alpha=1.0, fit_intercept=False).fit(known, wanted - wanted.mean())
        share = scale * float(peer.predict(words)[0])
        if industry in found:
            assert found[industry].share == pytest.approx(share, abs=1e-3)
        else:
            assert share < 0.011 or not any(
                set(features(w)) & set(features(tokens(word))) for w, i in KNOWN if i == industry
            )


def test_the_ground_is_the_word_of_the_industry_that_is_most_alike() -> None:
    found = likely_industries(word_likeness(KNOWN), tokens("钠离子电池"))
    assert next(iter(found)) == "battery"
    assert found["battery"].word == tokens("钠电池")


def test_a_word_like_none_is_told_nothing() -> None:
    assert likely_industries(word_likeness(KNOWN), tokens("zzxq")) == {}


def test_features_are_parts_of_words_and_what_they_end_in() -> None:
    assert set(features(tokens("电池A"))) == {"电", "电池", "池", "a", "^电", "a$", "a$$"}
    assert {"cell", "cell pack", "#<ce", "#ell>", "^cell", "pack$"} <= set(features(tokens("cell packs")))


@pytest.mark.long
def test_words_left_out_are_mostly_told_within_three(catalogue: Catalogue) -> None:
    words = sorted((key, term.industry_id) for key, term in industry_terms(catalogue).learnt())
    held = {key for key, _ in words[::37]}  # some 900 words, one in 37 of the alphabet
    known = word_likeness(row for row in words if row[0] not in held)
    wanted: dict[tuple[str, ...], set[str]] = {}
    for key, industry in words:
        if key in held:
            wanted.setdefault(key, set()).add(industry)
    found = {key: list(likely_industries(known, key)) for key in held}
    first = np.mean([bool(set(found[key][:1]) & wanted[key]) for key in held])
    within = np.mean([bool(set(found[key][:3]) & wanted[key]) for key in held])
    print(f"{len(held)} words left out: first {first:.1%}, within three {within:.1%}")
    assert len(held) > 500
    assert first >= 0.6 and within >= 0.8
