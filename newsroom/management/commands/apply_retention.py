"""`manage.py apply_retention` computes when items are to be reviewed, and tells the desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from newsroom.models import RetentionReview
from newsroom.retention.due_list import notify_due
from newsroom.retention.review_dates import refresh_all


class Command(BaseCommand):
    help = (
        "Compute the review day of each item anew, list what is due, and mail the desk. The same "
        "list is mailed once a day. Nothing is decided or removed by it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet-mail", action="store_true", help="list what is due, mail none")

    def handle(self, *args: Any, verbosity: int, quiet_mail: bool, **options: Any) -> None:
        items = refresh_all()
        due = RetentionReview.objects.due()
        if not quiet_mail:
            with transaction.atomic():
                notify_due()
        if verbosity:
            for review in due.iterator():
                self.stdout.write(f"{review.due_on:%Y-%m-%d}  page {review.pk}  {review.outcome}")
            self.stdout.write(f"items: {items:,}; due for review: {due.count():,}")
