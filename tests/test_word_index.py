"""The index of words, which chooses what is read when a name is protected late."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.documents.passages import Passage, of_rich_text
from newsroom.gate.name_answers import NAME_RULES
from newsroom.rules.facts import PageFacts
from newsroom.rules.names.word_index import queries_for, words_of
from tests.rules import protected, setting
from tests.test_orders_search import FULL, LABELS, SAID, around
from tests.test_rules_names import DISGUISES as READ_EVERYWHERE
from tests.test_rules_properties import DISGUISES, arrangements, many


def fulfils(words, name):
    """What the databases' indexes do."""

    def has(term):
        if term.endswith("*"):
            return any(word.startswith(term[:-1]) for word in words)
        return term in words

    return any(all(any(map(has, terms)) for terms in query) for query in queries_for(name))


def named(passages, name):
    facts = PageFacts(tuple(passages), names=(protected(name, False),))
    return any(next(iter(rule.find(facts, setting())), None) for rule in NAME_RULES)


def read(text, prose=True):
    return [Passage("body", "Text", text, prose), *of_rich_text(text, "body", "Text")]


@many(400)
@given(
    arrangements() | LABELS.map(lambda name: (name, name)),
    st.sampled_from(sorted(DISGUISES)),
    around,
    st.booleans(),
)
def test_the_words_of_a_text_hold_whatever_the_rules_find(named_so, disguise, place, prose):
    name, arranged = named_so
    passages = read(place.format(DISGUISES[disguise](arranged)), prose)
    if named(passages, name):
        assert fulfils(words_of(passages), name)


@many(300)
@given(FULL, st.sampled_from(SAID), st.sampled_from(["{}", "<p>{}</p>", "Zoë {}"]), st.booleans())
def test_the_words_hold_names_that_are_words(name, said, place, prose):
    first, last = name.split()[0], name.split()[-1]
    passages = read(place.format(said.format(first=first, last=last, i=first[0])), prose)
    if named(passages, name):
        assert fulfils(words_of(passages), name)


def test_the_words_hold_names_that_hide_within_others():
    for text, prose in (
        ("PhotoZebedeeQuillfeather", True),
        ("photozebedeequillfeather2.jpg", False),
        ("see #justiceforzebedeequillfeather", True),
        ("Z e b e d e e Quillfeather", True),
        ("Zebedee Quill-\nfeather", True),
        ("Zebedee Q.u.i.l.l.f.e.a.t.h.e.r", True),
        ("the Quillfeathers and Zebedee", True),
    ):
        assert fulfils(words_of([Passage("", "", text, prose)]), "Zebedee Quillfeather"), text
    for name, text in (
        ("Jo O'Neill", "Jo O Neill"),
        ("Jo O'Neill", "J. ONeill"),
        ("Ann McDonald", "Ann Mac Donald"),
        ("Ann Smith-Jones", "Ann Jones"),
        ("Mary-Jane Doe", "Jane Doe"),
    ):
        assert fulfils(words_of([Passage("", "", text)]), name), text


def test_the_words_hold_every_disguise_that_is_read_everywhere():
    for name, text in READ_EVERYWHERE:
        assert fulfils(words_of([Passage("", "", f"It was {text} who came.")]), name), (name, text)


def test_the_words_of_other_texts_do_not():
    words = words_of([Passage("", "", "Zebedee met Ann Feather at Quill Court with Zoë.")])
    assert not fulfils(words, "Zebedee Quillfeather")
    assert not fulfils(words, "Zoë Quillfeather")
    assert fulfils(words, "Zebedee Feather")
