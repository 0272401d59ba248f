"""Who has anonymity is asked by what the words say, whatever nobody has ticked."""

import pytest

from newsroom.rules.findings import Level, Remedy
from tests.anonymity_sentences import ASKS, DOES_NOT_ASK
from tests.rules import CHILD, SEXUAL_OFFENCE, address, codes, findings, headline, prose

CONFIRMED = {"anonymity": "Ann: read it all"}


def test_the_table_is_long_enough_and_half_of_it_does_not_ask():
    assert len(ASKS) + len(DOES_NOT_ASK) >= 150
    assert len(set(DOES_NOT_ASK)) >= len(set(ASKS)) == len(ASKS)


@pytest.mark.parametrize("sentence", ASKS)
def test_words_of_a_sexual_offence_or_a_child_ask(sentence):
    [finding] = [one for one in findings(prose(sentence)) if one.code == "anonymity"]
    assert (finding.level, finding.remedy) == (Level.BLOCKER, Remedy.CONFIRM)


@pytest.mark.parametrize("sentence", DOES_NOT_ASK)
def test_other_words_do_not_ask(sentence):
    assert "anonymity" not in codes(prose(sentence))


THORNBY = (
    headline("Stepfather charged with raping girl, 12, in village of Thornby"),
    prose("Her mother, Gwenllian Oddsworth, of Mill Lane, found out.", place="Text, paragraph 1"),
    prose("It happened between March and July.", place="Text, paragraph 2"),
)


def test_the_question_blocks_without_a_tick_until_a_person_has_answered():
    found = findings(*THORNBY, crime_types=("Violent crime",), is_item=True)
    assert [one.code for one in found if one.level == Level.BLOCKER] == ["anonymity"]
    assert found[0].source == f"{SEXUAL_OFFENCE.source}; {CHILD.source}"
    assert "“raping” (Headline)" in found[0].message
    answered = findings(*THORNBY, answers=CONFIRMED)
    assert not [one for one in answered if one.level == Level.BLOCKER]


@pytest.mark.parametrize("passage", [headline, prose, address])
def test_it_is_asked_wherever_the_words_stand(passage):
    assert codes(passage("man-jailed-for-rape")) == ["anonymity"]


def test_the_offence_may_be_named_in_another_sentence_than_the_decision():
    assert codes(prose("He was jailed today.")) == []
    assert codes(prose("The offence was rape.")) == []
    assert codes(prose("He was jailed today."), prose("The offence was rape.")) == ["anonymity"]
    assert codes(prose("The offence was rape."), stage="verdict") == ["anonymity"]


def test_a_disguised_word_asks():
    assert codes(prose("He was jailed for r\u200bape.")) == ["anonymity"]


@pytest.mark.parametrize(
    "pieces",
    [
        [passage.text for passage in THORNBY],
        ["Man jailed for raping his niece, 9, of Ashgrove Primary School."],
        ["Her uncle groomed her.", "He was jailed.", "They met at St Winnow’s Church on 2nd May."],
        ["Cafwyd llystad yn euog o dreisio merch 13 oed.", "Digwyddodd ym mhentref Llanfechan."],
        ["Cafwyd tad yn euog o dreisio.", "Yr oedd hi yn Ysgol Cwmfelin ym mis Mawrth."],
    ],
)
def test_family_place_and_time_then_count_as_jigsaw(pieces):
    assert "jigsaw" in codes(*map(prose, pieces), answers=CONFIRMED)


def test_days_of_hearings_are_still_no_pieces():
    told = ("Her uncle raped her at church.", "He was jailed at a hearing on 3 May.")
    assert codes(*map(prose, told), answers=CONFIRMED) == []
