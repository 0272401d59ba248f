"""One order in which locks are taken, so that no two writers wait for each other.

First the orders' lock, then the page, then its versions: whoever publishes, withdraws or takes
down a page begins here.
"""

from wagtail.models import Page

from newsroom.editions.locks import lock_releases_shared


def lock_page(page_id: int, *, wait: bool = True) -> Page | None:
    """Keep everybody else from changing the page until the transaction ends.

    None when the page is gone; without `wait` also when somebody is changing it at this moment.
    """
    lock_releases_shared()
    # Not the key: an order that is being made refers to the page, and would wait for us in turn.
    locked = Page.objects.select_for_update(skip_locked=not wait, no_key=True)
    return locked.filter(pk=page_id).first()
