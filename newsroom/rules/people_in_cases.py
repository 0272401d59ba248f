"""Finds what a page of any type says of a person in criminal proceedings. Pure.

A page type that needs no clearance, such as a topic, may still name somebody and say what they are
accused of. Texts on policy use the same words of nobody: "robbers are jailed for longer". So a
sentence counts only if it has such words and also somebody's name, or a pronoun after a name.
"""

import re
from collections.abc import Iterator

from newsroom.rules.facts import PageFacts, Passage
from newsroom.rules.prejudicial_words import presuming_words

_OF_DEFENDANTS = frozenset(("custody", "footage", "exhibit"))
"""Classes of pictures that show a person or an object of a case."""
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\ [A-Z])\.)+")
"""A sentence. The full stop of an initial, as in "Darren J. Holt", does not end it."""
_IN_A_CASE = re.compile(
    r"""
    \b(?: charged | accused\ of | arrested | remanded | on\ bail | on\ trial | in\ the\ dock
    | appear(?:s|ed|ing)?\ (?:at|in|before) | den(?:y|ies|ied)\b | defendants?,?\ [A-Z]
    | [Jj]ury\ (?:heard|hears|was\ told) | \w*yhuddo\ o | ar\ brawf | [Cc]onvicted )
    """,
    re.VERBOSE,
)
_NAME = re.compile(
    r"""
    \b[A-Z][\w’'-]*[a-zà-ÿ]
    (?:\ (?:[A-Z]\.?\ | (?:ap|ab|ferch|van|von|de|del|al|bin|ibn)\ )? [A-Z][\w’'-]*[a-zà-ÿ]){1,3}\b
    """,
    re.VERBOSE,
)
_SUBJECT = re.compile(
    r"""
    \b(?P<name>[A-Z][\w’'-]*[a-zà-ÿ]) ,?\ (?:\d+,\ )? (?:was|is|has\ been|had\ been)\ (?:\w+\ )?
    (?: charged | convicted | jailed | arrested | accused | sentenced | found\ guilty | remanded )
    """,
    re.VERBOSE,
)
"""A single name as the subject of what a court or the police do."""
_NO_PERSON = re.compile(
    r"""
    \b(?: The | A | An | In | At | On | Of | For | And | Our | We | This | These | If | When | Since
    | Court | Courts | Magistrates\W?s? | Bailey | Crown | Prosecut\w+ | Service | Police | Force
    | Constabulary | Office | Act | Bill | Code | Guidance | Policy | Protocol | Strategy | Unit
    | Division | Team | Group | Council | Commission\w* | Committee | Minister | Ministry | Home
    | Secretary | Director | Attorney | General | Solicitor | Government | Parliament | Justice
    | Agency | Authority | Department | Union | Society | Association | Foundation | Trust
    | Charity | University | College | School | Hospital | Church | Press | Media | News | Crime
    | Hate | Sexual | Domestic | Child | Victims?\W? | Witness\w* | Terrorism | Fraud | Week | Day
    | Month | January | February | March | April | May | June | July | August | September
    | October | November | December | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday
    | Sunday | England | Wales | Scotland | Ireland | Kingdom | States | Europe\w* | British
    | Welsh | English | North | South | East | West | Northern | Southern | Eastern | Western
    | Greater | Upper | Lower | New | Saint | St | City | County | Borough | Street | Road | Lane
    | Avenue | Square | Park | House | Line | Project | Operation | Chief | Senior | Deputy
    | District | Judge | Justices | King\W?s? | Queen\W?s? | Counsel | Lord | Lady | Human | Rights
    | Directorate | International | Serious | Economic | Organised | He | She | It | Who | Nobody
    | Somebody | Someone | Anybody | Anyone | Everybody | Everyone | One | Each | Man | Woman
    | Men | Women | Boy | Girl | Person | Defendant | Suspect | Offender | That | There | What
    | Llys | Goron | Gwasanaeth | Erlyn | Heddlu | Deddf | Cymru | Lloegr )\b
    """,
    re.VERBOSE,
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|Mr|Mrs|Ms|Miss|hi|ef)\b")
_MOST_READ_BACK = 200
"""How many characters before a sentence are read for whom its pronoun means."""
_OF_ONE_NAME = re.compile(r"\ (?P<name>[A-Z][\w’'-]*[a-z])")


def of_person_in_case(facts: PageFacts) -> bool:
    """Whether the text names somebody in criminal proceedings, or a picture is of a case."""
    if any(picture.release_class in _OF_DEFENDANTS for picture in facts.pictures):
        return True
    before = ""
    for sentence in _sentences(facts.passages):
        # "Darren Holt is 34. He has previous convictions."
        read = f"{before}, {sentence}" if _PRONOUN.search(sentence) else sentence
        if _tells(sentence, read):
            return True
        before = read[-_MOST_READ_BACK:]
    return False


def _sentences(passages: tuple[Passage, ...]) -> Iterator[str]:
    for passage in passages:
        if passage.prose:
            for match in _SENTENCE.finditer(passage.text):
                yield " ".join(match[0].split())


def _tells(sentence: str, read: str) -> bool:
    """Whether a sentence is about proceedings, and it or the one read before names somebody."""
    presuming = [word for _kind, word in presuming_words(sentence)]
    if not presuming and not _IN_A_CASE.search(sentence):
        return False
    return _names_somebody(read) or any(_is_name_after(word, sentence) for word in presuming)


def _names_somebody(sentence: str) -> bool:
    names = [match[0] for match in _NAME.finditer(sentence)]
    names += [match["name"] for match in _SUBJECT.finditer(sentence)]
    return any(not _NO_PERSON.search(name) for name in names)


def _is_name_after(word: str, sentence: str) -> bool:
    """Whether a single name follows the word: "killer Holt"."""
    at = sentence.casefold().find(word.casefold())
    follows = _OF_ONE_NAME.match(sentence, at + len(word)) if at >= 0 else None
    return bool(follows and not _NO_PERSON.search(follows["name"]))
