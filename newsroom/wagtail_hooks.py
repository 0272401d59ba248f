"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from django.conf import settings
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.desk import exports, page_hooks, screen_hooks, withdrawing
from newsroom.desk.viewsets import NewsroomGroup
from newsroom.desk.withdrawing_several import WithdrawSeveral

for name, function in (*screen_hooks.HOOKS, *page_hooks.HOOKS):
    hooks.register(name, function)
for screen in screen_hooks.AHEAD_OF_WAGTAIL:
    hooks.register("register_admin_urls", screen.admin_urls, order=-1)
if settings.ADMIN_PATHS:  # The public service does not load how the desk logs in.
    from newsroom.desk.accounts.addresses import HOOKS

    for name, function in HOOKS:
        hooks.register(name, function)
withdrawing.rename_in_lists()
exports.use_for_all_lists()
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", WithdrawSeveral, order=100)
register_snippet(NewsroomGroup)
