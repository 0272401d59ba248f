"""Reads the blocks of a text as lines of words, with the links and the emphasis of each word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

from newsroom.documents.blocks import (
    Block,
    Clause,
    Download,
    FurtherReading,
    Heading,
    Material,
    Paragraph,
    Picture,
    PointList,
    Quote,
    ReadingLink,
    Statistic,
    Table,
)

NO_WORDS = "[…]"
"""Stands for the words of a link that shows the title of its page."""

type Marks = frozenset[tuple[str, str]]
"""The marks of one word: ("link", its target) and ("style", its name)."""

_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
_PLAIN: Marks = frozenset()
_PARAGRAPHS = frozenset(
    ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "div", "br", "hr")
)


@dataclass(frozen=True)
class Line:
    """One paragraph, point, row or heading; `marks` has an entry for each word."""

    words: tuple[str, ...]
    marks: tuple[Marks, ...]
    form: str
    """What it is, in English: "paragraph", "numbered point"."""


def lines(blocks: tuple[Block, ...]) -> list[Line]:
    """The lines of blocks that have words."""
    return [line for block in blocks for line in _lines(block) if line.words]


def rich_lines(markup: str, form: str = "paragraph") -> Iterator[Line]:
    """The lines of HTML; those of points and headings within it have a form of their own."""
    if "<" not in markup and "&" not in markup:
        yield _plain(markup, form)
        return
    reader = _Reader(form)
    reader.feed(markup)
    reader.close()
    reader.end_line()
    yield from reader.lines


def normal(block: Block) -> Block:
    """The block with its HTML in one spelling: attributes are quoted in several ways."""
    match block:
        case Paragraph() | Clause():
            return replace(block, html=_spelt(block.html))
        case PointList():
            return replace(block, items=tuple(map(_spelt, block.items)))
    return block


def _spelt(markup: str) -> str:
    reader = _Speller()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


class _Speller(HTMLParser):
    """Writes markup anew, with sorted attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(f"<{tag} {sorted(attrs, key=repr)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr", "embed"):
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data))


def target(attributes: Mapping[str, str | None]) -> str:
    """Where a link leads: "page:3", "document:5", or an address."""
    kind = attributes.get("linktype")
    return f"{kind}:{attributes.get('id') or ''}" if kind else attributes.get("href") or ""


class _Reader(HTMLParser):
    """Collects lines. A word may have parts in several tags; it then has the marks of all."""

    def __init__(self, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form = self.outer_form = form
        self.lines: list[Line] = []
        self.inside: list[tuple[str, tuple[str, str]]] = []
        self.words: list[str] = []
        self.marks: list[Marks] = []
        self.is_word_open = False

    def end_line(self) -> None:
        """End the current line, if it has words."""
        if self.words:
            self.lines.append(Line(tuple(self.words), tuple(self.marks), self.form))
        self.words, self.marks, self.is_word_open = [], [], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPHS:
            self.end_line()
            own = {"li": "point", "blockquote": "quotation"}.get(tag)
            self.form = own or (f"heading {tag}" if tag[0] == "h" and tag != "hr" else self.form)
            if tag == "p":
                self.form = self.outer_form
        elif tag == "a":
            self.inside.append((tag, ("link", target(dict(attrs)))))
        else:
            self.inside.append((tag, ("style", _STYLES.get(tag, tag))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPHS:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.end_line()
            return
        for place in reversed(range(len(self.inside))):
            if self.inside[place][0] == tag:
                del self.inside[place]
                return

    def handle_data(self, data: str) -> None:
        marks: Marks = frozenset(mark for _tag, mark in self.inside)
        for number, word in enumerate(data.split()):
            if number == 0 and self.is_word_open and not data[0].isspace():
                self.words[-1] += word
                self.marks[-1] |= marks
            else:
                self.words.append(word)
                self.marks.append(marks)
        if data.strip():
            self.is_word_open = not data[-1].isspace()
        elif data:
            self.is_word_open = False


def _plain(text: str, form: str, marks: Marks = _PLAIN) -> Line:
    words = tuple(text.split())
    return Line(words, (marks,) * len(words), form)


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph():
            yield from rich_lines(block.html)
        case Clause():
            yield _plain(block.heading, "heading of a clause")
            yield from rich_lines(block.html)
        case PointList():
            for item in block.items:
                yield from rich_lines(item, f"{block.style} point")
        case FurtherReading():
            yield _plain(block.title, "title of further reading")
            for link in block.links:
                marks = frozenset({("link", f"page:{link.page}" if link.page else link.url)})
                yield _plain(link.text or _no_words(link), "link", marks)
        case _:
            for text, form in _texts(block):
                yield _plain(text, form)


def _no_words(link: ReadingLink) -> str:
    return NO_WORDS if link.page or link.url else ""


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Heading():
            yield block.text, f"heading {block.level}"
        case Quote():
            yield from ((paragraph, "quotation") for paragraph in block.paragraphs)
            yield ", ".join(filter(None, (block.speaker, block.role))), "speaker of a quotation"
        case Table():
            row = "row with a heading" if block.header_column else "row"
            yield block.caption, "caption of a table"
            yield " | ".join(block.header), "head of a table"
            yield from ((" | ".join(cells), row) for cells in block.rows)
        case Picture():
            yield block.caption, "caption"
        case Download():
            yield block.description, "description of a document"
        case Statistic():
            yield " ".join(filter(None, (block.figure, block.description))), "figure"
            yield block.source, "source"
        case Material():
            yield block.heading, f"heading of {block.condition} material"
            yield from ((entry, f"{block.condition} material") for entry in block.entries)
        case _:
            # A new block type must be handled here, or its words would not be compared.
            raise TypeError(f"The lines of a {type(block).__name__} are not known")
