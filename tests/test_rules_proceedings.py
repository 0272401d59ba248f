"""Active proceedings, anonymity and what identifies piece by piece, by the law of the day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newsroom.rules.check import check
from newsroom.rules.facts import Law, PageFacts, Passage, ShownPicture
from newsroom.rules.findings import Level, Remedy
from tests.rules import (
    CHILD,
    CONTEMPT,
    NOW,
    SEXUAL_OFFENCE,
    address,
    codes,
    findings,
    headline,
    prose,
    setting,
)

CONFIRMED = {"anonymity": "Ann: read it all"}


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Murderer in court",
            "Child killer appears",
            "Serial rapist on trial",
            "PAEDOPHILE charged",
        ),
        *("Thug denies assault", "Monster in the dock", "Gang boss on trial", "Terrorist charged"),
        *("Drug-dealer on trial", "Guilty of murder", "Convicted fraudster in court", "Man jailed"),
        *("Man confessed, court told", "Man has previous convictions", "His criminal record"),
        *("The men who murdered a shopkeeper", "Man pleads guilty", "Thieves in court"),
        *("Man known to police charged", "Llofrudd yn y llys", "Dyn yn euog"),
    ],
)
def test_a_title_must_not_presume_guilt_while_proceedings_are_active(title):
    [finding] = findings(headline(title), stage="trial", answers=CONFIRMED)
    assert (finding.code, finding.level) == ("contempt-title", Level.BLOCKER)
    assert (finding.place, finding.field) == ("Headline", "title")
    assert finding.source == CONTEMPT.source


@pytest.mark.parametrize(
    "title",
    [
        *("Man charged with murder", "Man denies murder", "Man pleads not guilty to rape"),
        *(
            "Alleged killer appears",
            "Suspected serial killer in court",
            "Man accused of being a thug",
        ),
        *("Man charged with terrorist offences", "Man denies being a fraudster", "Jury out"),
        *("Prison officer charged with assault", "Man admitted to hospital before trial"),
        "Documents useful to a terrorist: man in court",
        "Jury told he was not convicted",
        *(
            "Innocent until proven guilty: how trials work",
            "Dyn ddim yn euog",
            "Murder trial opens",
        ),
        *("Robbery suspect charged", "Whether he is guilty is for the jury"),
    ],
)
def test_what_is_alleged_or_denied_may_be_said(title):
    assert codes(headline(title), stage="trial", answers=CONFIRMED) == []


@pytest.mark.parametrize(
    ("stage", "active", "blocks"),
    [
        ("arrest", None, True),
        ("charge", None, True),
        ("plea", None, True),
        ("trial", None, True),
        ("verdict", None, False),
        ("sentence", None, False),
        ("", None, False),
        ("", True, True),
        ("", False, False),
        ("verdict", True, True),
        ("trial", False, True),
    ],
)
def test_the_stage_says_whether_proceedings_are_active_and_an_editor_can_open_them(
    stage, active, blocks
):
    found = codes(headline("Killer jailed"), stage=stage, active=active)
    assert found == (["contempt-title"] if blocks else [])


def test_an_unknown_stage_is_refused():
    with pytest.raises(LookupError):
        codes(headline("Killer"), stage="confiscation")


def test_the_address_of_a_page_is_a_headline_too():
    assert codes(address("killer-jailed"), stage="trial") == ["contempt-title"]
    assert codes(address("pleads-not-guilty"), stage="trial") == []


def test_the_law_says_from_which_stage_and_from_which_day():
    old = replace(CONTEMPT, until=date(2027, 6, 30))
    new = Law("contempt", "Contempt of Court Act 2027", date(2027, 7, 1), None, "charge")

    def found(stage: str, at: datetime) -> list[str]:
        facts = PageFacts((headline("Killer held"),), stage=stage)
        return [finding.source for finding in check(facts, setting(at, laws=(old, new)))]

    before, after = datetime(2027, 6, 30, 12, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC)
    assert found("arrest", before) == [CONTEMPT.source]
    assert found("arrest", after) == []
    assert found("charge", after) == ["Contempt of Court Act 2027"]


def test_before_the_law_began_nothing_was_active():
    late = replace(CONTEMPT, since=date(2027, 1, 1))
    assert check(PageFacts((headline("Killer"),), stage="trial"), setting(laws=(late,))) == []


def test_a_row_of_the_law_without_a_stage_is_refused():
    with pytest.raises(LookupError):
        check(PageFacts(stage="trial"), setting(laws=(replace(CONTEMPT, active_from=""),)))


def test_the_same_words_in_teaser_text_and_captions_warn():
    found = findings(
        prose("The killer", "summary", "Teaser"),
        prose("He has previous convictions."),
        prose("A thug", "image_caption", "Caption"),
        Passage("image", "File name of a picture", "killer.jpg", prose=False),
        stage="charge",
    )
    assert [(finding.code, finding.place) for finding in found] == [
        ("contempt-text", "Teaser"),
        ("contempt-text", "Text, paragraph 3"),
        ("contempt-text", "Caption"),
    ]
    assert {finding.level for finding in found} == {Level.WARNING}


def test_a_plea_of_guilty_at_the_stage_of_pleas_only_warns():
    assert codes(headline("Man pleads guilty to murder"), stage="plea") == ["contempt-plea"]
    assert codes(headline("Man admits murder"), stage="plea") == ["contempt-plea"]
    assert codes(headline("Man found guilty of murder"), stage="plea") == ["contempt-title"]
    assert codes(prose("He pleaded guilty."), stage="plea") == []


@pytest.mark.parametrize(
    ("release_class", "stage", "found"),
    [
        ("custody", "trial", ["contempt-picture"]),
        ("footage", "arrest", ["contempt-picture"]),
        ("exhibit", "charge", ["contempt-picture"]),
        ("exhibit", "trial", []),
        ("something new", "trial", ["contempt-picture"]),
        ("", "trial", ["unclassed-picture"]),
        ("place", "trial", []),
        ("staff", "trial", []),
        ("illustration", "trial", []),
        ("custody", "verdict", []),
        ("", "verdict", []),
        ("custody", "", []),
    ],
)
def test_what_a_picture_shows_decides_whether_it_may_be_seen_before_the_verdict(
    release_class, stage, found
):
    picture = ShownPicture("image", "Picture", "A man", release_class)
    assert codes(pictures=(picture,), stage=stage) == found


def test_during_an_appeal_what_could_prejudice_a_retrial_warns():
    picture = ShownPicture("image", "Picture", "A man", "custody")
    found = findings(
        headline("Killer appeals"), address("killer-appeals"), pictures=(picture,), stage="appeal"
    )
    assert [(finding.code, finding.place) for finding in found] == [
        ("contempt-appeal", "Headline"),
        ("contempt-appeal", "Picture"),
    ]
    assert codes(headline("Jail term extended by Court of Appeal"), stage="appeal") == []


OPEN = "He will appear at Leeds Magistrates’ Court on Monday."


@pytest.mark.parametrize(
    "text",
    [
        OPEN,
        "She has been charged with murder.",
        "Criminal proceedings against this defendant are now active.",
        "They are due to stand trial in May.",
        "The CPS has authorised West Yorkshire Police to charge a man.",
        "The trial continues.",
        "A man awaiting trial",
    ],
)
def test_words_about_a_case_that_goes_on_ask_for_its_stage_and_count_as_active(text):
    assert codes(headline("Man in court"), prose(text)) == ["proceedings-unsaid"]
    assert codes(headline("Killer in court"), prose(text)) == [
        "contempt-title",
        "proceedings-unsaid",
    ]
    assert codes(headline("Killer in court"), prose(text), active=False) == []
    assert codes(headline("Killer in court"), prose(text), stage="sentence") == []


def test_words_about_what_is_over_do_not():
    over = "He was charged with murder in 2024, appeared at Leeds Crown Court and was jailed."
    assert codes(headline("Killer jailed"), prose(over)) == []


# Anonymity


def test_a_named_person_must_confirm_that_nobody_is_identified():
    [finding] = findings(sexual_offence=True)
    assert (finding.code, finding.remedy, finding.source) == (
        "anonymity",
        Remedy.CONFIRM,
        SEXUAL_OFFENCE.source,
    )
    assert codes(sexual_offence=True, answers={"anonymity": "Ann: read it all"}) == []


def test_a_child_and_a_complainant_are_one_question_with_both_sources():
    [finding] = findings(sexual_offence=True, child_involved=True)
    assert finding.source == f"{SEXUAL_OFFENCE.source}; {CHILD.source}"
    assert "the complainant of a sexual offence and of a child" in finding.message
    [finding] = findings(child_involved=True)
    assert finding.source == CHILD.source


RELATION, PLACE, TIME = (
    "Her step-father was with her.",
    "She was a pupil at a primary school.",
    "It began when she was 14.",
)


def test_relationship_place_and_time_together_warn_wherever_they_stand():
    passages = (
        prose(RELATION, "summary", "Teaser"),
        prose(PLACE, place="Text, paragraph 1"),
        prose(TIME, place="Text, paragraph 9"),
    )
    [finding] = findings(*passages, sexual_offence=True, answers=CONFIRMED)
    assert (finding.code, finding.level, finding.place) == ("jigsaw", Level.WARNING, "Teaser")
    assert "the relationship (“step-father”, Teaser)" in finding.message
    assert "the place (“at a primary school”, Text, paragraph 1)" in finding.message
    assert "the time or age (“when she was 14”, Text, paragraph 9)" in finding.message
    assert codes(*passages, child_involved=True, answers=CONFIRMED) == ["jigsaw"]
    assert codes(*passages) == []


@pytest.mark.parametrize("missing", range(3))
def test_two_of_the_three_do_not(missing):
    told = [text for number, text in enumerate((RELATION, PLACE, TIME)) if number != missing]
    assert codes(*map(prose, told), sexual_offence=True, answers=CONFIRMED) == []


def test_days_of_hearings_are_no_time_that_identifies():
    passages = map(prose, (RELATION, PLACE, "He was sentenced at Leeds Crown Court in March."))
    assert codes(*passages, sexual_offence=True, answers=CONFIRMED) == []


@pytest.mark.parametrize(
    "relation", ["aunt", "her uncle", "neighbour", "teacher", "football coach"]
)
@pytest.mark.parametrize(
    "place", ["Victoria Road", "in the village", "her youth club", "St Ann’s Church"]
)
@pytest.mark.parametrize("time", ["a 15-year-old", "in the summer of 2019", "since March"])
def test_pieces_are_known_in_many_words(relation, place, time):
    text = prose(f"{relation}, {place}, {time}.")
    assert codes(text, sexual_offence=True, answers=CONFIRMED) == ["jigsaw"]


def test_anonymity_is_asked_by_the_law_of_the_day():
    ended = replace(CHILD, until=date(2026, 11, 23))
    assert check(PageFacts(child_involved=True), setting(NOW, laws=(ended,))) == []
