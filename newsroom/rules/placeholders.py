"""Words that were meant to be replaced: XX, TBC, [name], Lorem ipsum. Pure."""

import re
from collections.abc import Iterator

from newsroom.rules.quotations import quotations

_SURELY = (
    r"names?|surname|forename|dates?|dd|mm|yyyy|insert|add|link|url|tb[acd]|tk|x+|placeholder"
    r"|to\ (?:come|follow|be\ confirmed)"
)
"""Words of which one makes a field of what stands in brackets."""
_ALONE = (
    r"day|month|year|time|age|place|location|town|city|court|address|area|force|title|role|job|rank"
    r"|text|image|photo|picture|caption|charges?|offences?|sentence|length|details?|quote|blank"
    r"|number|amount|figures?|here"
)
"""Words that are a field when nothing else stands there."""
_WANTED = r"names?|dates?|quotes?|quotation|link|figures?|photo"

_LEFT_OPEN = re.compile(
    rf"""
    \b(?: X[Xx]+(?:th|st|nd|rd|m|k|bn)? | xx+(?:th|m|k)?(?![.!]?\ ?[”’"']) # kisses end a message
        | (?i:tb[acd]|t\.b\.[acd]) | (?:TK)+(?!\ ?Max) | TODO | FIXME | PLACEHOLDER
        | (?i:lorem(?:\ ipsum)?|ipsum|dolor\ sit\ amet)
        | (?i:dd\ ?[/.-]\ ?mm(?:\ ?[/.-]\ ?yy(?:yy)?)?) | YYYY | HH[:.]MM
        | (?i:insert\ (?:\w+\ ){{0,4}}here | (?:insert|add)\ (?:\w+\ )?(?:{_WANTED})\ here
            | insert\ (?:\w+\ )?(?:{_WANTED}))
        | X\ (?i:years?|months?|weeks?|days?|hours?) )\b
    | £\ ?[Xx](?:\b|(?=[Xx,])) | \?\ ?\?+ | _{{3,}} | \{{\{{?[^{{}}\n]{{0,60}}\}}\}}?
    | <\ ?/?\ ?(?i:{_SURELY}|{_ALONE})(?:\ \w+){{0,3}}\ ?>
    """,
    re.VERBOSE,
)
_LEFT_OPEN_IN_ADDRESS = re.compile(
    r"(?i:(?<![a-z0-9])(?:xx+|tb[acd]|lorem(?:[-_ ]?ipsum)?|todo|placeholder|untitled)(?![a-z0-9]))"
)
_BRACKETS = re.compile(r"\[([^\[\]\n]{0,80})\]")
_EDITORIAL = re.compile(
    r"(?i:sic|\.{2,3}|…|redacted|inaudible|indistinct|crosstalk|laughter|applause|pause|silence"
    r"|(?:\w+ ){0,3}(?:withheld|removed|omitted)|(?:my |our )?emphasis(?: added)?|[a-z]|\d{1,4}"
    r"|pdf|external link|in welsh|yn gymraeg)"
)
"""What stands in square brackets anywhere: a letter, the year of a case, a note on a speech."""
_FIELD = re.compile(
    rf"(?:[^\n]*\b)?(?:{_SURELY})(?:\b[^\n]*)? | (?:{_ALONE}) | (?-i:[A-Z\ ]{{4,}})",
    re.IGNORECASE | re.VERBOSE,
)
_INSERTED = re.compile(
    r"(?:an?|the|his|her|their|its|our|my|your|this|that|these|those|of|to|and|who|which|he|she"
    r"|they|him|them|it|we|us|you|is|was|are|were|had|has|have|been|be|not|would|could|will)\b",
    re.IGNORECASE,
)
"""How words begin that are put into a quotation so that it can be understood."""


def left_open(paragraph: str, quoted: bool) -> Iterator[str]:
    """What in a paragraph was meant to be replaced; `quoted` when all of it is somebody's words."""
    for match in _LEFT_OPEN.finditer(paragraph):
        yield match[0]
    brackets = list(_BRACKETS.finditer(paragraph))
    said = quotations(paragraph) if brackets and not quoted else None
    for match in brackets:
        if _is_left_open(match[1].strip(), quoted or bool(said and said.holds(match.start()))):
            yield match[0]


def left_open_in_address(text: str) -> Iterator[str]:
    """The same in what is no sentence, such as an address or the name of a file."""
    for match in _LEFT_OPEN_IN_ADDRESS.finditer(text):
        yield match[0]


def _is_left_open(inside: str, within_quotation: bool) -> bool:
    """Whether square brackets hold a field to be filled in, and no word of an editor's."""
    if _EDITORIAL.fullmatch(inside):
        return False
    is_field = not inside or bool(_FIELD.fullmatch(inside))
    if _INSERTED.match(inside):
        return is_field and not within_quotation
    return is_field or not within_quotation
