"""What the gate tells the rules of a page: gathered from its words, its files and the records."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from newsroom.editorial.acting import named
from newsroom.editorial.approvals import Answer, Clearance, UrgentRelease
from newsroom.editorial.facts import Approval, Facts, Name, Order, Passage, Picture, Target
from newsroom.editorial.pictures import PictureRecord
from newsroom.editorial.records import ItemUpdate
from newsroom.editorial.restrictions import ProtectedName, ReportingRestriction
from newsroom.editorial.unspoken import names_in_force, orders_on
from newsroom.guard.digest import digest
from newsroom.guard.name_answers import NAME_RULES, is_outdated
from newsroom.guard.passages import PLACES, passages_of
from newsroom.guard.references import Found, files_of, pages_linked_from
from newsroom.guard.shown_pictures import shown_pictures
from newsroom.guard.visibility import PublishedQuerySet


def facts_of(
    page: Any,
    words: str,
    at: datetime,
    releasing: Any = None,
    scheduling: bool = False,
    passages: tuple[Passage, ...] | None = None,
) -> Facts:
    """The page as the rules see it.

    `words` is its digest, `at` the moment it would be public, `releasing` the person who is about
    to release it, `scheduling` whether its embargo is being set, `passages` what is to be read in
    the place of its own words. Raises Unreadable when the protected names cannot be read: the gate
    then refuses.
    """
    pictures, documents = files_of(page)
    binding = {order.pk: order for order in orders_on(page, at)}
    if passages is None:
        passages = words_of(page, pictures, documents)
    names = names_in_force(at, in_scope=binding.keys())
    return Facts(
        passages=passages,
        pictures=tuple(_pictures(page, pictures)),
        links=tuple(_links(page)),
        is_item=page.is_item,
        crime_types=tuple(term.name for term in page.terms_of_crime),
        stage=page.stage_of_case,
        sexual_offence=page.has_complainant,
        child_involved=page.involves_child,
        orders=tuple(
            Order(order.label, order.source)
            for order in binding.values()
            if order.effect == ReportingRestriction.Effect.EVERYTHING
        ),
        names=tuple(names.values()),
        answers=_answers(page, words, passages, names),
        approval=_approval(page, words, releasing),
        go_live_at=page.go_live_at if scheduling else None,
    )


def words_of(page: Any, pictures: Found, documents: Found) -> tuple[Passage, ...]:
    """All that readers can meet of the page, which uses these files."""
    return (*passages_of(page), *_updates(page), *_file_names(pictures, documents))


def words_and_names(
    page: Any, at: datetime | None
) -> tuple[tuple[Passage, ...], dict[ProtectedName, Name]]:
    """All that readers can meet of the page, and the names that are protected then, or now."""
    moment = at or timezone.now()
    in_scope = {order.pk for order in orders_on(page, moment)}
    return words_of(page, *files_of(page)), names_in_force(moment, in_scope=in_scope)


def last_editor(page: Page, words: str) -> Any:
    """Who wrote these very words: the author of the first of the versions that hold them.

    Saving a version without changing a word, as publishing does, makes nobody its editor. An alias
    has no versions of its own, whoever made it: its words are its source's.
    """
    source = page.alias_of or page
    author = source.owner
    for revision in source.revisions.order_by("-created_at", "-pk").select_related("user"):
        if digest(revision.as_object()) != words:
            break
        author = revision.user
    return author


def _updates(page: Page) -> Iterator[Passage]:
    for update in ItemUpdate.objects.filter(item_id=page.pk) if page.pk else ():
        yield Passage("", f"Update of {update.at:%-d %B %Y}", update.note)


def _file_names(pictures: Found, documents: Found) -> Iterator[Passage]:
    for model, found, called in (
        (get_image_model(), pictures, "picture"),
        (get_document_model(), documents, "document"),
    ):
        for file in model.objects.filter(pk__in=found) if found else ():
            field = found[str(file.pk)]
            yield Passage(field, f"File name of a {called}", file.filename, prose=False)
            # A document is offered under its title; a picture's stands in for a missing one.
            yield Passage(field, f"Title of a {called}", file.title, prose=False)


def _pictures(page: Any, found: Found) -> Iterator[Picture]:
    records = PictureRecord.objects.filter(pk__in=found) if found else ()
    classes = {record.pk: record.release_class for record in records}
    for shown in shown_pictures(page, found):
        yield Picture(
            shown.field,
            shown.place,
            shown.alt,
            classes.get(shown.image_id, ""),
            decorative=shown.decorative,
        )


def _links(page: Page) -> Iterator[Target]:
    found = pages_linked_from(page)
    # What a page belongs to need not be public for the page to be.
    chosen = {pk: field for pk, field in found.items() if field not in page.not_links}
    if not chosen:
        return
    public = set(
        PublishedQuerySet(Page).published().filter(pk__in=chosen).values_list("pk", flat=True)
    )
    for target in Page.objects.filter(pk__in=chosen).order_by("title"):
        field = chosen[str(target.pk)]
        place = PLACES.get(field, field.replace("_", " ").capitalize())
        yield Target(field, place, target.title, target.pk in public)


def _own(page: Page) -> Q:
    """Rows about this page; an alias shows what was approved for its source."""
    return Q(page_id=page.pk) | Q(page_id=page.alias_of_id)


def _answers(
    page: Page, words: str, passages: tuple[Passage, ...], names: Mapping[ProtectedName, Name]
) -> dict[str, str]:
    if not (page.pk or page.alias_of_id):
        return {}
    rows = Answer.objects.filter(_own(page), digest=words).select_related("by").order_by("at")
    given = {answer.code: answer for answer in rows}
    for rule in NAME_RULES:
        answer = given.get(rule.code)
        if answer and is_outdated(rule, passages, names, answer):
            del given[rule.code]
    return {code: f"{named(answer.by)}: {answer.words}" for code, answer in given.items()}


def _approval(page: Any, words: str, releasing: Any) -> Approval:
    if not page.needs_clearance:
        return Approval()
    if not (page.pk or page.alias_of_id):
        return Approval(needed=True)
    editor = last_editor(page, words)
    clearances = Clearance.objects.holding().filter(_own(page), digest=words)
    given = clearances.select_related("by").order_by("at")
    by_step: dict[str, Any] = {}
    for clearance in given:
        # One by somebody else counts for more than one by whoever wrote the words.
        if clearance.step not in by_step or clearance.by != editor:
            by_step[clearance.step] = clearance.by
    released = UrgentRelease.objects.holding().filter(_own(page), digest=words)
    urgent = released.select_related("by").first()
    approver = by_step.get(Clearance.Step.EDITORIAL)
    if releasing is not None and (approver is None or approver == editor):
        approver = releasing
    return Approval(
        needed=True,
        last_editor=named(editor),
        lawyer=named(by_step.get(Clearance.Step.LEGAL)),
        editor=named(approver),
        urgent=named(urgent.by) if urgent else "",
        settled=urgent is not None and not released.unsettled().exists(),
    )
