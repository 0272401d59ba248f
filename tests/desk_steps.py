"""The steps of a desk at work: each changes the newsroom and the model of it alike.

A step that the gate would refuse is not taken.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.gate.page_facts import digest_of
from newsroom.models import HighProfileCasePage, NewsItemPage
from newsroom.orders.enforcement import end, enforce
from newsroom.scheduler import run_once
from tests.blockers import order
from tests.desk_model import HOME_DEPTH, START, Bound, Desk, Known
from tests.factories import (
    area,
    case,
    clear,
    crime_type,
    person,
    press_release,
    release,
    statement,
    update,
    welsh,
)


def draft(desk: Desk) -> None:
    if desk.random.random() < 0.2:
        desk.learn(case(live=False))
        return
    make = desk.random.choice((press_release, statement))
    fields: dict[str, Any] = {"published_at": START - timedelta(days=desk.random.randrange(90))}
    if desk.random.random() < 0.6:
        fields |= {"crime_types": [crime_type()], "areas": [area()]}
    if desk.random.random() < 0.3:
        fields["body"] = [("paragraph", desk.file)]
    if desk.random.random() < 0.2:
        fields |= {"image": desk.picture, "image_alt": "A court"}
    for subject in desk.subjects:
        if desk.random.random() < 0.3:
            fields |= (
                {"contact": subject} if not isinstance(subject, Page) else {"topics": [subject]}
            )
    cases = HighProfileCasePage.objects.filter(pk__in=desk.pages, locale__language_code="en")
    if cases and desk.random.random() < 0.4:
        fields["case"] = desk.random.choice(list(cases.order_by("pk")))
    desk.learn(make(live=False, **fields))


def publish(desk: Desk) -> None:
    page, known = desk.any_page()
    if known.source or any(map(desk.keeps_back, (page.pk, *desk.aliases(page.pk)))):
        return
    page.title = desk.new_title(page.title)
    page.expire_at = page.go_live_at = known.expires = None
    if desk.aliases(page.pk) or desk.random.random() < 0.4:
        page.save_revision()
        clear(page).latest_revision.publish()
        known.due = None
    else:
        release(page)
    desk.let_out(page.pk, page.title)


def edit(desk: Desk) -> None:
    """Write other words, have them cleared, and publish nothing."""
    page, known = desk.any_page()
    if not known.source:
        page.title = desk.new_title(page.title)
        page.save_revision()
        clear(page)


def submit(desk: Desk) -> None:
    page, known = desk.any_page()
    if not known.source and not page.current_workflow_state:
        page.save_revision(user=person("press.officer"))
        page.get_workflow().start(page, person("press.officer"))


def save_again(desk: Desk) -> None:
    page, known = desk.any_page()
    if page.pk in desk.now_public() and not known.stale:
        page.save()


def schedule(desk: Desk) -> None:
    page, known = desk.any_page()
    if known.source or desk.keeps_back(page.pk):
        return
    page.title, page.expire_at, page.go_live_at = desk.new_title(page.title), None, desk.later()
    page.save_revision()
    clear(page).latest_revision.publish()
    known.due = (page.go_live_at, page.title, digest_of(page))


def expire(desk: Desk) -> None:
    page, known = desk.any_page()
    if page.pk in desk.now_public() and not known.stale and not known.source:
        page.expire_at = known.expires = desk.later()
        page.save()


def withdraw(desk: Desk) -> None:
    page, _known = desk.any_page()
    if page.live:
        page.unpublish()
    desk.take_down(page.pk)


def rename(desk: Desk) -> None:
    page, known = desk.any_page()
    if page.pk in desk.now_public() and not known.source and not desk.aliases(page.pk):
        page.slug = known.slug = f"renamed-{desk.random.randrange(10**6)}"
        known.due, known.stale = None, False
        page.revisions.update(approved_go_live_at=None)
        release(page)


def move(desk: Desk) -> None:
    page, known = desk.any_page()
    desk.now_public()
    if known.language == "en" and desk.may_look_again():
        known.parent = desk.random.choice(list(desk.sections)[:2])
        page.move(
            Page.objects.get(pk=known.parent), desk.random.choice(("first-child", "last-child"))
        )
        desk.look_again()


def move_section(desk: Desk) -> None:
    news, cases = list(desk.sections)[:2]
    desk.now_public()
    if desk.may_look_again():
        below = desk.random.choice((news, desk.sections[news].parent))
        desk.sections[cases].parent = below
        Page.objects.get(pk=cases).specific.move(Page.objects.get(pk=below), "last-child")
        desk.look_again()


def rename_section(desk: Desk) -> None:
    pk = desk.random.choice(sorted(desk.sections))
    section = Page.objects.get(pk=pk).specific
    section.slug = desk.sections[pk].slug = f"section-{desk.random.randrange(10**6)}"
    release(section)


def add_update(desk: Desk) -> None:
    page, _known = desk.any_page()
    if isinstance(page, NewsItemPage) and not desk.keeps_back(page.pk):
        update(page, at=timezone.now() + timedelta(minutes=desk.random.randrange(-30, 30)))


def alias(desk: Desk) -> None:
    page, known = desk.any_page()
    desk.now_public()
    if known.stale or desk.keeps_back(page.pk) or desk.is_hidden(page.pk):
        return
    if known.live and not known.public:
        return
    made_alias = page.create_alias(update_slug=f"alias-{desk.random.randrange(10**6)}")
    facts = {"source": known.source or page.pk, "title": known.title, "expires": known.expires}
    desk.learn(made_alias, **facts, live=known.live, public=known.public)


def translate(desk: Desk) -> None:
    page, known = desk.any_page()
    same = [each for each in desk.pages.values() if each.key == known.key]
    if known.source or known.language != "en" or len(same) > 1 or desk.is_hidden(page.pk):
        return
    translated = page.copy_for_translation(welsh(), copy_parents=True)
    desk.learn(translated)
    for above in translated.get_ancestors().filter(depth__gt=HOME_DEPTH):
        section = Known(above.slug, above.title, above.get_parent().pk, "cy")
        desk.sections.setdefault(above.pk, section)


def bind(desk: Desk) -> None:
    page, known = desk.any_page()
    if known.source or len(desk.orders) > 2:
        return
    desk.now_public()
    begins = timezone.now() + timedelta(minutes=desk.random.choice((0, 0, 20)))
    row = order(page, starts_at=begins)
    enforce(row, person("duty.editor"))
    desk.orders.append(Bound(row, {page.pk}, begins))
    if begins <= timezone.now():
        _begin(desk)


def end_order(desk: Desk) -> None:
    if desk.orders:
        desk.now_public()
        bound = desk.orders.pop(desk.random.randrange(len(desk.orders)))
        end(bound.row, person("duty.editor"), "It is over.")


def delete(desk: Desk) -> None:
    page, _known = desk.any_page()
    if len(desk.pages) < 4:
        return
    desk.now_public()
    for bound in desk.orders:
        if page.pk in bound.names:
            whole = Bound(bound.row, {page.pk}, bound.begins)
            bound.names |= {pk for pk in desk.pages if desk.covers(whole, pk)}
        bound.names.discard(page.pk)
    if page.live:
        desk.take_down(page.pk)
    page.delete()
    del desk.pages[page.pk]
    desk.hidden.pop(page.pk, None)
    for each in desk.pages.values():
        each.source = None if each.source == page.pk else each.source
        if each.about == page.pk:
            each.about, each.stale = None, True


def delete_subject(desk: Desk) -> None:
    """Delete the topic or the press contact that items point at."""
    if desk.subjects:
        subject = desk.subjects.pop(desk.random.randrange(len(desk.subjects)))
        pointer = {"topics": subject} if isinstance(subject, Page) else {"contact": subject}
        for pk in NewsItemPage.objects.filter(**pointer).values_list("pk", flat=True):
            desk.pages[pk].stale = True
        subject.delete()


def hide(desk: Desk) -> None:
    pk = desk.random.choice(sorted((*desk.pages, *list(desk.sections)[1:2])))
    if pk not in desk.hidden:
        desk.now_public()
        page = Page.objects.get(pk=pk)
        desk.hidden[pk] = PageViewRestriction.objects.create(page=page, restriction_type="login")
        desk.look_again()


def show(desk: Desk) -> None:
    if desk.hidden and desk.may_look_again():
        desk.now_public()
        desk.hidden.pop(desk.random.choice(sorted(desk.hidden))).delete()
        desk.look_again()


def wait(desk: Desk) -> None:
    desk.clock.shift(timedelta(minutes=desk.random.randrange(1, 30)))


def run_timer(desk: Desk) -> None:
    desk.now_public()
    now = timezone.now()
    due = {}
    for pk, known in desk.pages.items():
        if (
            known.due
            and known.due[0] <= now
            and not any(map(desk.keeps_back, (pk, *desk.aliases(pk))))
        ):
            revision = Page.objects.get(pk=pk).revisions.get(approved_go_live_at__isnull=False)
            if digest_of(revision.as_object()) == known.due[2]:
                due[pk] = known.due
    run_once()
    for pk, (_moment, title, _digest) in due.items():
        desk.pages[pk].due = desk.pages[pk].expires = None
        desk.let_out(pk, title)
    for pk, known in list(desk.pages.items()):
        if known.live and known.expires and known.expires <= now:
            later = known.due
            desk.take_down(pk)
            known.due = later
    _begin(desk)


def _begin(desk: Desk) -> None:
    """The orders in force take down what they cover."""
    for pk, known in list(desk.pages.items()):
        if known.live and desk.keeps_back(pk):
            desk.take_down(pk)


STEPS: tuple[Callable[[Desk], None], ...] = (
    *(draft, draft, publish, publish, publish, edit, submit, save_again, schedule, expire),
    *(withdraw, rename, move, move_section, rename_section, add_update, alias, alias, translate),
    *(bind, bind, end_order, delete, delete_subject, hide, show, wait, wait, run_timer, run_timer),
)
