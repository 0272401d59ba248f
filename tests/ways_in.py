"""Every way in which a page can be made public, or be made to look it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.gate.page_facts import digest_of
from newsroom.models import (
    BundledItem,
    HeldOutcome,
    HoldMember,
    PressReleasePage,
    ReleaseBundle,
    ReportingRestriction,
    TakeDown,
    TakenDownPage,
)
from newsroom.orders import undoing
from newsroom.publishing import verdict_release
from tests.blockers import AUTHOR, STANDING, hold_it
from tests.factories import newsroom, person, welsh
from tests.retention import erased

type Way = Callable[[PressReleasePage, Client], Page]


def publish_the_revision(item: Any, client: Client) -> Page:
    item.latest_revision.publish()
    return item


def publish_the_page(item: Any, client: Client) -> Page:
    item.publish(item.latest_revision)
    return item


def save_it_live(item: Any, client: Client) -> Page:
    item.live = True
    item.save()
    return item


def save_it_live_unchecked(item: Any, client: Client) -> Page:
    item.live = True
    item.save(clean=False)
    return item


def save_one_field(item: Any, client: Client) -> Page:
    item.live = True
    item.save(update_fields=["live"])
    return item


def save_its_plain_page(item: Any, client: Client) -> Page:
    page = Page.objects.get(pk=item.pk)
    page.live = True
    page.save()
    return item


def update_the_table(item: Any, client: Client) -> Page:
    Page.objects.filter(pk=item.pk).update(live=True)
    return item


def update_its_own_table(item: Any, client: Client) -> Page:
    PressReleasePage.objects.filter(pk=item.pk).update(live=True)
    return item


def import_it(item: Any, client: Client) -> Page:
    """As a new page, from the data of the old one."""
    data = {**item.serializable_data(), "pk": None, "slug": "imported", "live": True}
    page = PressReleasePage.from_serializable_data(data)
    for name in ("path", "depth", "latest_revision", "live_revision"):
        setattr(page, name, 0 if name == "depth" else "" if name == "path" else None)
    return newsroom().add_child(instance=page)


def copy_it_live(item: Any, client: Client) -> Page:
    return item.copy(update_attrs={"slug": "copied", "live": True})


def alias_it(item: Any, client: Client) -> Page:
    alias = item.create_alias(update_slug="aliased")
    item.latest_revision.publish()
    return alias


def translate_it(item: Any, client: Client) -> Page:
    for page in (newsroom().get_parent().specific, newsroom()):
        page.copy_for_translation(welsh()).save_revision().publish()
    translated = item.copy_for_translation(welsh())
    translated.save_revision(user=person(AUTHOR)).publish()
    return translated


def move_it(item: Any, client: Client) -> Page:
    update_the_table(item, client)
    PressReleasePage.objects.get(pk=item.pk).move(newsroom(), pos="first-child")
    return item


def lift_its_privacy(item: Any, client: Client) -> Page:
    update_the_table(item, client)
    PageViewRestriction.objects.create(page=item, restriction_type="login").delete()
    return item


def _fall_due(item: Any) -> None:
    item.latest_revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    item.latest_revision.save()


def let_its_schedule_fall_due(item: Any, client: Client) -> Page:
    _fall_due(item)
    call_command("publish_due", "--once")
    return item


def release_its_bundle(item: Any, client: Client) -> Page:
    """As if the bundle that holds it, or one of its own, had been approved as it is."""
    held = BundledItem.objects.filter(page=item).first()
    digest = digest_of(item.get_latest_revision_as_object())
    bundle = held.bundle if held else ReleaseBundle(name="Thornby")
    bundle.goes_out_at = bundle.approved_at = timezone.now() - timedelta(seconds=1)
    bundle.approved_by, bundle.approved_digests = person("duty.editor"), {str(item.pk): digest}
    bundle.save()
    BundledItem.objects.get_or_create(bundle=bundle, page_id=item.pk)
    call_command("publish_due", "--once")
    return item


def release_its_hold(item: Any, client: Client) -> Page:
    """As if it had been prepared for a verdict, on which two people agree."""
    outcome = HeldOutcome.objects.filter(page_number=item.pk).first() or hold_it(item)
    for username in ("duty.editor", "second.lawyer"):
        HoldMember.objects.create(hold=outcome.hold, user=person(username), is_at_court=True)
    verdict_release.hear(outcome.hold_id, outcome.verdict, person("second.lawyer"))
    verdict_release.choose(outcome.hold_id, outcome.verdict, person("duty.editor"))
    return PressReleasePage.objects.get(pk=item.pk)


def run_the_stock_command(item: Any, client: Client) -> Page:
    _fall_due(item)
    call_command("publish_scheduled")
    return item


def withdraw_and_publish_again(item: Any, client: Client) -> Page:
    """What Wagtail offers in the place of an undelete: an earlier version, once more."""
    before = item.latest_revision
    Page.objects.get(pk=item.pk).unpublish()
    before.publish(previous_revision=before)
    return item


def undo_an_order(item: Any, client: Client) -> Page:
    """As if the page had been taken down by an order that is undone, which it never was."""
    restriction = ReportingRestriction.objects.create(
        kind="s4-2", covers="The trial", effect="everything", made_by=person(AUTHOR)
    )
    restriction.pages.add(item)
    take_down = TakeDown.objects.create(restriction=restriction, by=person(AUTHOR))
    TakenDownPage.objects.create(
        take_down=take_down, page_id=item.pk, edition_id=0, state=TakenDownPage.State.DOWN
    )
    undoing.proceed(undoing.confirm(restriction, person("duty.editor"), "A mistake."))
    return PressReleasePage.objects.get(pk=item.pk)


def press_publish(item: Any, client: Client) -> Page:
    form = item.get_edit_handler().get_form_class()(instance=item, for_user=person(AUTHOR))
    typed = {
        bound.html_name: bound.value()
        for bound in form
        if bound.value() not in (None, False) and bound.name not in ("body", "notes_to_editors")
    }
    children = {"related_links": inline_formset([]), "comments": inline_formset([])}
    rich = {"notes_to_editors": "null"}
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    words = nested_form_data({**children, **rich, **_body(item)})
    client.post(address, {**typed, **words, "action-publish": "1"})
    return item


def _body(item: Any) -> dict[str, Any]:
    """The blocks of a text as the browser sends them."""
    return {"body": streamfield([(block.block_type, _typed(block.value)) for block in item.body])}


def _typed(value: Any) -> Any:
    if isinstance(value, RichText):
        return rich_text(value.source)
    if isinstance(value, ListValue):
        return streamfield([("item", _typed(one)) for one in value])
    return {name: _typed(one) for name, one in value.items()} if isinstance(value, dict) else value


def publish_in_bulk(item: Any, client: Client) -> Page:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={item.pk}&next=/admin/", {"include_descendants": "on"})
    return item


def approve_to_the_end(item: Any, client: Client) -> Page:
    if (workflow := item.get_workflow()) is None:
        return item
    state = workflow.start(item, person(AUTHOR))
    for username in ("reviewing.lawyer", "duty.editor"):
        step = state.current_task_state.specific
        actions = step.task.specific.get_actions(item, person(username))
        if any(name == "approve" for name, _label, _modal in actions):
            step.task.specific.on_action(step, person(username), "approve")
            state.refresh_from_db()
    return item


def anonymise_it(item: Any, client: Client) -> Page:
    """Two people have words of it replaced: that makes nothing public which was not."""
    erased(item, "anonymise", [("Nobody Of This Name", "somebody")])
    return item


OPEN: tuple[Way, ...] = (
    publish_the_revision,
    publish_the_page,
    save_it_live,
    save_it_live_unchecked,
    save_one_field,
    let_its_schedule_fall_due,
    release_its_bundle,
    release_its_hold,
    run_the_stock_command,
    withdraw_and_publish_again,
    undo_an_order,
    press_publish,
    publish_in_bulk,
    approve_to_the_end,
    alias_it,
)
"""Ways that publish what the gate lets through."""

SETTLES: dict[Way, set[str]] = {
    press_publish: {"not-approved", "self-approved", "one-person", "embargo-moved"},
    publish_in_bulk: {"not-approved", "self-approved", "one-person", "embargo-moved"},
    release_its_bundle: {"in-bundle"},
    release_its_hold: {"in-hold"},
    undo_an_order: {"not-approved", "self-approved", "one-person", "embargo-moved"},
    approve_to_the_end: {*STANDING, "embargo-moved"},
}
"""What is no blocker any more once the people who go this way have done their part."""

SHUT: tuple[Way, ...] = (
    save_its_plain_page,
    update_the_table,
    update_its_own_table,
    import_it,
    copy_it_live,
    translate_it,
    move_it,
    lift_its_privacy,
)
"""Ways that never make anything public by themselves: what they bring in was cleared by nobody."""

TYPICAL: tuple[Way, ...] = (
    publish_the_revision,
    save_it_live,
    let_its_schedule_fall_due,
    publish_in_bulk,
)
"""One way of each kind: by a program, by the clock, in the admin."""
