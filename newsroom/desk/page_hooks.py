"""What happens around the admin's views of pages and records: Wagtail's hooks, one call each."""

from collections.abc import Callable
from typing import Any

from newsroom.desk import (
    deleting,
    releasing,
    restriction_views,
    update_views,
    uploads,
    urgent,
    withdrawing,
)

HOOKS: list[tuple[str, Callable[..., Any]]] = [
    ("construct_page_action_menu", withdrawing.add_menu_items),
    ("construct_page_action_menu", urgent.add_menu_items),
    ("before_delete_snippet", restriction_views.end_instead_of_deleting),
    ("before_delete_snippet", update_views.remove_for_a_reason),
    ("before_delete_page", deleting.before_page),
    ("before_delete_user", deleting.before_user),
    ("before_publish_page", releasing.before_publish),
    ("after_publish_page", releasing.after_publish),
    ("before_bulk_action", deleting.before_bulk),
    ("before_bulk_action", releasing.before_bulk),
    ("after_bulk_action", releasing.after_bulk),
    ("after_bulk_action", uploads.after_bulk),
    ("after_create_page", releasing.after_submit),
    ("after_copy_page", restriction_views.say_copy_is_covered),
    ("after_edit_page", restriction_views.say_page_is_kept),
    ("after_edit_page", releasing.after_submit),
]
