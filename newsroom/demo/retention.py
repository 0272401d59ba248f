"""Review days of the demo's items, some of which have come."""

from datetime import timedelta

from django.utils import timezone

from newsroom.models import RetentionReview
from newsroom.retention.review_dates import refresh_all, said
from newsroom.rules.retention import Outcome

FINED = 3
"""How many sentences were fines: their reviews are due after a year."""
OLD = timedelta(days=370)


def add_reviews() -> None:
    """Compute all review days; a few old sentences were fines, so that some items are due."""
    refresh_all()
    long_ago = timezone.localdate() - OLD
    sentenced = RetentionReview.objects.filter(outcome=Outcome.SENTENCED, outcome_on__lte=long_ago)
    for review in sentenced.order_by("-outcome_on", "pk")[:FINED]:
        said(review, Outcome.FINED)
