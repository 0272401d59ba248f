"""Words of a release template: what the gate would not stop is found, and beside its field."""

import pytest

from newsroom.documents.passages import Passage
from newsroom.rules.template_words import filled, placeholders_of, slips
from tests.rules import address, headline, prose, setting

HEADLINE = headline("[Name] charged with [offence]")
REMINDER = prose(
    "Criminal proceedings against [name] are active. Nothing may be published that could prejudice "
    "them."
)


def found(*passages: Passage, stage: str = "charge") -> dict[str, str]:
    """The messages by field, for a template with these words, a headline and a reminder."""
    fields = {passage.field for passage in passages}
    rest = [one for one in (HEADLINE, REMINDER) if one.field not in fields]
    return {hit.field: hit.message for hit in slips((*rest, *passages), stage, setting())}


def test_words_with_placeholders_and_a_reminder_are_taken():
    assert found(address("xx-charged-with-xx")) == {}


def quoted(text: str) -> Passage:
    return Passage("body", "Text, block 2 (quotation)", text, quoted=True, gets_marks=True)


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        (headline("Man charged with murder"), "nothing is left to be filled in"),
        (prose("Somebody was charged.", "summary", "Teaser"), "nothing is left to be filled in"),
        (prose("Leeds Crown Court", "court", "Court"), "nothing is left to be filled in"),
        (headline("[Name] charged with [the offence]"), "“[the offence]”"),
        (headline("[Name] charged with [sic]"), "“[sic]”"),
        (headline(f"[Name] charged with [{'a word ' * 12}]"), "at most 80 letters"),
        (headline("[Name] charged with <an offence>"), "“<an offence>”"),
        (headline("[Name] charged with [offence"), "bracket stands alone"),
        (headline("[Name] to appear on 12 November"), "“12 November” is a fact"),
        (headline("[Name] ordered to pay £4,500"), "“£4,500” is a fact"),
        (headline("[Name], 34, charged with [offence]"), "“34” is a fact"),
        (headline("[Name] to appear before [court] on 3 Mawrth"), "“3 Mawrth” is a fact"),
        (headline("Killer [name] charged with [offence]"), "presumes guilt"),
        (headline("EMBARGOED UNTIL [date]: [name] charged"), "mark of the working document"),
        (prose("[name] is is charged.", "summary", "Teaser"), "a word stands twice"),
        (prose("“We charged [name].", "summary", "Teaser"), "does not end"),
        (
            prose("Darren Holt was charged with [offence].", "notes_to_editors", "Notes"),
            "names somebody",
        ),
    ],
)
def test_what_should_not_go_out_is_told_beside_its_field(passage: Passage, told: str):
    messages = found(passage)
    assert list(messages) == [passage.field]
    assert told in messages[passage.field]


@pytest.mark.parametrize(("words", "stops"), [("[quote]", True), ("[he agreed]", False)])
def test_within_a_quotation_an_insertion_is_no_placeholder(words: str, stops: bool):
    assert ("body" in found(REMINDER, quoted(words))) is not stops


@pytest.mark.parametrize(
    ("text", "stage", "lacks"),
    [
        ("[Name] is due at [court].", "charge", True),
        ("[Name] is due at [court].", "arrest", True),
        ("[Name] was jailed at [court].", "sentence", False),
        ("Proceedings against [name] are active.", "charge", True),
        (
            "Mae achos yn erbyn [enw] yn weithredol. Ni ddylid ei niweidio. Llys: [llys].",
            "charge",
            False,
        ),
    ],
)
def test_a_charge_reminds_that_proceedings_are_active(text: str, stage: str, lacks: bool):
    assert ("body" in found(prose(text), stage=stage)) is lacks


def test_each_placeholder_is_filled_with_another_word():
    words = filled(headline("[rank] [name], [name] of [town]"))
    assert words.text == "filled1 filled2, filled3 of filled4"
    assert placeholders_of(words) == []
