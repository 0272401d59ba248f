"""Finds marks of the working document: EMBARGOED UNTIL, DRAFT v3, -ENDS-, review comments. Pure.

A mark in capitals counts anywhere. In lower case the same words may belong to a sentence, so they
count only at the start of a line.
"""

import re
from collections.abc import Iterator

_CAPITALS = r"""
    \b(?: (?:STRICTLY\ )?EMBARGO(?:ED)?\ (?:FOR\ RELEASE\ )?(?:UNTIL|TILL|TO|TAN)
    | STRICT\ EMBARGO | UNDER\ (?:STRICT\ )?EMBARGO
    | DAN\ EMBARGO
    | NOT\ (?:YET\ )?FOR\ (?:ONWARD\ )?(?:PUBLICATION|RELEASE|BROADCAST|CIRCULATION|USE)
    | NID\ I[’']W\ GYHOEDDI
    | DO\ NOT\ (?:PUBLISH|RELEASE|CIRCULATE|USE) | PEIDIWCH\ Â\ CHYHOEDDI
    | (?:STRICTLY|PRIVATE\ (?:AND|&))\ (?:CONFIDENTIAL|PRIVATE) | OFFICIAL\ ?[-–—]?\ ?SENSITIVE
    | LEGALLY\ PRIVILEGED | (?:FOR\ )?INTERNAL\ (?:USE\ )?ONLY
    | (?:FOR|AWAITING)\ (?:APPROVAL|CLEARANCE|REVIEW|SIGN-?OFF)
    | CHECK\ WITH\ (?:LAWYERS?|LEGAL|THE\ LAWYERS?) | (?:LAWYERS?|LEGAL)\ TO\ CHECK
    | CYFRINACHOL | MORE\ FOLLOWS | TRACK\ CHANGES
    | (?:DRAFT|DRAFFT) (?=[^\w\n]{0,9}$|:|[^\w\n]{0,3}[vV]?\d|\ (?:ONLY|FOR|PRESS)\b) )\b
"""
_LINE_START = r"""
    ^[^\w\n]{0,9}(?i: (?:strictly\ )?embargoed?\ (?:for\ release\ )?(?:until|till|to|tan)\b
    | embargo: | dan\ embargo\b
    | not\ for\ (?:onward\ )?(?:publication|release|broadcast|circulation)\b
    | (?:strictly|private\ (?:and|&))\ confidential\b
    | for\ internal\ use\ only\b | nid\ i[’']w\ gyhoeddi\b
    | (?:deleted|inserted|formatted)(?:\ by\ (?:the\ )?\w+(?:\ \w+)?)?: | note\ to\ self\b
    )
"""
_LINE = r"""
    ^\ *(?:STRICTLY\ )?(?:CONFIDENTIAL|RESTRICTED|CYFYNGEDIG)[\ .:!]*$
    | ^\ *(?i:do\ not\ publish|(?:first|second|third|final|rough)\ draft|draft\ \d+
        |(?:lawyers?|legal)\ to\ check|awaiting\ (?:sign-?off|approval|clearance))[\ .:!]*$
    | ^\ *(?i:ends?|diwedd)\ *[-–—*\#/]+\ *$
    | ^\ *[-–—*\#/]+\ *(?i:ends?|diwedd)\ *[-–—*\#/]*\ *$ | ^\ *(?:ENDS?|DIWEDD)\.?\ *$
    | ^\ *\#{3,}\ *$
"""
_COMMENT = r"""
    \b(?:Comment(?:ed|s)?|Sylw)\ (?:by|from|gan)\ [A-Z][\w’'-]+(?:\ [A-Z][\w’'-]+)?
        (?:\ ?\[\w+\])?\ ?:
    | \bComment(?:ed)?\ ?\[[A-Za-z]{1,4}\d+\]:?
    | \b(?i:deleted\ by\ (?:the\ |our\ )?(?:lawyer|editor|author|reviewer))\b
"""
_DRAFT_NUMBER = r"\b(?i:(?:draft|drafft)\ (?:v\.?\ ?|version\ |fersiwn\ )\d+(?:\.\d+)*)\b"
_MARKS = re.compile(
    f"{_CAPITALS} | {_LINE_START} | {_LINE} | {_COMMENT} | {_DRAFT_NUMBER}",
    re.MULTILINE | re.VERBOSE,
)
_MARKS_OF_FILES = re.compile(
    r"""
    (?<![a-z0-9])(?: embargoed[-_\ ](?:until|till|to) | not[-_\ ]for[-_\ ](?:publication|release)
    | strictly[-_\ ]confidential | official[-_\ ]sensitive | draft[-_\ ]?v(?:ersion)?[-_\ .]?\d+
    )(?![a-z0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)


def marks(text: str) -> Iterator[str]:
    """The marks of the working document in a text."""
    for match in _MARKS.finditer(text):
        yield " ".join(match[0].split())


def marks_in_address(text: str) -> Iterator[str]:
    """The marks in a text that is not prose, such as a slug or a file name."""
    for match in _MARKS_OF_FILES.finditer(text):
        yield match[0]
