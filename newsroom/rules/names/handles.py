"""Names run together in handles, hashtags and addresses: "#justiceforjanesmith". Pure."""

import re
from collections.abc import Iterator

from newsroom.rules.names.patterns import letters, name_patterns
from newsroom.rules.names.resembling_signs import skeleton, squeezed_skeleton
from newsroom.rules.names.spellings_of_name import Strength, spellings_of

_HANDLE = re.compile(
    r"""
    [#@]\w[\w.]* | (?:https?://|www\.)\S+
    | (?<![\w.@])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+
    | \b\w[\w-]{2,64}\.(?:com|org|net|co\.uk|org\.uk|uk|info|wales|cymru|me|tv)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEAST = 7
"""The least length of a first name and surname run together, so that few words match."""
_LEAST_SURNAME = 5


class HandleReader:
    """Finds one protected name in handles. Compiled once for each name."""

    def __init__(self, words: str) -> None:
        sure = [one for one in spellings_of(words) if one.strength == Strength.SURE]
        self._named = list(_name_forms(words, {(one.letters, one.plain) for one in sure}))

    def spans(self, text: str) -> Iterator[tuple[int, int, str, Strength]]:
        """Start, end, the name in plain letters and its strength, of each handle that has it."""
        if not self._named:
            return
        for match in _HANDLE.finditer(text):
            squeezed = squeezed_skeleton(match[0].lstrip("#@"), only_ascii=False)
            for both, plain, by_initial, surname, plain_surname in self._named:
                if any(len(pair[0]) >= _LEAST for pair in both.finditer(squeezed)):
                    yield *match.span(), plain, Strength.SURE
                elif by_initial.match(squeezed) or surname.search(squeezed):
                    yield *match.span(), plain_surname, Strength.DOUBTFUL
                else:
                    continue
                break


type _Form = tuple[re.Pattern[str], str, re.Pattern[str], re.Pattern[str], str]


def _name_forms(words: str, spellings: set[tuple[str, str]]) -> Iterator[_Form]:
    """For each person: patterns of whole name, initial and surname, surname; and plain words."""
    for pattern in name_patterns(words):
        if pattern.is_label or not pattern.given or len(letters(pattern.surname)) < 3:
            continue
        firsts = _keys(pattern.given_halves, spellings)
        lasts = _keys([pattern.surname, *pattern.surname_halves], spellings)
        long = sorted(skeleton(last) for last in lasts if len(last) >= _LEAST_SURNAME)
        initials = "".join(sorted({skeleton(name[0]) for name in pattern.given_halves}))
        surname = "|".join(map(re.escape, long)) or r"(?!)"
        any_first, any_last = _alternatives(firsts), _alternatives(lasts)
        plain = pattern.surname[0].upper() + pattern.surname[1:]
        yield (
            re.compile(f"(?:{any_first})(?:{any_last})|(?:{any_last})(?:{any_first})"),
            f" {pattern.given[0].capitalize()} {plain} ",
            re.compile(f"[{re.escape(initials)}](?:{any_last})(?:[a-z]{{0,2}})$"),
            re.compile(f"^(?:{surname})|(?:{surname})$"),
            f" {plain} ",
        )


def _alternatives(spellings: list[str]) -> str:
    """An alternative for each of these, the longest first."""
    return "|".join(map(re.escape, sorted(map(skeleton, spellings), key=len, reverse=True)))


def _keys(parts: list[str], spellings: set[tuple[str, str]]) -> list[str]:
    """The spellings of these parts, in lower-case letters, without short ones."""
    plain = {part[0].upper() + part[1:] for part in parts}
    own = {letters(part) for part in parts}
    found = own | {written for written, of in spellings if of in plain}
    return sorted(one for one in found if len(one) > 1)
