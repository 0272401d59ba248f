"""Protected names: found however they are written, and never repeated."""

import re

import pytest

from newsroom.rules.facts import LinkTarget, Name, OrderInForce, Passage
from newsroom.rules.findings import Level, Remedy
from newsroom.rules.names.protected_names import repeats_name
from tests import name_disguises
from tests.rules import address, codes, findings, headline, prose, protected

WHOLE, SURNAME, PART = "protected-name", "protected-surname", "protected-name-part"
ELSEWHERE = "protected-name-elsewhere"


def in_text(name: str, text: str) -> list[str]:
    """What is found of a name that the page's order protects, in the text."""
    return codes(prose(text), names=(protected(name),))


def in_address(name: str, text: str) -> list[str]:
    """The same in an address or the name of a file."""
    return codes(address(text), names=(protected(name),))


def elsewhere(name: str, text: str) -> list[str]:
    """What is found of a name that is protected in other proceedings."""
    return codes(prose(text), names=(protected(name, in_scope=False),))


DISGUISES = [
    ("Jane Doe", "Jane Doe"),
    ("Jane Doe", "JANE DOE"),
    ("Jane Doe", "so Jane\nDoe’s car"),
    ("Jane Doe", "Jane\u00a0Doe's"),
    ("Jane Doe", "Ja\u00adne D\u200boe"),
    ("Jane Doe", "Jane_Doe"),
    ("Jane Doe", "jane.doe@example.org"),
    ("Jane Doe", "#JaneDoe"),
    ("Jane Doe", "#FreeJaneDoeNow"),
    ("Jane Doe", "Doe, Jane"),
    ("Jane Doe", "DOE Jane"),
    ("Jane Doe", "Doe, Ms Jane"),
    ("Jane Doe", "J. Doe"),
    ("Jane Doe", "J Doe"),
    ("Jane Doe", "Doe, J."),
    ("Jane Doe", "J. M. Doe"),
    ("Jane Doe", "Jane M. Doe"),
    ("Jane Doe", "Jane Mary-Ann Louise Doe"),
    ("Jane Doe", "jane mary doe"),
    ("Jane Doe", "Jane and John Doe"),
    ("Jane Doe", 'Jane "Jinx" Doe'),
    ("Jane Doe", "Jаnе Dое"),  # Cyrillic
    ("Jane Doe", "Jαne Dοe"),  # Greek
    ("Jane Doe", "Ｊａｎｅ 𝐃𝐨𝐞"),
    ("Jane Doe", "🅹🅰🅽🅴 ᴅᴏᴇ"),
    ("Jane Doe", "J&aacute;ne&nbsp;D&#111;e"),
    ("Jane Doe", "J&amp;aacute;ne Doe"),
    ("Jane Doe", "Jane%20Doe"),
    ("Jane Doe", "%4Aane D%6Fe"),
    ("Adele Doe", "100%Adele Doe"),  # which is no code
    ("Jane Doe", "Ja\u3164ne Doe"),
    ("Una Vine", "υna νiηe"),  # Greek small letters
    ("Jane Doe", "Ja<b>ne</b> <i>Doe</i>"),
    ("Jane Doe", '<img alt="Jane Doe">'),
    ("Jane Doe", "Jane Doe-Smith"),
    ("Jane Doe-Smith", "Jane Doe Smith"),
    ("Jane Doe-Smith", "Jane Smith"),
    ("Mary-Jane Doe", "Mary Jane Doe"),
    ("Mary-Jane Doe", "Jane Doe"),
    ("Mary Jane Doe", "M. J. Doe"),
    ("Mary Jane Doe", "Jane Doe"),
    ("Siân O’Neill", "Sian O'Neill"),
    ("Sian O'Neill", "SIÂN ONEILL"),
    ("Siân O’Neill", "Siân Oʼ Neill"),
    ("Jörg Müller", "Joerg Mueller"),
    ("Jörg Müller", "Jorg Muller"),
    ("Ian McDonald", "Ian Mac Donald"),
    ("Jane van der Berg", "Jane van der Berg"),
    ("Jane van der Berg", "van der Berg, Jane"),
    ("Łukasz Żak", "Lukasz Zak"),
    ("Нина Иванова", "НИНА ИВАНОВА"),
    ("Νίκος Παππάς", "ΝΙΚΟΣ ΠΑΠΠΑΣ"),
    ("Doe, Jane", "Jane Doe"),
    ("Mr John Doe Jr", "John Doe"),
    ("Mr Doe", "the doe family"),
    ("Jane Doe (née Smith)", "Jane Smith"),
    ("Jane Doe, also known as Jenny Roe", "Jenny Roe"),
    ("Jane Doe alias Jinx", "Jinx Doe"),
    ("Max Born", "Max Born"),
    ("Child A", "Child A"),
    ("Witness 12", "witness 12"),
    ("Madonna", "madonna’s"),
]


