"""Finds placeholders that were left in a text: XX, TBC, [name], Lorem ipsum. Pure."""

import re
from collections.abc import Iterator

from newsroom.rules.quotations import quotations

_SURELY = (
    r"names?|surname|forename|dates?|dd|mm|yyyy|insert|add|link|url|tb[acd]|tk|x+|placeholder"
    r"|to\ (?:come|follow|be\ confirmed)"
)
"""One of these words makes any bracketed text a placeholder."""
_ALONE = (
    r"day|month|year|time|age|place|location|town|city|court|address|area|force|title|role|job|rank"
    r"|text|image|photo|picture|caption|charges?|offences?|sentence|length|details?|quote|blank"
    r"|number|amount|figures?|here"
)
"""These words are a placeholder when the brackets hold nothing else."""
_WANTED = r"names?|dates?|quotes?|quotation|link|figures?|photo"
_NOTED = r"(?:name|date|quote|quotation|hyperlink|link|figure|photo|picture|caption|detail)s?"
_NOTED_IN_WELSH = r"enw|dyddiad|d?dyfyniad|d?dolen|f?ffigur|llun|manylion"
_TO_COME = r"(?:here|to\ come|to\ follow|needed)"

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
    | \b(?: (?:ADD|INSERT|CHECK|CONFIRM)\ (?:[A-Z]+\ )?{_NOTED.upper()}
        | {_NOTED.upper()}\ {_TO_COME.upper()} )\b
    | \b(?: (?:MEWNOSOD|YCHWANEGU|YCHWANEGWCH|GWIRIO)\ (?:{_NOTED_IN_WELSH.upper()})
        | (?:{_NOTED_IN_WELSH.upper()})\ (?:YMA|I\ DDILYN|I\ DDOD) )\b
    | (?im: ^\W{{0,5}}(?:(?:{_NOTED_IN_WELSH})\ (?:yma|i\ ddilyn|i\ ddod))\W{{0,5}}$ )
    | (?im: ^\W{{0,5}}(?:add\ (?:an?\ |the\ )?{_NOTED} | {_NOTED}\ {_TO_COME})\W{{0,5}}$ )
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
"""Legitimate texts in square brackets: a letter, the year of a case, a note on a speech."""
_FIELD = re.compile(
    rf"(?:[^\n]*\b)?(?:{_SURELY})(?:\b[^\n]*)? | (?:{_ALONE}) | (?-i:[A-Z\ ]{{4,}})",
    re.IGNORECASE | re.VERBOSE,
)
_INSERTED = re.compile(
    r"(?:an?|the|his|her|their|its|our|my|your|this|that|these|those|of|to|and|who|which|he|she"
    r"|they|him|them|it|we|us|you|is|was|are|were|had|has|have|been|be|not|would|could|will)\b",
    re.IGNORECASE,
)
"""First words of editorial insertions within a quotation."""


def left_open(paragraph: str, quoted: bool) -> Iterator[str]:
    """The placeholders in a paragraph. `quoted`: whether the whole paragraph is a quotation."""
    for match in _LEFT_OPEN.finditer(paragraph):
        yield match[0]
    brackets = list(_BRACKETS.finditer(paragraph))
    said = quotations(paragraph) if brackets and not quoted else None
    for match in brackets:
        if _is_left_open(match[1].strip(), quoted or bool(said and said.holds(match.start()))):
            yield match[0]


def left_open_in_address(text: str) -> Iterator[str]:
    """The placeholders in a text that is not prose, such as a slug or a file name."""
    for match in _LEFT_OPEN_IN_ADDRESS.finditer(text):
        yield match[0]


def _is_left_open(inside: str, within_quotation: bool) -> bool:
    """Whether bracketed text is a placeholder and not an editorial insertion."""
    if _EDITORIAL.fullmatch(inside):
        return False
    is_field = not inside or bool(_FIELD.fullmatch(inside))
    if _INSERTED.match(inside):
        return is_field and not within_quotation
    return is_field or not within_quotation
