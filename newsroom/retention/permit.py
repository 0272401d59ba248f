"""Opens the records of one page to the removal of words, for one transaction and one decision."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from newsroom.models import ErasurePermit, RetentionDecision


@contextmanager
def permitted(decision: RetentionDecision) -> Iterator[None]:
    """Within the block the database lets words of the page's records be replaced.

    Needs a transaction. The database refuses it unless a second person has confirmed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A permit needs a transaction")
    permit = ErasurePermit.objects.create(page_id=decision.page_id, decision=decision)
    yield
    # Not in a `finally`: an error undoes the transaction, and the permit with it.
    permit.delete()
