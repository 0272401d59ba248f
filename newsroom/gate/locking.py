"""The order in which writers take locks, which prevents deadlocks.

First the shared release lock, then the row lock of the page, then those of its revisions. Each
transaction that publishes, withdraws or takes down a page starts with `lock_page`.
"""

from wagtail.models import Page

from newsroom.editions.locks import lock_releases_shared


def lock_page(page_id: int, *, wait: bool = True) -> Page | None:
    """Take a row lock on the page until the transaction ends, and return the page.

    None when the page does not exist. With `wait=False`, also None when its row is locked by
    another transaction.
    """
    lock_releases_shared()
    # FOR NO KEY UPDATE, so that foreign-key checks do not block: a new order refers to the page
    # and would deadlock with this transaction.
    locked = Page.objects.select_for_update(skip_locked=not wait, no_key=True)
    return locked.filter(pk=page_id).first()
