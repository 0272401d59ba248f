"""What may be done with pages that are held for a verdict, and who sees them.

Wagtail asks the permission tester of a page, and the policy of pages for lists. Both are ours here,
so that a screen that is added later hides held pages without knowing of them. They bind
administrators and superusers too: only the people named on a hold see its pages.
"""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, PagePermissionTester, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.records.verdict_holds import (
    TITLE,
    held_outcome,
    is_in_vault,
    is_member,
    outside_vault,
    without_vault,
)
from newsroom.rules.findings import Finding, Level, Remedy

KEPT = Finding(
    "in-hold",
    Level.BLOCKER,
    "It is held for a verdict. It goes out on the screen of the hold alone, and is not published, "
    "scheduled, copied, translated or moved.",
    Remedy.HOLD,
)


class HeldPagePermissions(PagePermissionTester):
    """What somebody may do with a held page: those who are named on its hold write it."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        # Whatever groups may do at the root of the tree.
        self.permissions: set[str] = set()

    @cached_property
    def is_member(self) -> bool:
        return is_member(self.user, self.page.pk)

    def can_edit(self) -> bool:
        return self.is_member

    def can_view_revisions(self) -> bool:
        return self.is_member

    def _never(self, *args: Any, **kwargs: Any) -> bool:
        return False

    can_add_subpage = can_delete = can_unpublish = can_publish = can_publish_subpage = _never
    can_submit_for_moderation = can_set_view_restrictions = can_unschedule = _never
    can_lock = can_unlock = can_reorder_children = _never
    can_move = can_copy = can_move_to = can_copy_to = _never


class DeskPagePolicy(PagePermissionPolicy):
    """Wagtail's policy of pages, which lists nothing that is held."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return without_vault(super().instances_user_has_any_permission_for(user, actions))

    def explorable_instances(self, user: Any) -> QuerySet:
        return without_vault(super().explorable_instances(user))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Of a held page: whether its writers may do one of these."""
        if is_in_vault(instance):
            return "change" in set(actions) and is_member(user, instance.pk)
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))


def use_own_policy() -> None:
    """Have Wagtail ask `DeskPagePolicy` about pages of all types."""
    register_permission_policy(Page, DeskPagePolicy(Page))


def forget_log_entry(instance: Any, **kwargs: Any) -> None:
    """Keep no entry of Wagtail's log about a held page: each has its title. Of `post_save`."""
    if is_in_vault(instance.page):
        instance.delete()


def refuse_if_held(page: Page) -> None:
    """Raise ReleaseRefused when the page is held, by its place or by the rows of a hold."""
    if is_in_vault(page) or held_outcome(page.pk):
        raise ReleaseRefused(page, Examination("", [KEPT]))


class HoldablePage(Page):
    """The abstract base of pages that can be held for a verdict."""

    class Meta:
        abstract = True

    @classmethod
    def get_indexed_objects(cls) -> QuerySet:
        """The pages that Wagtail's search has: nothing that is held."""
        return super().get_indexed_objects().filter(outside_vault())

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Wagtail's tester, or that of a held page. Asks nothing by itself."""
        if is_in_vault(self):
            return HeldPagePermissions(user, self)
        return PagePermissionTester(user, self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft. The columns of a held page keep its neutral title."""
        revision = super().save_revision(*args, **kwargs)
        # A form may have been loaded before its page was released.
        row = Page.objects.filter(~outside_vault(), pk=self.pk)
        if is_in_vault(self) and row.update(draft_title=TITLE):
            self.draft_title, revision.object_str = TITLE, TITLE
            Revision.objects.filter(pk=revision.pk).update(object_str=TITLE)
        return revision

    save_revision.alters_data = True  # type: ignore[attr-defined]

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule a revision. Raises ReleaseRefused for a held page."""
        refuse_if_held(self)
        return super().publish(*args, **kwargs)

    publish.alters_data = True  # type: ignore[attr-defined]

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy the page. Raises ReleaseRefused for a held page."""
        refuse_if_held(self)
        return super().copy(*args, **kwargs)

    copy.alters_data = True  # type: ignore[attr-defined]

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        """Copy the page into another language. Raises ReleaseRefused for a held page."""
        refuse_if_held(self)
        return super().copy_for_translation(*args, **kwargs)

    copy_for_translation.alters_data = True  # type: ignore[attr-defined]

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        """Make an alias of the page. Raises ReleaseRefused for a held page."""
        refuse_if_held(self)
        return super().create_alias(*args, **kwargs)

    create_alias.alters_data = True  # type: ignore[attr-defined]

    def move(self, *args: Any, **kwargs: Any) -> Any:
        """Move the page. Raises ReleaseRefused while a hold has it.

        The release of a hold has ended it for this page before it moves the page out.
        """
        if held_outcome(self.pk):
            raise ReleaseRefused(self, Examination("", [KEPT]))
        return super().move(*args, **kwargs)

    move.alters_data = True  # type: ignore[attr-defined]
