"""Replaces Wagtail 8.0's command of this name, which stops at the first page that is refused."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "The same as `publish_due --once`."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        call_command("publish_due", "--once", verbosity=verbosity, stdout=self.stdout)
