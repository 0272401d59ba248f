"""A list of the admin's home page, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from newsroom.desk.notices import MAY_READ, MAY_TICK


@dataclass(frozen=True)
class PanelRow:
    """One row of a panel."""

    page_id: int | None
    title: str
    facts: tuple[str, ...] = ()
    """Further cells of the row, one for each column."""
    at: datetime | None = None
    notes: tuple[str, ...] = ()
    """Sentences shown below the title."""
    more: str = ""
    """What is shown once somebody asks for it."""
    notice_id: int | None = None
    for_lawyers: bool = False
    """Whether a lawyer has to deal with the notice."""
    address: str = ""
    """Where the title leads, if not to a page."""
    day: date | None = None
    """The day, for what has no time of day."""


class DeskPanel(Component):
    """One list of the dashboard."""

    template_name = "newsroom/desk/home/panel.html"
    name: ClassVar[str]
    heading: ClassVar[Any]
    first_column: ClassVar[Any] = _("Page")
    columns: ClassVar[tuple[Any, ...]] = ()
    order: int

    def rows(self) -> list[PanelRow]:
        """The current rows of the list."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "first_column": self.first_column,
            "columns": self.columns,
            "rows": self.rows(),
            "may_tick": parent_context["request"].user.has_perm(MAY_TICK),
            "may_read": parent_context["request"].user.has_perm(MAY_READ),
            "csrf_token": parent_context["csrf_token"],
        }
