"""What holds of the rules whatever the words are."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.rules.check import check
from newsroom.rules.facts import LinkTarget, Name, OrderInForce, PageFacts, Passage, ShownPicture
from newsroom.rules.findings import Finding
from newsroom.rules.names.common_words import FIRST_NAMES, WORDS
from newsroom.rules.names.patterns import TITLES
from tests.rules import protected, setting


def many(examples: int) -> settings:
    """So many examples, without a clock: a busy machine is no fault of the rules."""
    return settings(max_examples=examples, deadline=None)


# Names

SYLLABLES = (
    "ba",
    "cor",
    "dwen",
    "fi",
    "gly",
    "hux",
    "jo",
    "kel",
    "mur",
    "nev",
    "pri",
    "quo",
    "tha",
)
NOT_NAMES = WORDS | FIRST_NAMES | {*TITLES.split("|")}
one_name = (
    st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3)
    .map("".join)
    .filter(lambda name: name not in NOT_NAMES)
    .map(str.capitalize)
)
surnames = st.one_of(
    one_name, st.builds("{}-{}".format, one_name, one_name), one_name.map("O’{}".format)
)
people = st.tuples(one_name, surnames)
apart = st.sampled_from([" ", "  ", "\n", "\u00a0", "-", "_", ".", "\u2011", " \u200b", "’ "])


@st.composite
def arrangements(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same name arranged as people write it."""
    first, last = draw(people)
    gap, middle = draw(apart), draw(one_name)
    arranged = draw(
        st.sampled_from(
            [
                f"{first}{gap}{last}",
                f"{first}{last}",
                f"{last}, {first}",
                f"{last}{gap}{first}",
                f"{first}{gap}{middle}{gap}{last}",
                f"{first} {middle[0]}. {last}",
                f"{first} “{middle}” {last}",
                f"{first[0]}. {last}",
                f"{first[0]}. {middle[0]}. {last}",
                f"{first}{gap}{last}’s",
                f"{first}{gap}{last}-{middle}",
                f"{first} and {middle} {last}",
            ]
        )
    )
    return f"{first} {last}", arranged


def spread(text: str, mark: str) -> str:
    """The text with a character that nobody sees after each letter."""
    return "".join(letter + mark if letter.isalpha() else letter for letter in text)


LOOK_ALIKE = str.maketrans("aceopxyjiABEKMHOPCTX", "асеорхујіАВЕКМНОРСТХ")
FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(65, 91), *range(97, 123))}
DISGUISES = {
    "none": lambda text: text,
    "small": str.lower,
    "capitals": str.upper,
    "accents": lambda text: spread(text, "\u0301"),
    "soft hyphens": lambda text: spread(text, "\u00ad"),
    "zero width": lambda text: spread(text, "\u200d"),
    "cyrillic": lambda text: text.translate(LOOK_ALIKE),
    "full width": lambda text: text.translate(FULL_WIDTH),
    "straight apostrophes": lambda text: text.replace("’", "'"),
    "no apostrophes": lambda text: text.replace("O’", "O"),
    "spaces as code": lambda text: text.replace(" ", "&nbsp;"),
    "spaces as in addresses": lambda text: text.replace(" ", "%20"),
    "tags": lambda text: text.replace("o", "<b>o</b>"),
    "entities": lambda text: "".join(f"&#{ord(one)};" if one.isalpha() else one for one in text),
}
fields = st.sampled_from(
    [
        *(("title", True), ("summary", True), ("body", True), ("notes_to_editors", True)),
        *(("image_alt", True), ("image_caption", True), ("seo_title", True), ("slug", False)),
        *(("image", False), ("social_image", False)),
    ]
)


@many(250)
@given(
    arrangements(),
    st.sampled_from(sorted(DISGUISES)),
    fields,
    st.sampled_from(["", "12", "It is "]),
)
def test_a_name_is_found_in_any_field_in_any_order_in_any_disguise(named, disguise, field, before):
    words, arranged = named
    text = DISGUISES[disguise](f"{before}{arranged}.")
    passage = Passage(field[0], "Here", text, prose=field[1])
    for in_scope, code in ((True, "protected-name"), (False, "protected-name-elsewhere")):
        facts = PageFacts((passage,), names=(protected(words, in_scope),))
        assert code in [finding.code for finding in check(facts, setting())]


def about_names(facts: PageFacts) -> list[Finding]:
    return [found for found in check(facts, setting()) if found.code.startswith("protected")]


@many(60)
@given(people, st.text(max_size=200), st.booleans(), st.booleans())
def test_other_text_holds_no_name(person, text, prose, in_scope):
    words = " ".join(person)
    passage = Passage("body", "Text", text, prose)
    # Random letters are no name, unless they are: one syllable of it is asked for.
    if not any(syllable in text.lower() for syllable in SYLLABLES):
        assert about_names(PageFacts((passage,), names=(protected(words, in_scope),))) == []


@many(60)
@given(people, st.sampled_from("bdfgklmnprtvwz"), st.sampled_from("bdfgklmnprtvwz"), st.booleans())
def test_a_name_within_another_word_is_none(person, before, after, is_first):
    first, last = person
    inside = (first if is_first else last.replace("-", "").replace("’", "")).lower()
    text = f"The {before}{inside}{after} was there."
    assert (
        about_names(
            PageFacts((Passage("body", "Text", text),), names=(protected(f"{first} {last}"),))
        )
        == []
    )


