"""What happens around the admin's views of pages and records: Wagtail's hooks, one call each."""

from collections.abc import Callable
from typing import Any

from newsroom.desk import (
    bin_views,
    buttons,
    care_record_view,
    deleting,
    discarding,
    earlier_editions,
    page_lists,
    preview_link_screens,
    releasing,
    restriction_views,
    retention_views,
    update_views,
    update_writing,
    uploads,
    urgent,
    withdrawing,
)
from newsroom.desk.choosers import newest_first
from newsroom.desk.conflicts import page_merge
from newsroom.desk.planning import screens as planning
from newsroom.desk.verdict import screens as verdict

HOOKS: list[tuple[str, Callable[..., Any]]] = [
    ("construct_explorer_page_queryset", page_lists.without_items),
    ("construct_page_action_menu", withdrawing.add_menu_items),
    ("construct_page_action_menu", urgent.add_menu_items),
    ("construct_page_action_menu", discarding.add_menu_items),
    ("construct_page_action_menu", update_writing.add_menu_items),
    ("construct_page_action_menu", earlier_editions.add_menu_items),
    ("construct_page_action_menu", planning.add_menu_items),
    ("construct_page_action_menu", buttons.say_what_they_do),
    ("construct_page_action_menu", preview_link_screens.add_menu_items),
    ("construct_page_action_menu", care_record_view.add_menu_items),
    ("construct_page_action_menu", retention_views.add_menu_items),
    ("construct_page_action_menu", verdict.only_saving),
    ("before_delete_snippet", restriction_views.end_instead_of_deleting),
    ("before_delete_snippet", update_views.remove_for_a_reason),
    ("register_log_actions", page_merge.log_actions),
    ("register_log_actions", bin_views.log_actions),
    *(
        (f"before_{action}_page", verdict.keep_out)
        for action in ("create", "edit", "delete", "move", "copy", "unpublish")
    ),
    ("before_bulk_action", verdict.keep_out_all),
    ("before_edit_page", bin_views.keep_out),
    ("before_delete_page", deleting.before_page),
    ("construct_explorer_page_queryset", bin_views.leave_out_of_lists),
    ("construct_page_chooser_queryset", bin_views.leave_out),
    ("construct_page_chooser_queryset", verdict.not_below),
    ("construct_page_chooser_queryset", newest_first),
    ("before_delete_user", deleting.before_user),
    ("before_publish_page", releasing.before_publish),
    ("after_publish_page", releasing.after_publish),
    ("before_bulk_action", deleting.before_bulk),
    ("before_bulk_action", releasing.before_bulk),
    ("after_bulk_action", releasing.after_bulk),
    ("after_bulk_action", uploads.after_bulk),
    ("after_create_page", releasing.after_submit),
    ("after_create_page", urgent.go_on_from_form),
    ("after_copy_page", restriction_views.say_copy_is_covered),
    ("after_edit_page", restriction_views.say_page_is_kept),
    ("after_edit_page", releasing.after_submit),
    ("after_edit_page", urgent.go_on_from_form),
]
