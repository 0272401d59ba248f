"""Takes out of markup what a word processor struck out, and the comments of its reviewers. Pure.

The script of the admin (static/desk/paste_clean.js) does the same when somebody pastes. This is for
what comes without it: an import, a program, an earlier version.
"""

import re
from html.parser import HTMLParser

_SUSPECT = re.compile(
    r"<(?:del|s|strike|script|style|comment|annotation|office:annotation)\b|<!|line-through"
    r"|mso-|msocom|MsoComment|cmnt|TrackChange|TrackedChange|comment",
    re.IGNORECASE,
)
_DELETED_TAGS = frozenset(
    ("del", "s", "strike", "script", "style", "title", "comment", "annotation", "office:annotation")
)
_DELETED_CLASS = re.compile(
    r"\b(?:msoDel|TrackChangeTextDelete\w*|TrackChangeTextDeletion\w*|TrackedDeletion)\b",
    re.IGNORECASE,
)
_COMMENT_CLASS = re.compile(
    r"\b(?:msocomtxt|msocomanchor|msocomoff|MsoCommentText|MsoCommentReference|MsoCommentSubject"
    r"|CommentReference|CommentText|CommentAnchor|docos-\w+|comment-?(?:body|text|bubble|thread))\b",
    re.IGNORECASE,
)
_DELETED_STYLE = re.compile(
    r"text-decoration[\w-]*\s*:[^;]*line-through|mso-element\s*:\s*comment(?:-list)?\b"
    r"|mso-special-character\s*:\s*comment|mso-hide\s*:\s*all|display\s*:\s*none",
    re.IGNORECASE,
)
_COMMENT_LINK = re.compile(r"#(?:_msocom_|_msoanchor_|cmnt(?:_ref)?\d)", re.IGNORECASE)
_COMMENT_ID = re.compile(r"(?:cmnt(?:_ref)?\d|_com_\d|_anchor_\d|_msocom)", re.IGNORECASE)
_COMMENT_BLOCK = re.compile(
    r"<(div|p)\b[^>]*>\s*(?:<[a-z][^>]*>\s*)*<a\b[^>]*\bid=[\"']?cmnt\d+\b[^>]*>.*?</\1>",
    re.IGNORECASE | re.DOTALL,
)
"""A comment below a text of Google Docs: its mark stands at its beginning."""
_NOTHING_LEFT = re.compile(
    r"<(p|li|h\d|div|ul|ol)(?:\s[^>]*)?>(?:\s|&nbsp;|\xa0)*</\1>|<(span|sup|b|i)(?:\s[^>]*)?></\2>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(("p", "li", "div", "td", "h1", "h2", "h3", "h4", "h5", "h6"))
_EMPTY = frozenset(("br", "hr", "img", "embed", "input", "meta", "link", "wbr", "col"))


def without_struck_out(markup: str) -> str:
    """The markup without deleted words and review comments; anything else as it is."""
    if not markup or not _SUSPECT.search(markup):
        return markup
    kept = _Kept()
    without_comments = _COMMENT_BLOCK.sub("", markup)
    kept.feed(without_comments)
    kept.close()
    if not kept.dropped and without_comments == markup:
        return markup
    left, empty = "".join(kept.parts), 1
    while empty:
        left, empty = _NOTHING_LEFT.subn("", left)
    return left


class _Kept(HTMLParser):
    """Collects what is neither deleted nor a comment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.dropped = False
        self._within: list[str] = []
        """The open tags from the dropped one on; empty outside of one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._within or _is_dropped(tag, attrs):
            self.dropped = True
            if tag not in _EMPTY:
                self._within.append(tag)
        else:
            self.parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._within and not _is_dropped(tag, attrs):
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if not self._within:
            self.parts.append(f"</{tag}>")
        elif tag in self._within:
            while self._within.pop() != tag:
                pass
        elif tag in _BLOCKS:
            # As in a browser: what is left open ends with the paragraph around it.
            self._within.clear()
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.dropped = True

    def handle_decl(self, decl: str) -> None:
        self.dropped = True

    def unknown_decl(self, data: str) -> None:
        self.dropped = True

    def handle_pi(self, data: str) -> None:
        self.dropped = True

    def _keep(self, text: str) -> None:
        if not self._within:
            self.parts.append(text)


def _is_dropped(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    given = {name: value or "" for name, value in attrs}
    classes = given.get("class", "")
    return bool(
        tag in _DELETED_TAGS
        or _DELETED_CLASS.search(classes)
        or _COMMENT_CLASS.search(classes)
        or _DELETED_STYLE.search(given.get("style", ""))
        or (tag == "a" and _COMMENT_LINK.search(given.get("href", "")))
        or (tag == "a" and _COMMENT_ID.match(given.get("id", "") or given.get("name", "")))
        or _COMMENT_ID.match(given.get("id", ""))
    )
