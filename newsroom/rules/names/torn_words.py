"""Words torn into pieces: "J a n e", or "Quill-" and "feather" on the next line. Pure."""

import re
from collections.abc import Sequence

from newsroom.rules.names.spellings_of_name import Strength
from newsroom.rules.names.variant_words import ARTICLES_AND_SERVANTS

_TIGHT = re.compile(r"[-.·•*_~+/\\|'’,]+|-\s+")
"""Signs between pieces that no sentence has there, and a hyphen at the end of a line."""
_NEW_LINE = re.compile(r"[^\S\n]*\n-?\s*")
_SENTENCE_ENDS = re.compile(r"[.!?:;,]\s")
_SHORTEST, _LONG = 3, 6
_SHORT_PIECES = 2.5
"""The mean length of pieces that are no words of their own."""


def strength_of_pieces(
    pieces: Sequence[str], gaps: Sequence[str], follows_capital: bool
) -> Strength:
    """How surely two or more pieces, which make a name together, are one word.

    `gaps` are the texts between them. `follows_capital`: whether the word before them begins with a
    capital, as a first name or a title does.
    """
    length = sum(map(len, pieces))
    if length < _SHORTEST:
        return Strength.NONE
    if length == len(pieces):
        return Strength.SURE
    is_article = pieces[0].lower() in ARTICLES_AND_SERVANTS and pieces[-1][0].isupper()
    begins = is_article or pieces[0][0].isupper()
    if all(map(_TIGHT.fullmatch, gaps)):
        return Strength.SURE if begins or length > _SHORTEST + 1 else Strength.DOUBTFUL
    if any(map(_SENTENCE_ENDS.match, gaps)):
        return Strength.NONE
    if length + 1 >= _LONG and length <= _SHORT_PIECES * len(pieces):
        return Strength.SURE
    if length < _LONG:
        return Strength.NONE
    # A hyphen that shows only at the end of a line has been folded away.
    is_broken = all(map(_NEW_LINE.fullmatch, gaps)) and all(map(str.islower, pieces[1:]))
    # Two words make a name of one: "Good child" only where another name or a title precedes.
    is_sure = begins and (follows_capital or is_article or is_broken)
    return Strength.SURE if is_sure else Strength.DOUBTFUL
