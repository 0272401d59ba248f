"""Writes the mails of alerts: plain text, with HTML beside it, in the language of the alert."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.alerts.collecting import update_key
from newsroom.alerts.frequencies import Frequency
from newsroom.alerts.models import Alert, AlertDelivery
from newsroom.alerts.questions import Question
from newsroom.alerts.tokens import confirm_token, link_token
from newsroom.archive.index import Kind
from newsroom.choices import StageKind, label
from newsroom.documents.document import Document, Update
from newsroom.documents.later_notes import later_notes
from newsroom.documents.shown import as_shown
from newsroom.editions.open_rows import open_rows
from newsroom.readers.text import absolute
from newsroom.rows import slots

SUBJECT_LENGTH = 150


@dataclass(frozen=True)
class MailedItem:
    """An item as a mail tells it: what its open edition says."""

    title: str
    teaser: str
    published_at: datetime | None
    kind_label: str
    url: str


@dataclass(frozen=True)
class MailedUpdate:
    """An update or a correction of an item that was mailed before."""

    title: str
    url: str
    label: str
    at: datetime
    note: str


@dataclass
class Mail:
    """A message, with the deliveries that it makes."""

    message: EmailMultiAlternatives
    deliveries: list[AlertDelivery] = field(default_factory=list)


class Questions:
    """Results of the archive that are asked once for all mails of a pass."""

    def __init__(self) -> None:
        self._asked: dict[str, Question] = {}
        self._found: dict[tuple[str, frozenset[int]], set[int]] = {}

    def of(self, alert: Alert) -> Question:
        """The question of an alert."""
        new = Question(alert.language, alert.query)
        return self._asked.setdefault(alert.question, new)

    def matching(self, alert: Alert, page_ids: Iterable[int]) -> set[int]:
        """Those of the items that the alert's result has."""
        ids = frozenset(page_ids)
        key = (alert.question, ids)
        if key not in self._found:
            self._found[key] = self.of(alert).matching(ids)
        return self._found[key]


def news_mail(
    alert: Alert, deliveries: Sequence[AlertDelivery], questions: Questions, now: datetime
) -> Mail | None:
    """A mail with those of these items and updates that are public now; None if there are none.

    Sets `edition_number` of each delivery that is in the mail.
    """
    editions = _open_editions({one.page_id for one in deliveries}, now)
    # The newest first, as in the archive, which gives every item a date.
    newest_first = sorted(
        (one for one in deliveries if one.page_id in editions),
        key=lambda one: (editions[one.page_id][2].published_at or now, one.page_id),
        reverse=True,
    )
    wanted = [one.page_id for one in deliveries if one.kind == AlertDelivery.Kind.ITEM]
    found = questions.matching(alert, editions.keys() & set(wanted))
    items: list[MailedItem] = []
    updates: list[MailedUpdate] = []
    made: list[AlertDelivery] = []
    with translation.override(alert.language):
        for one in newest_first:
            number, address, document = editions[one.page_id]
            if one.kind == AlertDelivery.Kind.ITEM and one.page_id in found:
                items.append(_item(document, address))
            elif update := _update_of(document, one):
                updates.append(_mailed_update(document, address, update))
            else:
                continue
            one.edition_number = number
            made.append(one)
        if not made:
            return None
        question = questions.of(alert)
        subject = _subject(items, updates, question)
        context = {"items": items, "updates": updates, **_around(alert, question)}
        return Mail(_message(alert, "news", subject, context), made)


def account_mail(alert: Alert, delivery: AlertDelivery, questions: Questions) -> Mail:
    """The mail that asks to confirm an alert, or says that it exists."""
    with translation.override(alert.language):
        question = questions.of(alert)
        context = {**_around(alert, question), "filters": question.words_of_ours}
        if delivery.kind == AlertDelivery.Kind.KNOWN:
            subject = _("You get these emails already")
            return Mail(_message(alert, "known", subject, context), [delivery])
        context["confirm_url"] = absolute(reverse("alert_confirm", args=[confirm_token(alert)]))
        subject = _("Confirm that you want emails about news of the CPS")
        return Mail(_message(alert, "confirm", subject, context), [delivery])


def _open_editions(page_ids: set[int], now: datetime) -> dict[int, tuple[int, str, Document]]:
    """By page, the number, address and document of its open edition; one query."""
    columns = ("page_id", "number", "address", "document")
    rows = open_rows(columns, f"page_id IN ({slots(page_ids)}) AND kind <> ''", [*page_ids])
    return {
        page: (number, address, as_shown(Document.from_json(data), now))
        for page, number, address, data in rows
    }


def _item(document: Document, address: str) -> MailedItem:
    return MailedItem(
        title=document.title,
        teaser=document.teaser,
        published_at=document.published_at,
        kind_label=str(Kind(document.kind).label),
        url=absolute(address),
    )


def _update_of(document: Document, delivery: AlertDelivery) -> Update | None:
    if delivery.kind != AlertDelivery.Kind.UPDATE:
        return None
    return next((one for one in later_notes(document) if update_key(one) == delivery.about), None)


def _mailed_update(document: Document, address: str, update: Update) -> MailedUpdate:
    return MailedUpdate(
        title=document.title,
        url=absolute(address),
        label=str(label(StageKind, update.stage)),
        at=update.at,
        note=update.note,
    )


def _subject(
    items: Sequence[MailedItem], updates: Sequence[MailedUpdate], question: Question
) -> str:
    if len(items) == 1 and not updates:
        return items[0].title
    if not items and len(updates) == 1:
        return f"{updates[0].label}: {updates[0].title}"
    number = len(items) + len(updates)
    told = ngettext("%(n)s piece of news", "%(n)s pieces of news", number) % {"n": number}
    subject = f"{_('CPS News')}: {told}"
    return f"{subject}, {question.words}" if question.address.pairs else subject


def _around(alert: Alert, question: Question) -> dict[str, Any]:
    """What every mail says of its alert."""
    token = link_token(alert.subscriber.secret)
    return {
        "language": alert.language,
        "filters": question.words,
        "frequency": Frequency(alert.frequency).label,
        "result_url": absolute(question.url),
        "alerts_url": absolute(reverse("alerts_of_reader", args=[token])),
        "stop_url": absolute(reverse("alert_stop", args=[alert.pk, token])),
    }


def _message(
    alert: Alert, name: str, subject: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    headers = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": alert.language,
        "List-Id": f"{_('CPS News')} <alerts.{urlsplit(settings.BASE_URL).hostname}>",
    }
    if name != "confirm":
        headers["List-Unsubscribe"] = f"<{context['stop_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        " ".join(subject.split())[:SUBJECT_LENGTH],
        render_to_string(f"alerts/mails/{name}.txt", context),
        to=[alert.subscriber.address],
        headers=headers,
    )
    message.attach_alternative(
        render_to_string(f"alerts/mails/{name}.html", {**context, "subject": subject}), "text/html"
    )
    return message
