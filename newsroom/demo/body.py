"""Bodies in the form in which a StreamField stores them: block by block, with ids drawn by lot."""

from collections.abc import Iterable, Sequence
from html import escape
from random import Random
from typing import Any

type Block = dict[str, Any]


class Body:
    """Collects the blocks of one item."""

    def __init__(self, lots: Random) -> None:
        self.lots = lots
        self.blocks: list[Block] = []

    def paragraph(self, text: str) -> None:
        """A paragraph of plain words."""
        self._add("paragraph", f"<p>{escape(text, quote=False)}</p>")

    def paragraphs(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.paragraph(text)

    def markup(self, html: str) -> None:
        """A paragraph that holds links or emphasis of its own."""
        self._add("paragraph", html)

    def heading(self, text: str, level: str = "h2") -> None:
        self._add("heading", {"text": text, "level": level})

    def quote(self, paragraphs: Sequence[str], speaker: str, role: str) -> None:
        self._add(
            "quote", {"paragraphs": self.entries(paragraphs), "speaker": speaker, "role": role}
        )

    def points(self, points: Sequence[str], style: str = "bulleted") -> None:
        items = [f"<p>{escape(point, quote=False)}</p>" for point in points]
        self._add("list", {"style": style, "items": self.entries(items)})

    def table(self, caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._add(
            "table",
            {
                "caption": caption,
                "header": self.entries(header),
                "rows": self.entries([self.entries(row) for row in rows]),
                "header_column": True,
            },
        )

    def statistic(self, figure: str, description: str, source: str) -> None:
        self._add("statistic", {"figure": figure, "description": description, "source": source})

    def image(self, image: int, alt: str, caption: str) -> None:
        self._add("image", {"image": image, "alt": alt, "caption": caption, "credit": "CPS"})

    def document(self, document: int, description: str) -> None:
        self._add("document", {"document": document, "description": description})

    def further_reading(self, links: Sequence[tuple[str, str | int]]) -> None:
        """Each link is its words and an address, or the id of a page of ours."""
        targets = [
            {"text": text, "page": target, "url": ""}
            if isinstance(target, int)
            else {"text": text, "page": None, "url": target}
            for text, target in links
        ]
        self._add("further_reading", {"title": "Further reading", "links": self.entries(targets)})

    def clause(self, heading: str, html: str) -> None:
        self._add("clause", {"heading": heading, "text": html})

    def material(self, kind: str, heading: str, entries: Sequence[str]) -> None:
        """One of a protocol's lists: "released", "consultation" or "withheld"."""
        self._add(kind, {"heading": heading, "entries": self.entries(entries)})

    def entries(self, values: Sequence[Any]) -> list[Block]:
        """Values as a list within a block stores them."""
        return [{"type": "item", "value": value, "id": self._id()} for value in values]

    def _add(self, kind: str, value: Any) -> None:
        self.blocks.append({"type": kind, "value": value, "id": self._id()})

    def _id(self) -> str:
        # As a UUID of version 4 is written, without making one: there are a dozen to an item.
        digits = f"{self.lots.getrandbits(128):032x}"
        variant = "89ab"[int(digits[16], 16) & 3]
        return (
            f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
        )
