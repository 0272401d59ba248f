"""Finds words about a case whose victims or children the law protects, in English and Welsh. Pure.

These are sexual offences, trafficking, female genital mutilation, forced marriage, and children.
Words such as "rape" and "child" also occur in texts on policy. They count in a text about a case:
one that says what was done or decided in it. A sentence in general terms does not count.
"""

import re
from collections.abc import Iterator, Sequence

from newsroom.rules.names.folding import fold
from newsroom.rules.protected_subjects import Subject, words_about

_CASE = re.compile(
    r"""
    \b(?: charged | accused | arrested | convicted | guilty | pleads? | pleaded | pled | admits?
    | admitted | den(?:y|ies|ied) | jailed | imprisoned | sentenced | remanded | acquitted
    | convictions?\ of\ (?:an?|the|two|three)\b | (?:murder|rape|stabbing)\ victim
    | cleared\ of | (?<!not\ )(?:on|stands?|stood|faces?|facing)\ trial | trial\ of | locked\ up
    | (?:will|due\ to|to)\ appear | extradited | appear(?:ed|s)\ (?:at|before|in) | behind\ bars
    | (?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\ (?:counts?|charges|offences)\ of
    | rape\ charges? | jur(?:y|ors)\ (?:was|were|hears?|heard|has|finds?|found)
    | (?:by|told)\ (?:a|the)\ jury | the\ defendant (?=,|'|\ (?:was|had|has|is|told|cannot))
    | the\ court\ heard
    | the\ (?:victim|complainant)\ (?:was|had|told|has|of|came)
    | (?:was|were|been|being|is)\ (?:\w+ly\ )?(?:raped|groomed|abused|assaulted|attacked|killed
        |murdered|stabbed|molested|exploited|abducted|neglected|trafficked|filmed|touched|injured)
    | convicts?\ (?:an?\ (?:man|woman|boy|girl|couple|gang|teenager)|him|her|two|three)
    | prosecuted | (?:raped|groomed|molested|murdered|killed|stabbed|abducted)\ (?:an?|the|his|her
        |their|two|three|four|five|six|\d+|young)\b
        | (?:raped|groomed|molested|abused)\b(?=[^.]{0,60}\b(?:he|she|his|her)\b)
    | years?(?:'|s')?\ (?:in\ prison|in\ jail|imprisonment|behind\ bars) | life\ (?:sentence|term)
    | (?:crown|magistrates'?)\ court | (?:at|before|in)\ (?:\w+\ ){1,2}youth\ court
    | rapist | paedophile
    | [cg]h?yhuddwyd | [cg]h?yhuddo | [cg]h?yhuddiad\w* | [td]edfryd\w* | ddedfryd\w*
    | [cg]?h?archar\w*
    | euog | diffynnydd | rheithgor | [lf]lys\ y\ goron | lys\ y\ goron | [l]?lys\ (?:yr\ )?ynadon
    | ymddangos\w* | pledio\w* | arest\w* | gwad\w+ | [td]h?reisiodd | [td]h?reisiwyd | o\ flaen
    | lofruddi\w+ | llofruddi\w+ | ymosodwyd | dioddefwr | ddioddefwr )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GENERAL = re.compile(
    r"""
    \b(?: per\ cent | statistic\w* | figures | rates? | guidance | strateg\w+ | polic(?:y|ies)
    | campaign\w* | conference | training | trained | every | any(?:one|body) | if\ you
    | people\ who
    | cases\ received | scrutiny | inspectors | by\ (?:year|quarter|month) | awareness
    | those\ (?:who|charged|convicted|accused|arrested) | suspects | victims\ (?:who|of)
    | specialist | units? | scheme | consultation | legislation
    | parliament | annual(?:ly)? | statement\ on | research | survey | report
    | prosecutors | we\ (?:prosecute|work|want|support|know|will) | more\ (?:people|defendants)
    | (?:children|young\ people)\ (?:can|may|should|must|under|aged)
    | (?:polisi|canllaw\w*|strategaeth|ymgyrch|ystadegau|cant|pob|erlynwyr|arbenigol|hyfforddiant
        |ganllaw\w*|ymgynghoriad) )\b | %
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SOMEBODY = re.compile(
    r"""
    \b(?: man | woman | boy | girl | men | pair | trio | mother | father | teacher | stepfather | he
    | she | his | her | him | mrs? | ms | dr | teenager | pupil | coach | rapist | paedophile
    | schoolgirl | schoolboy | youth(?!\ (?:court|justice)) | gang | (?:the|a)\ (?:victim|defendant
        |complainant|child|officer|priest|nurse|driver|soldier)
    | jailed | sentenced | plead(?:s|ed) | den(?:y|ies|ied) | admit(?:s|ted) | guilty | accused
    | arrested | remanded | on\ trial | (?:to|will)\ appear | national\ charged
    | dyn | dynes | bachgen | fachgen | athro | athrawes | tad | llystad | mam | ei | merch
    | ferch )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNDECIDED = re.compile(
    r"\b(?:whether|if)\ (?:somebody|someone|anybody|anyone|people|children|they|there"
    r"|an?\ (?:person|child|defendant|suspect|victim)|the\ (?:child|person|suspect))\b[^,;]*",
    re.IGNORECASE,
)
"""A question about anybody: "whether somebody is guilty". It tells of no case."""
_SENTENCE = re.compile(r"[^.!?\n]+")


def words_of_protected(
    texts: Sequence[tuple[str, str]], of_case: bool
) -> dict[Subject, set[tuple[str, str]]]:
    """The words about each subject, each word with the place of its text.

    `texts` are places with their texts. `of_case`: whether the page has a case, whatever it says.
    """
    told = [(place, sentence) for place, text in texts for sentence in _of_somebody(text)]
    found: dict[Subject, set[tuple[str, str]]] = {subject: set() for subject in Subject}
    if not of_case and not any(_is_of_case(sentence) for _place, sentence in told):
        return found
    for place, sentence in told:
        for subject, word in words_about(sentence):
            found[subject].add((word, place))
    return found


def _is_of_case(sentence: str) -> bool:
    """Whether a sentence says what was done or decided. A word alone is the head of a table."""
    said = _UNDECIDED.sub("", sentence).strip()
    return " " in said and _CASE.search(said) is not None


def _of_somebody(text: str) -> Iterator[str]:
    """The sentences of a text, except those in general terms. A slug is read with spaces."""
    plain = fold(text).replace("’", "'")
    if not re.search(r"\s", plain.strip()):
        plain = re.sub(r"[-_]", " ", plain)
    for sentence in _SENTENCE.finditer(plain):
        if not _GENERAL.search(sentence[0]) or _SOMEBODY.search(sentence[0]):
            yield " ".join(sentence[0].split())
