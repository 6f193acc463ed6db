"""A word and its translation are words of the same industry, each the translation of the other."""

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import match_need


def test_translations_are_mutual_and_of_one_industry(catalogue: Catalogue) -> None:
    rows = catalogue.industry_words
    given = rows[rows["translation"] != ""]
    assert len(given) > 6000
    lang = {(row.industry_id, row.word): (row.lang, row.translation) for row in rows.itertuples()}
    for row in given.itertuples():
        other = lang.get((row.industry_id, row.translation))
        assert other == ({"zh": "en", "en": "zh"}[row.lang], row.word), row.word


def test_a_word_finds_what_its_translation_finds(catalogue: Catalogue) -> None:
    """A word of two readings may be a question: then the industry is among those offered in both languages."""
    rows = catalogue.industry_words
    chinese = rows[(rows["translation"] != "") & (rows["lang"] == "zh")].iloc[::12]
    differ = []
    for row in chinese.itertuples():
        pair = [match_need(catalogue, word) for word in (row.word, row.translation)]
        if any(row.industry_id not in {match.industry_id for match in one.matches} for one in pair):
            differ.append(row.word)
    assert len(differ) <= 0.02 * len(chinese), differ
