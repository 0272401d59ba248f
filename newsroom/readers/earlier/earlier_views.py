"""Views of what an item said before: the list, one earlier edition, and what changed since.

They are asked for below the address of an item while that is public (`page()`). Whatever is
withheld is answered alike, with one sentence that says nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.archive.result import Link
from newsroom.documents.document import Document
from newsroom.documents.renditions import IN_TEXT
from newsroom.readers.body import Drawing
from newsroom.readers.day_form import DayForm
from newsroom.readers.earlier.earlier_addresses import CHANGES
from newsroom.readers.earlier.earlier_changes import changes_since
from newsroom.readers.earlier.earlier_editions import EarlierView, earlier_editions_of, words_of
from newsroom.readers.frame import Frame
from newsroom.readers.item_page import update_views
from newsroom.readers.pictures import LEAD_SIZES, picture_tag
from newsroom.readers.place import Place
from newsroom.time_zones import LONDON

LIST_TEMPLATE = "newsroom/earlier_editions.html"
EDITION_TEMPLATE = "newsroom/earlier_edition.html"
CHANGES_TEMPLATE = "newsroom/earlier_changes.html"
WITHHELD_TEMPLATE = "newsroom/earlier_withheld.html"
WITHHELD = 451
"""RFC 7725: not available for reasons of law, or of public policy about it."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayAnswer:
    """What a page said on one day."""

    day: date
    earlier: Sequence[EarlierView]
    """The earlier editions of that day, newest first."""
    current_since: datetime | None
    """Since when it says what it says now, if it did so for a part of the day."""
    is_future: bool
    is_before: bool
    """Whether the page had not been published."""


def earlier_views(
    request: HttpRequest, document: Document, place: Place, view: str
) -> HttpResponse:
    """Answer `view` of a public item, such as "earlier/2/changes".

    Raises Http404 if the item has no earlier editions.
    """
    known = earlier_editions_of(place)
    if not known:
        raise Http404
    _earlier, number, further = [*view.split("/"), "", ""][:3]
    asked = next((one for one in known if str(one.number) == number), None)
    words = None
    if asked and asked.is_readable:
        words = words_of(asked, document, place.page_id or 0)
    frame = Frame(words or document, place)
    item = Link(document.title, place.address)
    index = Link(str(_("Earlier editions")), known[0].index_url)
    context = {
        "page": document,
        "item": item,
        "index": index,
        "earlier": known,
        "translations": [],
        "breadcrumbs": [*frame.trail, item, *([index] if number else [])],
    }
    if asked is None:
        return _list(request, context, known, document, is_unknown=bool(number))
    context["asked"] = asked
    if words is None:
        return TemplateResponse(request, WITHHELD_TEMPLATE, context, status=WITHHELD)
    context["words"] = words
    context["corrections"] = [
        one for one in document.corrections if one.at and one.at >= asked.changed_at
    ]
    if further == CHANGES:
        context["changes"] = changes_since(words, document)
        return TemplateResponse(request, CHANGES_TEMPLATE, context)
    context |= _drawn(words, frame)
    return TemplateResponse(request, EDITION_TEMPLATE, context)


def _drawn(words: Document, frame: Frame) -> dict[str, Any]:
    """What the template shows of earlier words. They have the files that the page has still."""
    known = {file.id for file in words.pictures}
    there = {pk: made for pk, made in frame.drawing.renditions.items() if pk in known}
    drawing = Drawing(words, frame.drawing.targets, there)
    lead = words.lead_picture
    picture = None
    if lead and lead.image in there:
        picture = picture_tag(there[lead.image], IN_TEXT, lead.alt, sizes=LEAD_SIZES)
    return {
        "picture": picture,
        "parts": drawing.parts(),
        "notes": drawing.html(words.notes_to_editors),
        "updates": update_views(words),
    }


def _list(
    request: HttpRequest,
    context: dict[str, Any],
    known: Sequence[EarlierView],
    document: Document,
    *,
    is_unknown: bool,
) -> HttpResponse:
    """The list, or the answer for a day, or that there is no edition of this number."""
    form = DayForm(request.GET) if "day" in request.GET and not is_unknown else DayForm()
    context |= {"day_form": form, "is_unknown": is_unknown}
    if form.is_bound and not form.is_valid():
        context["invalid"] = True
    elif form.is_bound:
        day = date.fromisoformat(str(form.cleaned_data["day"]))
        context["answer"] = _on_day(day, known, document)
    status = 404 if is_unknown else 200
    return TemplateResponse(request, LIST_TEMPLATE, context, status=status)


def _on_day(day: date, known: Sequence[EarlierView], document: Document) -> DayAnswer:
    """What the page said on a day in London, from its first moment to its last."""
    begins = datetime.combine(day, time(), LONDON)
    ends = datetime.combine(day + DAY, time(), LONDON)
    first = min(filter(None, (document.published_at, known[-1].since)))
    now, since = timezone.now(), known[0].changed_at
    return DayAnswer(
        day=day,
        earlier=[one for one in known if one.since < ends and one.until > begins],
        current_since=since if since < ends and begins <= now else None,
        is_future=begins > now,
        is_before=ends <= first,
    )
