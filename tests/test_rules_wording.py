"""Slips in the wording: what was left to fill in, doubled words, open quotations."""

from dataclasses import replace

import pytest

from newsroom.rules.facts import Passage
from newsroom.rules.findings import Level, Remedy
from tests.rules import address, codes, findings, headline, prose


@pytest.mark.parametrize(
    "text",
    [
        *("sentenced to XX years", "XXX", "on the XXth of May", "£XX", "£X,XXX", "X years in jail"),
        *("Court TBC", "tba", "T.B.C.", "TK", "TKTK", "TODO", "Lorem ipsum", "dolor sit amet"),
        *("[name]", "[Date]", "[insert quote]", "[NAME OF COURT]", "[]", "[Manchester]"),
        *("“I am [name]”", "“In [Court]”", "“It was [insert date]”", "“[SPEAKER] said”"),
        *("insert quote here", "Insert name", "add link here", "{name}", "{{ name }}", "<name>"),
        *("What??", "on DD/MM", "dd.mm.yyyy", "at HH:MM", "in YYYY", "Signed: ____"),
        "[the court name] will sit",
    ],
)
def test_what_was_left_to_fill_in_blocks(text):
    assert codes(prose(f"He was there: {text}.")) == ["placeholder"]
    assert codes(headline(text)) == ["placeholder"]


@pytest.mark.parametrize(
    "text",
    [
        *("“[He] knew that [the defendant] had [sic] given [his name]”", "“in [Leeds]”"),
        *("“[T]he law”", "[2024] EWCA Crim 12", "“He […] left [...]”", "[Applause]", "[1]"),
        *("“[name withheld]”", "[the Act]", "(to be confirmed)", "at TK Maxx", "X, once Twitter"),
        *("Annexes I to XIX", "Why?", "add your views here", "a < b", "xylophone", "A.D. Smith"),
        "She wrote “see you soon xx”",
    ],
)
def test_words_of_an_editor_and_ordinary_signs_pass(text):
    assert codes(prose(f"It says {text}.")) == []


@pytest.mark.parametrize(
    "text",
    [
        *("QUOTE HERE", "Quote here", "ADD LINK", "Add a link", "PHOTO TO FOLLOW", "CHECK QUOTE"),
        *("ADD HYPERLINK HERE", "Add hyperlink", "DYFYNIAD YMA", "Dyfyniad i ddilyn", "DOLEN YMA"),
        *("MEWNOSOD DYFYNIAD", "YCHWANEGU DOLEN"),
    ],
)
def test_a_note_of_what_is_still_to_come_blocks(text):
    assert codes(prose(text)) == ["placeholder"]
    assert codes(prose(f"He left.\n{text}\nHe came back.")) == ["placeholder"]


@pytest.mark.parametrize("text", ["The quote here is his.", "They add a link to crime.", "Links"])
def test_such_words_within_a_sentence_pass(text):
    assert codes(prose(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "EMBARGOED UNTIL 00:01 on Monday",
            "Embargoed until Monday",
            "UNDER EMBARGO",
            "Embargo: 6am",
        ),
        *("NOT FOR PUBLICATION", "Not for publication", "This is NOT FOR RELEASE yet"),
        *("DRAFT v3", "DRAFT", "Draft v3", "A note, draft version 2", "DRAFT 4: a man jailed"),
        *(
            "STRICTLY CONFIDENTIAL",
            "Strictly confidential:",
            "OFFICIAL-SENSITIVE",
            "OFFICIAL SENSITIVE",
        ),
        *("-ENDS-", "- Ends -", "ENDS", "— ends —", "-DIWEDD-", "###", "MORE FOLLOWS"),
        *("Comment by Jane: is this so?", "He left. Comment from Jane Oddsworth: who?"),
        *("Deleted: the victim", "deleted by lawyer: the victim is"),
        *("EMBARGOED FOR RELEASE UNTIL MONDAY", "STRICT EMBARGO", "Not for onward circulation"),
        *("DO NOT PUBLISH", "Do not publish.", "PRIVATE & CONFIDENTIAL", "CONFIDENTIAL", "Ends –"),
        *("First draft", "Draft 3", "AWAITING SIGN-OFF", "LAWYER TO CHECK", "CYFYNGEDIG"),
        *("Sylw gan Siân: pwy?", "Nid i’w gyhoeddi", "DAN EMBARGO", "Note to self: ask the court"),
    ],
)
def test_a_mark_of_the_working_document_blocks(text):
    [finding] = findings(prose(text))
    assert (finding.code, finding.level) == ("working-mark", Level.BLOCKER)
    assert codes(prose(f"He left.\n{text}")) == ["working-mark"]


def test_a_comment_with_its_number_blocks():
    assert "working-mark" in codes(prose("Commented [JO1]: who?"))


@pytest.mark.parametrize(
    "text",
    [
        *("The report was embargoed until Monday.", "The court said it was not for publication."),
        *("The letter was strictly confidential.", "A draft of the guidance is out.", "Ends"),
        *("The draft v the final text", "Judges draft version after version", "It ends here."),
        *(
            "Do not publish names of children.",
            "Draft 3 of the code is out.",
            "It is confidential.",
        ),
        *("The first draft of the bill", "Reporting is restricted.", "Awaiting approval, he left."),
        *("Comment by the Director: see below", "He made no comment by noon:", "Embargoes end."),
    ],
)
def test_the_same_words_in_a_sentence_pass(text):
    assert codes(prose(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("statement_DRAFT_v3.docx", True), ("not-for-publication", True)),
        *(("embargoed until monday.pdf", True), ("strictly confidential.pdf", True)),
        *(("draft-guidance-published", False), ("embargoed-judgments-explained", False)),
    ],
)
def test_marks_in_names_of_files_and_addresses_are_found(text, found):
    assert codes(address(text)) == (["working-mark"] if found else [])