@pytest.mark.parametrize(("name", "text"), DISGUISES)
def test_a_name_is_found_in_any_disguise(name, text):
    assert in_text(name, f"It was {text} who came.") == [WHOLE]
    assert elsewhere(name, f"It was {text} who came.") == [ELSEWHERE]


def test_a_disguised_name_blocks_on_a_page_that_its_order_covers_and_a_likely_one_warns():
    assert sum(map(len, name_disguises.DISGUISES.values())) > 200
    assert list(name_disguises.missed()) == []


def test_nothing_else_is_taken_for_a_disguise():
    assert list(name_disguises.false_alarms()) == []


def test_disguises_are_read_only_where_the_order_applies():
    """Elsewhere so many names are protected that a wide reading finds other people."""
    assert elsewhere("Jane Smith", "It was Jane Sm1th.") == []
    assert elsewhere("Gwen Penry", "Rhoddwyd llyfr i Wen Benry yn y llys.") == []
    assert elsewhere("Jane Doe", "It was J a n e D o e.") == []


def test_a_disguised_name_in_a_message_repeats_it():
    for text in ("Withdrawn: J a n e S m i t h", "Withdrawn: Jane Sm1th", "See #janesmithcase"):
        assert repeats_name(text, (protected("Jane Smith"),)), text
    assert not repeats_name("Withdrawn: it names somebody", (protected("Jane Smith"),))


def test_two_disguised_names_are_told_at_one_place_and_neither_hides_the_other():
    names = (protected("Muhammad Oddsworth"), Name("Mohammed Thornby", "Other order", True))
    found = findings(prose("Mohamed Odd-\nsworth met Mohamad Th0rnby."), names=names)
    assert [finding.code for finding in found] == [WHOLE, WHOLE]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jane Doe", "jane-doe-charged"),
        ("Jane Doe", "trial-of-jane-mary-doe"),
        ("Jane Doe", "jane-does-killer"),  # from "Jane Doe's killer"
        ("Jane Doe", "JaneDoe_2.jpg"),
        ("Jane Doe", "IMG_JaneDoeCustody.jpg"),
        ("Jane Doe", "photojanedoe2.jpg"),
        ("Jane Doe", "doe_jane.pdf"),
        ("Siân O’Neill", "sian-oneill"),
        ("Will Young", "will-young-jailed"),
        ("Child A", "child-a-trial"),
    ],
)
def test_a_name_is_found_in_addresses_and_names_of_files(name, text):
    assert in_address(name, text) == [WHOLE]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann Lee", "The annual leeway, fleeting."),
        ("Jane Doe", "What the law does, it does well."),
        ("Jan Doe", "Janet and Jane."),
        ("John Donald", "Mr McDonald said."),
        ("Will Young", "It will be young people who will, young or old."),
        ("Jane Price", "They paid the price."),
        ("Anna No", "There is no answer."),
        ("Hope", "We hope so."),
        ("Child A", "The child saw a car."),
        ("Child A", "A child got an A Level."),
        ("Jane Doe", "Another Jane Smith spoke."),
        ("🙂", "Nothing that could be a name 🙂."),
    ],
)
def test_other_words_are_not_taken_for_a_name(name, text):
    assert in_text(name, text) == []
    assert elsewhere(name, text) == []


