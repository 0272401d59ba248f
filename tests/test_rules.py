"""The rules of release: their table, and what is asked of a page besides its words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsroom.rules.check import CODES, RULES, check
from newsroom.rules.facts import (
    Approval,
    DeskHours,
    Law,
    LinkTarget,
    OrderInForce,
    PageFacts,
    Passage,
    ShownPicture,
)
from newsroom.rules.findings import Finding, Level, Remedy
from newsroom.time_zones import LONDON
from tests.rules import NOW, address, codes, findings, headline, prose, protected, setting


def test_every_code_is_told_once_with_whether_it_blocks():
    names = [code for code, _blocks in CODES]
    assert len(names) == len(set(names))
    assert dict(CODES)["order"] is True
    assert dict(CODES)["urgent"] is False
    assert all(rule.remedy == Remedy.EDIT or rule.blocks for rule in RULES if rule.code != "urgent")


def test_a_page_without_faults_passes():
    assert codes(headline("Man charged with burglary"), prose("He will appear.")) == []


def test_a_finding_can_be_written_down():
    finding = Finding("order", Level.BLOCKER, "Wait.", Remedy.WAIT, "Headline", "title", "An Act")
    assert finding.as_row() == {
        "block": "",
        "code": "order",
        "level": "blocker",
        "message": "Wait.",
        "remedy": "wait",
        "place": "Headline",
        "field": "title",
        "source": "An Act",
    }


def test_a_finding_names_the_block_it_is_about():
    words = Passage("body", "Text", "It was the the end.", block=3)
    picture = ShownPicture("body", "Text", "", "place", block=4)
    link = LinkTarget("body", "Text", "Draft", public=False)
    found = findings(words, pictures=(picture,), links=(link,))
    assert [finding.block for finding in found] == [3, 4, None]
    assert found[0].as_row()["block"] == "3"


def test_blockers_come_first_each_in_the_order_of_the_page():
    found = findings(
        headline("Sentenced to XX years"),
        prose("It was the the end.", place="Text, paragraph 1"),
        prose("He had had enough.", place="Text, paragraph 2"),
        prose("He said “no", place="Text, paragraph 3"),
        address("sentenced-tbc"),
        orders=(OrderInForce("Section 4(2) order of Leeds Crown Court", "Section 4(2)"),),
        is_item=True,
    )
    assert [(finding.code, finding.place) for finding in found] == [
        ("order", ""),
        ("placeholder", "Headline"),
        ("doubled-word", "Text, paragraph 1"),
        ("unclosed-quotation", "Text, paragraph 3"),
        ("placeholder", "Address"),
        ("no-crime-type", "Crime types"),
        ("doubled-word-unsure", "Text, paragraph 2"),
    ]


def test_each_order_in_force_holds_the_page_back_and_names_its_source():
    orders = (
        OrderInForce(
            "Section 4(2) order of Leeds Crown Court, until the verdict", "CCA 1981, s.4(2)"
        ),
        OrderInForce("Section 45 order", "YJCEA 1999, s.45"),
    )
    found = findings(orders=orders)
    assert [(finding.code, finding.remedy, finding.source) for finding in found] == [
        ("order", Remedy.WAIT, "CCA 1981, s.4(2)"),
        ("order", Remedy.WAIT, "YJCEA 1999, s.45"),
    ]
    assert "Section 4(2) order of Leeds Crown Court, until the verdict" in found[0].message


def test_an_item_without_crime_type_needs_a_reason():
    assert codes(is_item=True) == ["no-crime-type"]
    assert codes(is_item=True, crime_types=("Violent crime",)) == []
    assert codes(is_item=True, answers={"no-crime-type": "Ann: a speech about budgets"}) == []
    assert codes(is_item=True, answers={"no-crime-type": " "}) == ["no-crime-type"]
    assert codes(is_item=False) == []


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0\u2003", "\u200b\u2060", "\u3164", "—", "\n\u2800."]
)
def test_a_text_without_a_letter_or_digit_is_refused(text):
    [finding] = findings(is_item=True, text=text, crime_types=("Fraud",))
    assert (finding.code, finding.field) == ("nothing-to-read", "body")
    assert findings(is_item=True, text="Ie.", crime_types=("Fraud",)) == []


@pytest.mark.parametrize("title", ["\u200b", "\u00a0\u2060", "\u2800", "\u3164"])
def test_a_headline_that_shows_nothing_is_refused(title):
    assert codes(headline(title)) == ["nothing-to-read"]


@pytest.mark.parametrize("alt", ["", "  ", "IMG_1234.jpg", "court house.JPEG", "image", "DSC 0042"])
def test_a_picture_needs_words_for_those_who_cannot_see_it(alt):
    picture = ShownPicture("image", "Picture", alt, "place")
    [finding] = findings(pictures=(picture,))
    assert (finding.code, finding.place, finding.field) == ("no-alt", "Picture", "image")


def test_a_decorative_picture_needs_none():
    assert codes(pictures=(ShownPicture("image", "Picture", "", "place", decorative=True),)) == []
    assert (
        codes(pictures=(ShownPicture("image", "Picture", "The steps of the court", "place"),)) == []
    )


def test_a_link_to_what_is_not_public_is_refused_by_its_title():
    [finding] = findings(
        links=(
            LinkTarget("body", "Text", "Two men jailed", public=False),
            LinkTarget("body", "Text", "About us", public=True),
        )
    )
    assert finding.code == "link-not-public"
    assert "“Two men jailed”" in finding.message


def test_no_answer_settles_what_must_be_changed_cleared_or_waited_for():
    facts = {
        "stage": "trial",
        "names": (protected("Jane Doe"),),
        "pictures": (ShownPicture("image", "Picture", "", "custody"),),
        "links": (LinkTarget("body", "Text", "Draft", public=False),),
        "orders": (OrderInForce("An order", "An Act"),),
        "approval": Approval(needed=True),
        "go_live_at": datetime(2020, 1, 1, 3, tzinfo=UTC),
    }
    found = codes(headline("Killer Jane Doe XX"), **facts)
    everything = {code: "Ann: because" for code, _blocks in CODES}
    assert codes(headline("Killer Jane Doe XX"), answers=everything, **facts) == found
    assert len(set(found)) == 11


# Who must have stood up for the words


@pytest.mark.parametrize(
    ("approval", "expected"),
    [
        (Approval(), []),
        (Approval(needed=True), ["not-cleared", "not-approved"]),
        (Approval(True, ("Ann",), lawyer="Bea"), ["not-approved"]),
        (Approval(True, ("Ann",), editor="Cem"), ["not-cleared"]),
        (Approval(True, ("Ann",), "Bea", "Cem"), []),
        (Approval(True, ("Ann",), "Ann", "Cem"), ["self-cleared"]),
        (Approval(True, ("Ann",), "Bea", "Ann"), ["self-approved"]),
        (Approval(True, ("Ann",), " ANN ", "ann"), ["self-cleared", "self-approved", "one-person"]),
        (Approval(True, ("Ann", "Dan"), "Bea", "Dan"), ["self-approved"]),
        (Approval(True, ("Ann",), "Bea", "Bea"), ["one-person"]),
        (Approval(True, ("Ann",), "Bea", "BEA ", "Cem"), ["urgent"]),
        (Approval(True, ("Ann",), " ", " "), ["not-cleared", "not-approved"]),
        (Approval(True, ("Ann",), urgent="Cem"), ["urgent"]),
        (Approval(True, ("Ann",), editor="Ann", urgent="Ann"), ["urgent"]),
        (Approval(True, ("Ann",), "Bea", "Cem", "Cem"), ["urgent"]),
        (Approval(True, ("Ann",), urgent="Cem", settled=True), []),
    ],
)
def test_two_people_sign_and_neither_has_changed_it(approval, expected):
    assert codes(approval=approval) == expected


def test_an_urgent_release_only_warns():
    [finding] = findings(approval=Approval(True, ("Ann",), urgent="Cem"))
    assert finding.level == Level.WARNING
    assert "Cem" in finding.message


# When an embargo may end


def embargo(moment: datetime, now: datetime = NOW, hours: DeskHours | None = None) -> list[Finding]:
    return check(PageFacts(go_live_at=moment), setting(now, now=now, hours=hours or DeskHours()))


def test_an_embargo_that_is_over_is_refused():
    assert [finding.code for finding in embargo(NOW - timedelta(seconds=1))] == ["embargo-past"]
    assert embargo(NOW) == []
    assert embargo(NOW + timedelta(minutes=5)) == []
    assert check(PageFacts(), setting()) == []


@pytest.mark.parametrize(
    ("clock", "open_"),
    [
        ("00:00", False),
        ("00:01", True),
        ("00:02", False),
        ("05:59", False),
        ("06:00", True),
        ("22:00", True),
        ("22:01", False),
    ],
)
@pytest.mark.parametrize("day", ["2027-01-15", "2027-07-15"])
def test_the_desk_has_hours_in_london_winter_and_summer(day, clock, open_):
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON)
    for zone in (UTC, LONDON, ZoneInfo("Asia/Tokyo")):
        found = embargo(local.astimezone(zone))
        assert [finding.code for finding in found] == ([] if open_ else ["embargo-hours"])


def test_one_minute_past_midnight_is_exact():
    just_after = datetime(2027, 1, 15, 0, 1, 30, tzinfo=LONDON)
    assert [finding.code for finding in embargo(just_after)] == ["embargo-hours"]


def test_hours_can_leave_out_the_minute_past_midnight():
    moment = datetime(2027, 1, 15, 0, 1, tzinfo=LONDON)
    [finding] = embargo(moment, hours=DeskHours(also_at=None))
    assert finding.message.endswith("Choose a time from 06:00 to 22:00, in London.")


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        ("2026-03-29T00:59", "Sunday 29 March 2026, 00:59 GMT"),
        ("2026-03-29T01:00", "Sunday 29 March 2026, 02:00 BST"),
        ("2026-10-25T00:30", "Sunday 25 October 2026, 01:30 BST"),
        ("2026-10-25T01:30", "Sunday 25 October 2026, 01:30 GMT"),
        ("2026-10-24T23:02", "Sunday 25 October 2026, 00:02 BST"),
    ],
)
def test_the_weekday_and_the_clock_are_told_right_when_the_clocks_change(utc, words):
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    [finding] = embargo(moment, now=moment - timedelta(days=1))
    assert finding.code == "embargo-hours"
    assert words in finding.message


def test_a_time_that_the_clocks_skip_is_told_as_it_will_be():
    skipped = datetime(2026, 3, 29, 1, 30, tzinfo=LONDON)
    [finding] = embargo(skipped, now=skipped.astimezone(UTC) - timedelta(days=1))
    assert "02:30 BST" in finding.message


def test_in_the_hour_that_comes_twice_the_first_is_past_in_the_second():
    first = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON)
    second = datetime(2026, 10, 25, 1, 15, tzinfo=LONDON, fold=1)
    hours = DeskHours(earliest=datetime.min.time())
    assert [finding.code for finding in embargo(first, second, hours)] == ["embargo-past"]
    assert embargo(second, first, hours) == []


# The dates of the law


def test_without_any_row_of_the_law_that_is_needed_nothing_is_decided():
    lawless = setting(laws=())
    for facts in (
        PageFacts(stage="trial"),
        PageFacts(active=True),
        PageFacts(sexual_offence=True),
        PageFacts(child_involved=True),
    ):
        with pytest.raises(LookupError, match="No rule of law"):
            check(facts, lawless)
    assert check(PageFacts(), lawless) == []


def test_the_law_is_that_of_the_day_in_london_on_which_the_page_would_be_public():
    law = Law("sexual-offence-anonymity", "An Act", date(2027, 7, 1), date(2027, 7, 31))
    facts = PageFacts(sexual_offence=True)

    def asked(at: datetime) -> bool:
        return bool(check(facts, setting(at, laws=(law,))))

    # Half past eleven at night in UTC is the next day in London's summer.
    assert not asked(datetime(2027, 6, 30, 22, 30, tzinfo=UTC))
    assert asked(datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    assert asked(datetime(2027, 7, 31, 22, 30, tzinfo=UTC))
    assert not asked(datetime(2027, 7, 31, 23, 30, tzinfo=UTC))
