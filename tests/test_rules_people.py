"""What a page of any type says of people in criminal proceedings, which a lawyer must clear."""

import pytest

from newsroom.rules.check import ABOUT_PEOPLE, RULES, concerns_people
from newsroom.rules.facts import OrderInForce, PageFacts, ShownPicture
from newsroom.rules.people_in_cases import of_person_in_case
from tests.rules import CHILD, address, headline, prose, protected, setting

NAMES_SOMEBODY = (
    "Killer Darren Holt, 34, of Mill Lane, Thornby, has previous convictions.",
    "Evil Darren Holt battered his neighbour",
    "Murderer Holt to be sentenced",
    "Darren Holt was charged with murder on Monday",
    "Police arrested Siân O’Neill after the fire",
    "Priya Nandakumar denies the allegation",
    "Jury heard how Darren Holt stabbed her",
    "Convicted: Tomos ap Rhys, a teacher",
    "The defendant, Darren Holt, was on bail",
    "The conman Wren Tolliver was jailed for two years",
    "A man named Darren J. Holt appeared at Leeds Crown Court",
    "Holt was convicted of murder in May",
    "Mae Darren Holt wedi ei gyhuddo o lofruddio",
    "Darren Holt is 34. He is a killer.",
)
NAMES_NOBODY = (
    "Robbers are jailed for longer than before.",
    "We prosecuted 1,200 people for hate crime and 83% were convicted.",
    "Fraudsters cost the public millions",
    "The Crown Prosecution Service charged more suspects",
    "Anybody charged with fraud appears at a magistrates’ court first",
    "A defendant who appears at Leeds Crown Court may be remanded",
    "The Director of Public Prosecutions, Miriam Castleford, said that trust matters",
    "Call the Metropolitan Police press bureau about people arrested in London",
    "Stalkers may be jailed under the Protection from Harassment Act 1997",
    "People accused of fraud in England and Wales are presumed innocent",
    "Contact Helena Marchbank at the press office",
    "Offenders convicted at Manchester Crown Court",
    "Serious Economic, Organised Crime and International Directorate prosecutes fraudsters",
    "He was convicted of murder.",
    "Miriam Castleford spoke to her team. Robbers are jailed.",
)


def says(*passages, **facts):
    return concerns_people(PageFacts(passages=passages, **facts), setting())


def test_words_about_somebody_in_a_case_are_told_from_those_about_nobody():
    told = {text for text in (*NAMES_SOMEBODY, *NAMES_NOBODY) if says(prose(text))}
    assert told == set(NAMES_SOMEBODY)


def test_an_address_of_a_link_names_nobody():
    linked = address("https://example.org/Darren Holt was charged")
    assert not of_person_in_case(PageFacts(passages=(linked,)))


@pytest.mark.parametrize(
    ("passages", "facts"),
    [
        ([headline("Stepfather charged with raping a woman")], {}),
        ([prose("The trial is due to begin in May.")], {}),
        ([prose("He met Zoë Quillfeather.")], {"names": (protected("Zoë Quillfeather"),)}),
        ([], {"orders": (OrderInForce("Section 4(2) order", "Contempt of Court Act 1981"),)}),
        ([], {"pictures": (ShownPicture("body", "Picture", "A man", "custody"),)}),
        # An answer settles a blocker, and not what the page is about.
        (
            [prose("The victim, 12, was attacked in March.")],
            {"answers": {"anonymity": f"Ann: read it all, {CHILD.code}"}},
        ),
    ],
)
def test_whatever_the_rules_find_about_people_needs_a_lawyer(passages, facts):
    assert says(*passages, **facts)


def test_what_is_wrong_with_the_wording_needs_no_lawyer():
    assert not says(prose("Hate crime is is wrong. QUOTE HERE"))
    assert not says(pictures=(ShownPicture("body", "Picture", "", "place"),))
    assert {rule.code for rule in ABOUT_PEOPLE} < {rule.code for rule in RULES}
