"""Orders of a court that restrict reporting, as readers of a case are told of them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

if TYPE_CHECKING:
    from newsroom.pages.cases import HighProfileCasePage


@dataclass(frozen=True)
class Order:
    """One order: `until` is a day, an event in words, or None while no end is set."""

    kind: str
    court: str
    since: date
    until: date | str | None
    wording: str

    @property
    def until_in_words(self) -> str:
        return (
            date_format(self.until, "j F Y") if isinstance(self.until, date) else self.until or ""
        )


def public_orders(case: "HighProfileCasePage") -> list[Order]:
    """The orders on a case that may themselves be published. None are recorded yet."""
    return []
