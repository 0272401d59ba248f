"""Folds a text, so that different spellings of a name become equal. Pure.

Folding removes accents, homoglyphs, invisible characters, HTML and URL escapes. It keeps capitals,
because they distinguish a name from a word in a sentence.
"""

import html
import re
import unicodedata
from urllib.parse import unquote

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")

_LOOK_ALIKES = (
    # Cyrillic: a letter maps to the same Latin letter in both cases, so that case does not matter
    ("АВЕЅІЈКМНОРСТУХҮҺԀԚԜӀГПЬИ", "ABESIJKMHOPCTYXYHDQWLRNBU"),
    ("авеѕіјкмнорстухүһԁԛԝӏгпьи", "abesijkmhopctyxyhdqwlrnbu"),
    # Greek, likewise
    ("ΑΒΕΖΗΙΚΜΝΟΡΣΤΥΧϹͿ", "ABEZHIKMNOPSTYXCJ"),
    ("αβεζηικμνορσςτυχϲϳ", "abezhikmnopsstyxcj"),
    # Latin letters without a Unicode decomposition
    ("ıȷɑɡɩøłđħŧʉƒʋɛƙɓɗɠŋ", "ijagioldhtufvekbdgn"),
    ("ØŁĐĦŦɄƑƲƐƘƁƊƓŊ", "OLDHTUFVEKBDGN"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPRSTUVWYZ"),
    # Further ones, by confusables.txt of Unicode Technical Standard 39
    ("ѠѡѴѵҼҽԌԍꙆꙇ", "WwVvEeGgIi"),  # Cyrillic, older letters
    # Latin letters that resemble another
    ("ƄƅƍƔƖƜƦƼƽǀɣɯʝᴑᶃᶌẝỾỿꞘꞙꞞꞟꞲꞳꞴꞵꬲꬵꬽꭇꭈꭎꭒꭓꭚ", "bBgYlWRSslywjogyfYyFfUuJXBbeforruuxy"),
    ("ԱԳԶՀՈՌՍՏՑՔՕագզհոռստցքօ", "WQQHNNUSGFOwqqhnnusgfo"),  # Armenian
    # Cherokee
    ("ᎠᎡᎢᎥᎩᎪᎫᎬᎱᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴ", "DRTiYAJERWMHYGhZbRWSVSLCPKdGB"),
    ("ᏻᏼꭰꭱꭲꭵꭹꭺꭻꭼꮁꮃꮇꮋꮍꮐꮒꮓꮟꮢꮤꮥꮩꮪꮮꮯꮲꮶꮷ", "gbdrtiyajerwmhygHzBrwsvslcpkD"),
    ("ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPdDTGKJCZFMNLSRVHWXYAElOU"),  # Lisu
    ("ⲄⲅⲎⲏⲒⲓⲔⲕⲘⲙⲚⲛⲞⲟⲢⲣⲤⲥⲦⲧⲨⲩⲬⲭⳐⳑ", "RrHhlLKkMmNnOoPpCcTtYyXxLl"),  # Coptic
    ("ᐯᑌᑭᑯᑲᒍᒪᕁᕼᕽᖇᖯᖴᗅᗞᗪᗰᗷ", "VUPdbJLxHxRbFADDMB"),  # Canadian syllabics
    # Characters of a letter category that are used as an apostrophe
    ("ʹʺʻʼʽʾʿˈˊˋ՚ꞌꞋ", "'" * 13),
)
_LIGATURES = {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th"}
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
_LOOKS_OTHERWISE = str.maketrans("νηυγω", "vnuyw")
"""Lower-case Greek letters that resemble another Latin letter than their capitals do."""

_BADGES = (0x1F1E6, 0x1F150, 0x1F170)
"""First code points of three alphabets: regional indicators, and circled and squared letters."""


class _Plain(dict[int, str | None]):
    """The replacement of each decomposed character, by code point; None for an invisible one."""

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
    """The text in plain letters, without combining marks and invisible characters."""
    return unicodedata.normalize("NFKD", text).translate(_PLAIN)


def spellings(text: str) -> set[str]:
    """All folded spellings of the text: "Müller" is folded to "Muller" and to "Mueller"."""
    composed = unicodedata.normalize("NFC", text)
    meant = {text, composed.translate(_SPELLED_OUT), composed.translate(_LOOKS_OTHERWISE)}
    return {fold(one) for one in meant}


def without_tags(text: str) -> str:
    """The text without anything that looks like an HTML tag."""
    return _TAG.sub("", text)


def readings(text: str) -> set[str]:
    """All folded spellings of the text as it is, unescaped, and without HTML tags.

    All variants are needed, because a name may be hidden in one and readable in another.
    """
    shown = {text, unquote(html.unescape(html.unescape(text)))}
    shown |= {without_tags(one) for one in shown}
    return {reading for one in shown for reading in spellings(one)}
