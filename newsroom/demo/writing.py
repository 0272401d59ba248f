"""All items of the demo newsroom, one at a time and oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge

from newsroom.archive.index import Kind
from newsroom.demo import plan
from newsroom.demo.curated import case_items
from newsroom.demo.drafts import Draft, Shelf
from newsroom.demo.speeches import speech
from newsroom.demo.statements import statement
from newsroom.demo.stories import press_release

FEWEST_ITEMS = 50

TOPICS_OF_CRIME = {
    "sexual-offences": "violence-against-women-and-girls",
    "domestic-abuse": "violence-against-women-and-girls",
    "hate-crime": "hate-crime",
}


@dataclass(frozen=True)
class WritingOrder:
    """How large a newsroom is wanted, drawn from which seed, and up to which day."""

    items: int = plan.ITEMS
    seed: int = plan.SEED
    until: date = plan.UNTIL

    @property
    def pairs(self) -> int:
        """How many items are to have both terms of the archive's best-known filter."""
        return round(self.items * plan.PAIR_ITEMS / plan.ITEMS)


def drafts(order: WritingOrder, shelf: Shelf) -> Iterator[Draft]:
    """Exactly as many items as ordered, in bounded memory."""
    curated = case_items(order.until)
    slots = plan.slots(order.items - len(curated), order.pairs, order.seed, order.until)
    written = (_write(slot, shelf) for slot in slots)
    for draft in merge(curated, written, key=lambda draft: draft.published_at.date()):
        # What lies after the last day has not happened yet.
        draft.updates = [update for update in draft.updates if update.at.date() <= order.until]
        yield draft


def _write(slot: plan.Slot, shelf: Shelf) -> Draft:
    if slot.kind == Kind.PRESS_RELEASE:
        draft = press_release(slot, shelf)
        topic = TOPICS_OF_CRIME.get(slot.crime_types[0]) if slot.crime_types else None
        if topic and slot.lots.random() < 0.4:
            draft.topics = (topic,)
        return draft
    return speech(slot, shelf) if slot.kind == Kind.SPEECH else statement(slot, shelf)