# Any words

FRAGMENTS = (
    *("“", "”", '"', "‘", "’", "[", "]", "[name]", "XX", "the the ", "had had ", "\n", "\n\n", " "),
    *(
        "&#",
        "&amp;",
        "&#0;",
        "%",
        "%00",
        "<",
        ">",
        "<b>",
        "{",
        "}",
        "_",
        "?",
        "\0",
        "\ud800",
        "\udfff",
    ),
    *("Jane", "Doe", " Jane Doe", "killer ", "guilty ", "school ", "aunt ", "in March ", '12" '),
    *("will appear at ", "\u200b", "\u0301", "ﷺ", "İ", "ß", "ſ", "🅹", "\u202e", "A", "b", "1"),
)
anything = st.text(st.characters(), max_size=60) | st.lists(
    st.sampled_from(FRAGMENTS), max_size=30
).map("".join)
passages = st.builds(
    Passage,
    field=st.sampled_from(["title", "summary", "body", "slug", "seo_title"]),
    place=anything,
    text=anything,
    prose=st.booleans(),
    quoted=st.booleans(),
)
pages = st.builds(
    PageFacts,
    passages=st.lists(passages, max_size=6).map(tuple),
    pictures=st.lists(
        st.builds(ShownPicture, anything, anything, anything, anything, st.booleans()), max_size=2
    ).map(tuple),
    links=st.lists(
        st.builds(LinkTarget, anything, anything, anything, st.booleans()), max_size=2
    ).map(tuple),
    is_item=st.booleans(),
    stage=st.sampled_from(["", "arrest", "charge", "plea", "trial", "verdict", "appeal"]),
    active=st.sampled_from([None, True, False]),
    sexual_offence=st.booleans(),
    child_involved=st.booleans(),
    orders=st.lists(st.builds(OrderInForce, anything, anything), max_size=2).map(tuple),
    names=st.lists(
        st.builds(Name, st.just("Jane Doe") | anything, anything, st.booleans()), max_size=3
    ).map(tuple),
    answers=st.dictionaries(st.sampled_from(["anonymity", "no-crime-type"]), anything, max_size=2),
)


def blockers(facts: PageFacts) -> list[Finding]:
    return [finding for finding in check(facts, setting()) if finding.level == "blocker"]


@many(120)
@given(pages)
def test_no_words_make_the_rules_fail(facts):
    for finding in check(facts, setting()):
        assert finding.message
        assert all(isinstance(value, str) for value in finding.as_row().values())


@many(60)
@given(pages, st.builds(OrderInForce, anything, anything))
def test_one_more_order_removes_no_blocker(facts, order):
    more = replace(facts, orders=(*facts.orders, order))
    remaining = blockers(more)
    for finding in blockers(facts):
        assert finding in remaining
        remaining.remove(finding)
    assert [finding.code for finding in remaining] == ["order"]


@many(60)
@given(pages, st.randoms(use_true_random=False))
def test_blockers_do_not_depend_on_the_order_of_the_fields(facts, chance):
    names = list(dict.fromkeys(passage.field for passage in facts.passages))
    chance.shuffle(names)
    shuffled = sorted(facts.passages, key=lambda passage: names.index(passage.field))
    again = blockers(replace(facts, passages=tuple(shuffled)))
    assert sorted(map(repr, again)) == sorted(map(repr, blockers(facts)))


@many(60)
@given(pages, people)
def test_no_finding_repeats_a_protected_name(facts, person):
    first, last = person
    secret = f"{first} {last}"
    said = tuple(
        replace(passage, text=f"{secret} {passage.text} [{secret}") for passage in facts.passages
    )
    page = replace(
        facts,
        passages=said,
        names=(*facts.names, protected(secret)),
        links=(LinkTarget("body", f"Under {secret}", f"On {secret}", public=False),),
        orders=(OrderInForce(f"Order about {secret}", f"Act on {secret}"),),
    )
    for finding in check(page, setting()):
        assert last not in "".join(finding.as_row().values())


# Any length

PATTERNS = (
    *("Jane ", "Jane x y z ", "J. ", "Doe,", "1 ", "A ", "“", ' "', "[a ", "<a ", "&#", "%4"),
    *("x ", "word word ", "a\u0301", "\n \n", "t.b.", "insert a ", "at aa ", "authorised a "),
    *("[a] “x” ", "“[a] ", '12" ', "\n“x"),
    *("J a n ", "D-o-", "j4n3", "@janedo", "#jdoe ", "D0", "a@a.", "www.a", "do e\n", "x|!"),
    *("raped ", "boy, ", "DRAFT ", "- \n", "Comment by A", "girl 1 ", "# ", "victim "),
)


def seconds_to_check(text: str) -> float:
    passage = Passage("body", "Text", text)
    names = (protected("Jane Doe"), protected("Mary-Jane Abdul Rahman"))
    began = time.perf_counter()
    check(PageFacts((passage,), stage="trial", child_involved=True, names=names), setting())
    return time.perf_counter() - began


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_makes_a_text_dear(pattern):
    # With a cost that grows as the square of the length, this would take minutes.
    assert seconds_to_check(pattern * (50_000 // len(pattern))) < 10


def test_a_long_text_is_checked_in_bounded_time():
    text = "The court heard that Jane had been to “the school” in March with Mr Doe. " * 2_700
    assert len(text) > 190_000
    assert seconds_to_check(text) < 15
