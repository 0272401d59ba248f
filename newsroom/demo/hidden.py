"""A few items in every state that is not public, made the way editors make them."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.demo.body import Body
from newsroom.demo.public_pages import add_public
from newsroom.demo.writing import WritingOrder
from newsroom.models import NewsIndexPage, PressReleasePage, StatementPage
from newsroom.time_zones import LONDON

DRAFTS = [
    ("Draft: man to be sentenced for robbery of post office in Crewe", "Crewe"),
    ("Draft: charging decision expected in Dudley fraud investigation", "Dudley"),
    ("Draft: three guilty of people smuggling after trial in Dover", "Dover"),
]
WITHDRAWN = "Withdrawn: release about a conviction that was later quashed"
EXPIRED = "Notice to the media: arrangements for reporting the Larkspur trial"
PRIVATE = "Embargoed briefing for accredited journalists: annual report"
SCHEDULED = "Annual report and accounts published"


def add_hidden(news: NewsIndexPage, order: WritingOrder) -> None:
    """Drafts, one scheduled, one expired, one withdrawn, one private."""
    day = datetime.combine(order.until, time(10), LONDON)
    for number, (title, place) in enumerate(DRAFTS):
        draft = _release(title, f"The facts are being checked with the court in {place}.", day)
        draft.live = False
        news.add_child(instance=draft)
        if number == 0:
            draft.save_revision()
    withdrawn = _release(WITHDRAWN, "This release has been withdrawn.", day - timedelta(days=400))
    add_public(news, withdrawn)
    withdrawn.unpublish()
    expired = _notice(EXPIRED, "Seats are limited; please write to the press office.", day)
    expired.live, expired.expired = False, True
    expired.expire_at = day - timedelta(days=2)
    news.add_child(instance=expired)
    private = _notice(PRIVATE, "This briefing is for those who have been given access.", day)
    add_public(news, private)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    _schedule(news, day)


def _schedule(news: NewsIndexPage, day: datetime) -> None:
    page = _notice(SCHEDULED, "The report covers the year that ended in March.", None)
    page.live = False
    news.add_child(instance=page)
    # A year after the newest item; never in the past, or it would be published here and now.
    page.go_live_at = max(day + timedelta(days=365), timezone.now() + timedelta(days=7))
    page.save_revision().publish()


def _body(text: str) -> list[dict[str, object]]:
    body = Body(Random(text))
    body.paragraph(text)
    return body.blocks


def _release(title: str, text: str, at: datetime) -> PressReleasePage:
    return PressReleasePage(title=title, body=_body(text), published_at=at)


def _notice(title: str, text: str, at: datetime | None) -> StatementPage:
    return StatementPage(title=title, body=_body(text), published_at=at)