@pytest.mark.parametrize("name", ["The The", "A A Marlowe", "by The The", "The  The"])
def test_a_name_that_doubles_an_article_is_said_with_a_reason(name):
    text = prose(f"So {name} played")
    [finding] = findings(text)
    assert (finding.code, finding.remedy) == ("doubled-article", Remedy.REASON)
    assert codes(text, answers={"doubled-article": "Ann: the name of a band"}) == []
    slip = prose(f"So {name} played in the the yard")
    assert codes(slip, answers={"doubled-article": "Ann: a band"}) == ["doubled-word"]


@pytest.mark.parametrize(
    "text",
    [
        *("“I knew it.”", '"I knew it."', "‘I knew it.’", "“I knew it.", "“I knew it”.", " “So.” "),
    ],
)
def test_marks_typed_around_a_quotation_block(text):
    said = Passage("body", "Text, block 2 (quotation)", text, quoted=True, block=2, gets_marks=True)
    assert "quotation-marks-twice" in codes(said)
    assert "quotation-marks-twice" not in codes(replace(said, gets_marks=False))


@pytest.mark.parametrize(
    "text", ["I knew it.", "He said ‘no’ and left.", "“No,” he said, “never.”", "‘No’ and ‘yes’"]
)
def test_marks_within_a_quotation_pass(text):
    said = Passage("body", "Text, block 2 (quotation)", text, quoted=True, block=2, gets_marks=True)
    assert codes(said) == []


def test_words_that_are_a_quotation_as_a_whole_are_judged_as_one():
    insertion = "I saw him in [Manchester] and again in [Salford]."
    assert codes(prose(insertion)) == ["placeholder"]
    quoted = Passage("body", "Text, block 2 (quotation)", insertion, quoted=True)
    assert codes(quoted) == []


def test_what_was_left_to_fill_in_is_shown_with_its_place():
    [finding] = findings(prose("He was sentenced to XX years on [date]."))
    assert "“XX”, “[date]”" in finding.message
    assert (finding.place, finding.field) == ("Text, paragraph 3", "body")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sentenced-to-xx-years", True),
        ("tbc", True),
        ("lorem-ipsum", True),
        ("photo_TBC.jpg", True),
        ("untitled", True),
        ("xxl-lorry", False),
        ("what-the-the-court-said", False),
    ],
)
def test_addresses_and_names_of_files_are_searched_too(text, found):
    assert codes(address(text)) == (["placeholder"] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "the the",
        "The the",
        "THE THE",
        "of  of",
        "in a\na",
        "is\u00a0is",
        "can’t can’t",
        "Mr Mr Smith",
    ],
)
def test_a_doubled_word_blocks(text):
    [finding] = findings(prose(f"So {text} end"))
    assert (finding.code, finding.level) == ("doubled-word", Level.BLOCKER)


@pytest.mark.parametrize(
    "text", ["Walla Walla", "Duran Duran", "he had had it", "he said that that man", "J J Smith"]
)
def test_a_double_that_may_be_meant_only_warns(text):
    [finding] = findings(prose(f"In short {text} came"))
    assert (finding.code, finding.level) == ("doubled-word-unsure", Level.WARNING)


@pytest.mark.parametrize(
    "text",
    ["New York, New York", "10 10", "the theatre", "bathe the", "can can’t", "had. Had", "x-x"],
)
def test_words_that_only_look_doubled_pass(text):
    assert codes(prose(f"In {text} it was")) == []


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["“All of it.”"],
        ["He said: “One.", "“Two.", "“Three.”", "He left."],
        ['He said: "One.', '"Two."'],
        ["“He told me “no” and left.”"],
        ["“It said ‘no’ and don’t.”"],
        ["It’s the dogs’ bone, isn't it?"],
        ['A 12" knife and a 5\'10" man.'],
        ['"I had a 12" knife," he said.'],
        ['"She is 30" and "he is 40"'],
        ['He said:"Yes."'],
        ["“One line\nand the next.”"],
        ["“One line\n“and the next.”"],
        ["“One.\n\n“Two.”"],
        ['“Mixed marks"'],
    ],
)
def test_a_quotation_that_ends_passes(paragraphs):
    assert codes(*map(prose, paragraphs)) == []


@pytest.mark.parametrize(
    ("paragraphs", "places"),
    [
        (["“One."], [1]),
        (["He said “one. Then “two.”"], [1]),
        (["“One.", "Two.”"], [1]),
        (["“One.", "He left.", "“Two.”"], [1]),
        (["“One.”", "“Two.", "“Three."], [3]),
        (["One.”"], [1]),
        (['He said "no.'], [1]),
        (['no," he said.'], [1]),
        (["“One.", "Two.", "Three.”"], [1, 3]),
    ],
)
def test_a_quotation_without_end_or_beginning_blocks_where_it_stands(paragraphs, places):
    passages = [prose(text, place=str(number)) for number, text in enumerate(paragraphs, 1)]
    found = findings(*passages)
    assert {finding.code for finding in found} == {"unclosed-quotation"}
    assert [int(finding.place) for finding in found] == places


def test_a_quotation_does_not_go_on_from_one_field_to_another():
    assert codes(headline("“One"), prose("“Two.”")) == ["unclosed-quotation"]
