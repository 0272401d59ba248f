"""`manage.py seed_demo` fills an empty database with a realistic newsroom."""

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from newsroom.demo import plan
from newsroom.demo.clear import holds_news
from newsroom.demo.logins import PASSWORD, PEOPLE
from newsroom.demo.seed import seed
from newsroom.demo.writing import FEWEST_ITEMS, WritingOrder

MOST_ITEMS = 1_000_000
EARLIEST = date(2020, 1, 1)


class Command(BaseCommand):
    help = "Fill the newsroom with invented items; seed and last day decide all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, default=plan.ITEMS, help="public items to make")
        parser.add_argument("--seed", type=int, default=plan.SEED, help="another seed, other news")
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day of the newest item, if not yesterday",
        )
        parser.add_argument("--password", default=PASSWORD, help="of the demo log-ins")
        already = parser.add_mutually_exclusive_group()
        already.add_argument(
            "--replace", action="store_true", help="delete the newsroom that is there first"
        )
        already.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, if there is one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        order = _order(options["items"], options["seed"], options["until"] or yesterday)
        logins = getattr(settings, "DEMO_LOGINS", False)
        if options["replace"] and not logins:
            raise CommandError(
                "DEMO_LOGINS is not set, so this is no demo newsroom: nothing was deleted."
            )
        there = holds_news()
        if there and options["if_empty"]:
            return
        if there and not options["replace"]:
            raise CommandError(
                "There is a newsroom in this database already, and nothing was changed. "
                "With --replace all of its pages are deleted and it is made anew."
            )
        password = _checked(options["password"]) if logins else None
        quiet = options["verbosity"] < 1 or not self.stderr.isatty()
        bar = tqdm(total=order.items, unit=" items", disable=quiet)
        with _without_chatter(), bar:
            seed(order, fresh=there, password=password, progress=bar.update)
        if options["verbosity"] > 0:
            self._tell(order, password)

    def _tell(self, order: WritingOrder, password: str | None) -> None:
        self.stdout.write(f"The newsroom holds {order.items:,} public items.")
        if password is None:
            self.stdout.write("No log-ins were made: DEMO_LOGINS is not set.")
        else:
            self.stdout.write(f"Log in as {', '.join(PEOPLE)}; password: {password}")


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Suppress the log entry for each page that is created."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _checked(password: str) -> str:
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(f"--password: {' '.join(error.messages)}") from error
    return password


def _order(items: int, seed_number: int, until: date) -> WritingOrder:
    if not FEWEST_ITEMS <= items <= MOST_ITEMS:
        raise CommandError(f"--items must be between {FEWEST_ITEMS} and {MOST_ITEMS:,}.")
    if until < EARLIEST:
        raise CommandError(f"--until must not be before {EARLIEST}.")
    return WritingOrder(items, seed_number, until)
