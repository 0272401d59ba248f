"""Finds the addresses in texts, and links them in the editor's markup. Pure."""

import html
import re
from collections.abc import Callable, Iterator

_SCHEMES = (
    "https?|ftps?|sftp|smb|afp|nfs|dav|davs|file|webcal|ms-word|ms-excel|ms-powerpoint|onenote"
)
_FOUND = re.compile(
    rf"""
    (?<![\w@./\\-])(?:
      (?i:{_SCHEMES}):[/\\|]\S+                           # https://host/path, file:///share
    | (?i:javascript|vbscript|blob|view-source):[^\s,.;]\S*
    | (?i:data):\w+/[\w.+-]+[;,]\S*                       # data:text/html,…
    | \\\\[\w.$-]+(?:\\\S*)?                              # \\server\share
    | [A-Za-z]:\\[^\s“”"]+                                # C:\Users\…
    | //[\w-]+(?:\.[\w-]+)+\S*                            # //host/path
    | (?i:localhost)(?::\d+\S*|/\S*)
    | \d{{1,3}}(?:\.\d{{1,3}}){{3}}(?!\w|\.\d)\S*        # 10.0.0.5/share
    | (?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+[A-Za-z]{{2,}}(?::\d+)?[/?\#]\S*
    | (?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{{2,}}(?![\w@-]) # in small letters, or a sentence
    | /(?:[\w%~.-]+/)+(?:[\w%~.?=&\#+-]*)                 # /news/man-jailed/
    )
    """,
    re.VERBOSE,
)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,;:!?'\"’”»>…*"
_TAG = re.compile(r"(<[^>]*>)")
_HREF = re.compile(
    r"""(?:\s|(?<=["'/]))href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_BEGIN, _END = re.compile(r"<a\b", re.IGNORECASE), re.compile(r"</a\b", re.IGNORECASE)


def addresses_in(text: str) -> Iterator[str]:
    """The addresses in plain text, in its order, without the punctuation around them.

    Any host name with a dot counts, and any path that begins with a slash and has another.
    """
    for _start, address in _located(text):
        yield address


def _located(text: str) -> Iterator[tuple[int, str]]:
    """The addresses, each with the place of its first character."""
    for match in _FOUND.finditer(text):
        if address := _without_punctuation(match[0]):
            yield match.start(), address


def _without_punctuation(address: str) -> str:
    address = re.split(r"[<>“”\"]", address, maxsplit=1)[0]
    while address:
        last = address[-1]
        closes_nothing = last in _CLOSING and address.count(last) > address.count(_CLOSING[last])
        if last not in _TRAILING and not closes_nothing:
            break
        address = address[:-1]
    return address


def map_hrefs(markup: str, new: Callable[[str], str]) -> str:
    """The markup with each address of a link replaced.

    `new` gets the address and returns the attributes of the link: ` href="…"`, or those of a link
    to a page by its id.
    """

    def attributes(found: re.Match[str]) -> str:
        return new(html.unescape(found[1] or found[2] or found[3] or "")) or found[0]

    parts = _TAG.split(markup)
    parts[1::2] = [_HREF.sub(attributes, tag) if _BEGIN.match(tag) else tag for tag in parts[1::2]]
    return "".join(parts)


def map_texts(markup: str, new: Callable[[str], str]) -> str:
    """The markup with each address that stands in the text, outside links, replaced.

    `new` gets the address and returns the attributes of the link to make of it, or an empty string.
    """

    def linked(part: str) -> str:
        text, done, shown = html.unescape(part), 0, []
        for start, address in _located(text):
            if attributes := new(address):
                words = html.escape(address, quote=False)
                shown += [html.escape(text[done:start], quote=False), f"<a{attributes}>{words}</a>"]
                done = start + len(address)
        return "".join((*shown, html.escape(text[done:], quote=False))) if shown else part

    parts, within = _TAG.split(markup), False
    for number, part in enumerate(parts):
        if number % 2:
            within = bool(_BEGIN.match(part)) or (within and not _END.match(part))
        elif not within:
            parts[number] = linked(part)
    return "".join(parts)
