"""Folding of texts and searches: the same on either side, for any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.archive.search_query import contains, parse
from newsroom.archive.search_words import BREAK, LONGEST, index_words, joined, located, stems

LETTERS = st.text(alphabet="aeîŵéßﬁŁO1290-–—‑'’`./ \u00ad\u200b\u0301\n“\"½,北", max_size=40)
TEXTS = st.one_of(st.text(max_size=60), LETTERS)


@given(TEXTS)
def test_words_are_plain_letters_and_digits_that_both_databases_keep_whole(text):
    words = index_words([text], "en").split()
    assert all(re.fullmatch(r"[a-z0-9]+", word) and len(word) <= 9 * LONGEST for word in words)
    assert BREAK not in stems(text, "en")


@given(TEXTS)
def test_each_word_has_its_place_in_the_text_as_written(text):
    words, compounds = located(text, "en")
    if "\x00" not in text:
        assert [word.text for word in words] == list(stems(text, "en"))
        assert [word.text for word in compounds] == list(joined(text, "en"))
    for word in (*words, *compounds):
        assert 0 <= word.start < word.end <= len(text)
    starts = [word.start for word in words]
    assert starts == sorted(starts)


@given(st.lists(st.sampled_from(["COVID-19", "Dŵr", "O’Brien", "s28", "1,000", "e-mail"])))
def test_a_text_is_found_by_its_own_words_in_quotation_marks(words):
    text = " ".join(words)
    for term in parse(f"“{text}”", "en").terms:
        assert contains(stems(f"before {text} after", "en"), term.alternatives[0][0])


@given(st.text(max_size=80))
def test_anything_can_be_typed(typed):
    query = parse(typed, "en")
    assert all(term.alternatives for term in (*query.terms, *query.excluded))


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("sentenc", "court")), ("cy", ("sentences", "courts"))]
)
def test_welsh_is_folded_and_not_stemmed(language, words):
    assert stems("Sentences, courts", language) == words
