"""`manage.py send_alerts` handles requests for emails, and sends the emails that are due."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.alerts.worker import run_once, watch
from newsroom.management.window import add_window


class Command(BaseCommand):
    help = (
        "Subscribe, confirm and stop as readers asked, email news to subscribers, and forget "
        "addresses that are not needed any more. Two at once are safe: nobody gets an item twice. "
        "Exits with 1 if the database or the mail server did not answer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_window(parser)

    def handle(self, *args: Any, once: bool, seconds: int, **options: Any) -> None:
        report = run_once() if once else watch(timedelta(seconds=seconds))
        if options["verbosity"]:
            self.stdout.write(
                f"letters {report.letters}, editions {report.editions}, mails {report.mails}"
            )
        if report.failures:
            raise CommandError("The database or the mail server did not answer; what is due waits.")
