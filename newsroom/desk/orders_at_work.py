"""How far orders are that take pages down, or are undone: one sentence for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from newsroom.models import OrderUndo, ReportingRestriction, TakeDown, TakenDownPage

State = TakenDownPage.State


@dataclass(frozen=True)
class OrderAtWork:
    """One order that is at work, and the sentence about it."""

    label: str
    says: str
    since: datetime
    address: str


def orders_at_work(most: int) -> Iterator[OrderAtWork]:
    """The orders that are at work now, in one query."""
    unfinished = TakeDown.objects.filter(restriction=OuterRef("pk"), finished_at__isnull=True)
    undo = OrderUndo.objects.filter(restriction=OuterRef("pk"), finished_at__isnull=True)
    orders = ReportingRestriction.objects.filter(Exists(unfinished) | Exists(undo))
    rows = (
        orders.select_related("undo__asked_by")
        .annotate(
            since=Coalesce("undo__asked_at", Subquery(unfinished.values("started_at")[:1])),
            all_pages=_number(*State),
            waiting=_number(State.CLOSED),
            down=_number(State.DOWN),
            restored=_number(State.RESTORED),
            refused=_number(State.REFUSED),
            searched_to=Subquery(unfinished.values("searched_to")[:1]),
            searched_at=Subquery(unfinished.values("searched_at")[:1]),
            last_page=Subquery(Page.objects.order_by("-pk").values("pk")[:1]),
        )
        .order_by("since")
    )
    for order in rows[:most]:
        asked = getattr(order, "undo", None)
        if asked is not None and asked.finished_at is None:
            address, says = reverse("desk_undo_order", args=[order.pk]), _undo(order, asked)
        else:
            name = "wagtailsnippets_newsroom_reportingrestriction:edit"
            address, says = reverse(name, args=[order.pk]), _take_down(order)
        yield OrderAtWork(order.label, says, order.since, address)


def _number(*states: State) -> Any:
    own = TakenDownPage.objects.filter(take_down__restriction=OuterRef("pk"), state__in=states)
    counted = own.order_by().values("take_down__restriction").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _take_down(order: Any) -> str:
    done, number = order.all_pages - order.waiting, order.all_pages
    said = ngettext(
        "%(done)s of %(number)s page taken down.",
        "%(done)s of %(number)s pages taken down.",
        number,
    ) % {"done": f"{done:,}", "number": f"{number:,}"}
    if order.waiting:
        said += " " + _("Readers see none of them any more.")
    if order.searched_at is None:
        share = 100 * order.searched_to // max(1, order.last_page or 1)
        said += " " + _("The other pages are being searched: %(share)d%% done.") % {"share": share}
    return said


def _undo(order: Any, undo: OrderUndo) -> str:
    if undo.confirmed_at is None:
        who = undo.asked_by
        name = (who.get_full_name() or who.get_username()) if who else _("Somebody")
        return _("%(name)s says it was entered in error. Another duty editor has to confirm.") % {
            "name": name
        }
    done = order.restored + order.refused
    return _("Being undone: %(done)s of %(number)s pages looked at, %(restored)s public again.") % {
        "done": f"{done:,}",
        "number": f"{done + order.down + order.waiting:,}",
        "restored": f"{order.restored:,}",
    }