def test_the_surname_alone_needs_a_reason_where_the_order_applies():
    [finding] = findings(prose("Mrs Doe spoke."), names=(protected("Jane Doe"),))
    assert (finding.code, finding.level, finding.remedy) == (SURNAME, Level.BLOCKER, Remedy.REASON)
    assert in_text("Jane Doe", "At the house of the Does.") == [SURNAME]
    assert elsewhere("Jane Doe", "Mrs Doe spoke.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They paid the price.", []),
        ("Price is no object.", [PART]),
        ("He said that Price had left.", [SURNAME]),
        ("Ms Price left.", [SURNAME]),
        ("He met Ms. Price there.", [SURNAME]),
    ],
)
def test_a_surname_that_is_a_word_is_told_from_the_word(text, found):
    assert in_text("Xanthe Price", text) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Xanthe Doe", "It was xanthe.", [PART]),
        ("Jane Doe", "It was Jane.", [PART]),
        ("Jane Doe", "It was Jane Smith.", []),
        ("Grace Doe", "By the grace of chance.", []),
        ("Grace Doe", "Grace is not needed.", []),
        ("Grace Doe", "It was Grace.", [PART]),
        ("Jane Doe-Smith", "Mrs Smithers and Doe.", [PART]),
        ("J Doe", "Plan J was chosen.", []),
    ],
)
def test_a_first_name_or_half_a_surname_alone_warns(name, text, found):
    assert in_text(name, text) == found
    assert elsewhere(name, text) == []


def test_an_account_name_warns():
    assert in_address("Jane Doe", "jdoe.jpg") == [PART]
    assert in_address("Xanthe Price", "the-price-of-crime") == [PART]
    assert in_address("Jane Doe", "arctic.jpg") == []


def test_only_a_name_that_is_protected_elsewhere_can_be_answered_for():
    passage = prose("Jane Doe and Mrs Roe")
    here, there = protected("Jane Doe"), protected("Jane Doe", in_scope=False)
    answers = {WHOLE: "Ann: no", ELSEWHERE: "Ann: another person"}
    assert codes(passage, names=(there,)) == [ELSEWHERE]
    assert codes(passage, names=(there,), answers=answers) == []
    assert codes(passage, names=(here,), answers=answers) == [WHOLE]


def test_each_place_is_told_with_its_field_and_the_order():
    places = (
        headline("Jane Doe charged"),
        prose("Jane Doe", "summary", "Teaser"),
        prose("Jane Doe and Jane Doe"),
        prose("Jane Doe", "image_alt", "Description of the picture"),
        prose("Jane Doe", "image_caption", "Caption"),
        prose("Jane Doe", "social_image", "Title of a picture"),
        address("jane-doe"),
        Passage("image", "File name of a picture", "janedoe.jpg", prose=False),
    )
    found = findings(*places, names=(protected("Jane Doe"), protected("Jane Doe")))
    assert [(finding.field, finding.place) for finding in found] == [
        (passage.field, passage.place) for passage in places
    ]
    for finding in found:
        assert finding.code == WHOLE
        assert finding.place in finding.message
        assert finding.source == "Contempt of Court Act 1981, section 11 (Leeds Crown Court)"


def test_no_finding_repeats_a_protected_name():
    name = Name("Jane Doe", "Order about Jane Doe", in_scope=True)
    found = findings(
        Passage("title", "Headline of Jane Doe", "Killer Jane Doe Doe and [Jane Doe"),
        prose("[Jane Doe] said “Jane Doe"),
        names=(name,),
        stage="trial",
        links=(LinkTarget("body", "Text", "Jane Doe jailed", public=False),),
        orders=(OrderInForce("Section 11 order about Jane Doe", "Section 11"),),
    )
    assert {finding.code for finding in found} >= {
        *(WHOLE, "placeholder", "doubled-word-unsure", "link-not-public", "order"),
        "contempt-title",
    }
    for finding in found:
        assert not re.search(r"\bdoe\b", " ".join(finding.as_row().values()), re.IGNORECASE)
    link = next(finding for finding in found if finding.code == "link-not-public")
    assert link.message.startswith("This links to words that hold a protected name")


def test_a_surname_that_is_a_word_hides_no_message():
    orders = (OrderInForce("Section 4(2) order of Leeds Crown Court", "Section 4(2)"),)
    [finding] = findings(orders=orders, names=(protected("Jane Court"),))
    assert "Leeds Crown Court" in finding.message
