"""Words without their disguise: accents, look-alike letters, invisible characters, code. Pure.

Two ways to write the same name are made equal. What is folded keeps its capitals, because in a
sentence they tell a name from a word.
"""

import html
import re
import unicodedata
from urllib.parse import unquote

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")

_LOOK_ALIKES = (
    # Cyrillic: the same for both cases, so that names that are Cyrillic are found in both
    ("АВЕЅІЈКМНОРСТУХҮҺԀԚԜӀГПЬИ", "ABESIJKMHOPCTYXYHDQWLRNBU"),
    ("авеѕіјкмнорстухүһԁԛԝӏгпьи", "abesijkmhopctyxyhdqwlrnbu"),
    # Greek, likewise
    ("ΑΒΕΖΗΙΚΜΝΟΡΣΤΥΧϹͿ", "ABEZHIKMNOPSTYXCJ"),
    ("αβεζηικμνορσςτυχϲϳ", "abezhikmnopsstyxcj"),
    # Latin letters that nothing decomposes
    ("ıȷɑɡɩøłđħŧʉƒʋɛƙɓɗɠŋ", "ijagioldhtufvekbdgn"),
    ("ØŁĐĦŦɄƑƲƐƘƁƊƓŊ", "OLDHTUFVEKBDGN"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPRSTUVWYZ"),
    # Letters, by their category, that stand for an apostrophe
    ("ʹʺʻʼʽʾʿˈˊˋ՚ꞌꞋ", "'" * 13),
)
_LIGATURES = {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th"}
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
_LOOKS_OTHERWISE = str.maketrans("νηυγω", "vnuyw")
"""Greek small letters that look like another Latin letter than their capitals do."""

_BADGES = (0x1F1E6, 0x1F150, 0x1F170)
"""Where alphabets of flags and of letters in badges begin."""


class _Plain(dict[int, str | None]):
    """What becomes of a character after its decomposition; None when it is nothing to the eye."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        plain: str | None = char
        if char.isspace():
            plain = "\n" if char in _LINE_ENDS else " "
        elif unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}":
            plain = "-"
        elif unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc", "Cs") or code in _FILLERS:
            plain = None
        else:
            for first in _BADGES:
                if first <= code < first + 26:
                    plain = chr(ord("A") + code - first)
        self[code] = plain
        return plain


_FILLERS = {0x115F, 0x1160, 0x3164, 0xFFA0}
_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_PLAIN = _Plain(
    {
        ord(disguised): plain
        for alphabet, plains in _LOOK_ALIKES
        for disguised, plain in zip(alphabet, plains, strict=True)
    }
    | {ord(ligature): plain for ligature, plain in _LIGATURES.items()}
)


def fold(text: str) -> str:
    """The text in plain letters, without marks and invisible characters."""
    return unicodedata.normalize("NFKD", text).translate(_PLAIN)


def spellings(text: str) -> set[str]:
    """The text folded in every way in which it may be meant: "Müller" is also "Mueller"."""
    composed = unicodedata.normalize("NFC", text)
    meant = {text, composed.translate(_SPELLED_OUT), composed.translate(_LOOKS_OTHERWISE)}
    return {fold(one) for one in meant}


def without_tags(text: str) -> str:
    """The text as it stands, but for what looks like a tag."""
    return _TAG.sub("", text)


def readings(text: str) -> set[str]:
    """Everything a text may show to a reader: as it stands, its code resolved, its tags left out.

    All of them, because what hides a name in one may show it in another.
    """
    shown = {text, unquote(html.unescape(html.unescape(text)))}
    shown |= {without_tags(one) for one in shown}
    return {reading for one in shown for reading in spellings(one)}
