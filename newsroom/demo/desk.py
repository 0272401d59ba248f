"""What the desk has before it when the demo begins, done by the people who would do it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.users.models import UserProfile

from newsroom.demo.body import Body
from newsroom.demo.vocabulary import corpus
from newsroom.gate.release_gate import examine
from newsroom.gate.sign_off import Version, latest, note_schedule, sign
from newsroom.models import (
    Area,
    CheckResponse,
    Clearance,
    CrimeType,
    HighProfileCasePage,
    NewsIndexPage,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
    UrgentRelease,
)
from newsroom.orders import enforcement
from newsroom.records.log_context import Channel, log_context
from newsroom.records.page_changes import ChangeKind
from newsroom.records.release_log import record
from newsroom.time_zones import LONDON


def add_desk_work(news: NewsIndexPage, until: date) -> None:
    """Drafts on their way, orders in force, and a release that is still to be cleared.

    `until` is the day on which the newsroom's newest items were published.
    """
    people = get_user_model().objects.in_bulk(field_name="username")
    author, lawyer, editor = (
        people[name] for name in ("press.officer", "reviewing.lawyer", "duty.editor")
    )
    with _undisturbed(*people.values()):
        _work(news, until, author, lawyer, editor)


@contextmanager
def _undisturbed(*people: Any) -> Iterator[None]:
    """Nobody is written to about work that is only put before them."""
    profiles = [UserProfile.get_for_user(person) for person in people]
    for wanted in (False, True):
        for profile in profiles:
            profile.submitted_notifications = wanted
            profile.save()
        if not wanted:
            yield


def _work(news: NewsIndexPage, until: date, author: Any, lawyer: Any, editor: Any) -> None:
    desk = {words["state"]: _draft(news, words, author) for words in corpus("desk")["draft"]}
    _submit(desk["waiting for the lawyer"], author)
    _submit(desk["cleared, waiting for the duty editor"], author, cleared_by=lawyer)
    _schedule(desk["scheduled"], lawyer, editor)
    _refuse(desk["refused"], editor)
    _release_urgently(desk["released urgently"], until, editor)
    _correct(desk["released urgently"], lawyer, editor)
    _order(desk["held by an order"], lawyer)
    for words in corpus("desk")["name_order"]:
        _protect_names(lawyer, words)


def _draft(news: NewsIndexPage, words: dict[str, Any], author: Any) -> PressReleasePage:
    body = Body(Random(words["title"]))
    body.paragraphs(words["text"])
    page = PressReleasePage(
        title=words["title"],
        summary=words["summary"],
        body=body.blocks,
        stage=words.get("stage", ""),
        court=words.get("court", ""),
        # The same in every newsroom, as of all that is loaded.
        translation_key=uuid5(NAMESPACE_URL, f"{news.url_path}{words['title']}"),
        owner=author,
        live=False,
    )
    page.crime_types.set(CrimeType.objects.filter(slug__in=words["crime_types"]))
    page.areas.set(Area.objects.filter(slug__in=words["areas"]))
    news.add_child(instance=page)
    page.save_revision(user=author)
    return page


def _submit(page: PressReleasePage, author: Any, cleared_by: Any = None) -> None:
    with log_context(author, Channel.WORKFLOW):
        state = page.get_workflow().start(page, author)
    if cleared_by:
        step = state.current_task_state.specific
        step.task.specific.on_action(step, cleared_by, "approve")


def _stand_up(page: PressReleasePage, lawyer: Any, editor: Any) -> Version:
    version = latest(page)
    for step, user in ((Clearance.Step.LEGAL, lawyer), (Clearance.Step.EDITORIAL, editor)):
        with log_context(user, Channel.WORKFLOW):
            sign(step, version, user)
    return version


def _schedule(page: PressReleasePage, lawyer: Any, editor: Any) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.go_live_at = datetime.combine(tomorrow, time(9, 30), LONDON)
    page.save_revision(user=page.owner)
    version = _stand_up(page, lawyer, editor)
    with log_context(editor, Channel.ADMIN):
        note_schedule(version, editor)
        page.latest_revision.publish(user=editor)


def _refuse(page: PressReleasePage, editor: Any) -> None:
    with log_context(editor, Channel.ADMIN):
        examination = examine(latest(page).page, releasing=editor)
        record(ReleaseLog.Event.REFUSED, page, **examination.as_facts())


def _release_urgently(page: PressReleasePage, until: date, editor: Any) -> None:
    page.published_at = datetime.combine(until, time(11), LONDON)
    page.save_revision(user=page.owner)
    version = latest(page)
    given = {"page": page, "revision": version.revision, "digest": version.digest, "by": editor}
    reason = corpus("desk")["urgent"]["reason"]
    _answer(version, editor)
    UrgentRelease.objects.create(reason=reason, **given)
    with log_context(editor, Channel.URGENT, reason):
        record(ReleaseLog.Event.URGENT, page, digest=version.digest, note=reason)
        page.latest_revision.publish(user=editor)


def _answer(version: Version, editor: Any) -> None:
    CheckResponse.objects.create(
        code="no-crime-type",
        words=corpus("desk")["urgent"]["answer"],
        page=version.page,
        revision=version.revision,
        digest=version.digest,
        by=editor,
    )


def _correct(page: PressReleasePage, lawyer: Any, editor: Any) -> None:
    """Other words with a public note; readers may go on reading those before."""
    words = corpus("desk")["correction"]
    corrected = PressReleasePage.objects.get(pk=page.pk)
    blocks = json.dumps(corrected.body.get_prep_value()).replace(words["was"], words["is"])
    corrected.body = json.loads(blocks)
    corrected.change_kind, corrected.change_note = ChangeKind.CORRECTION, words["note"]
    corrected.change_number = corrected.changes_released + 1
    corrected.change_keeps_earlier, corrected.change_keeps_number = True, corrected.change_number
    corrected.save_revision(user=corrected.owner)
    version = _stand_up(corrected, lawyer, editor)
    _answer(version, editor)
    with log_context(editor, Channel.ADMIN):
        version.revision.publish(user=editor)


def _order(page: PressReleasePage, lawyer: Any) -> None:
    restriction = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.POSTPONED,
        effect=ReportingRestriction.Effect.EVERYTHING,
        made_by=lawyer,
        **corpus("desk")["order"],
    )
    restriction.pages.add(page)
    enforcement.enforce(restriction, lawyer)


def _protect_names(lawyer: Any, words: dict[str, Any]) -> None:
    given = {key: word for key, word in words.items() if key not in ("names", "case")}
    restriction = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.ADULT_WITNESS,
        effect=ReportingRestriction.Effect.NAMES,
        made_by=lawyer,
        **given,
    )
    restriction.pages.set(HighProfileCasePage.objects.filter(slug=words.get("case")))
    for name in words["names"]:
        ProtectedName.objects.create(restriction=restriction, words=name)
    enforcement.enforce(restriction, lawyer)
