"""`manage.py lift_log_in_lock` ends the wait before somebody's next try to log in."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.accounts import tries
from newsroom.accounts.audit import Event, record


class Command(BaseCommand):
    help = "End the wait before the next try to log in, of a user name or of an address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", default="")
        parser.add_argument("--address", default="", help="of those whose tries were counted")

    def handle(self, *args: Any, username: str, address: str, **options: Any) -> None:
        if not username and not address:
            raise CommandError("Name a user, or an address with --address.")
        network = tries.network_of(address) if address else ""
        with transaction.atomic():
            if not tries.lift(name=username, network=network):
                raise CommandError("Nothing was counted there: there is no wait.")
            users: Any = get_user_model()._default_manager
            person = users.filter(username=username).first()
            words = _("The operator ended the wait of the log-in.")
            record(Event.LIFTED, person or username or address, words)
        self.stdout.write("The wait is ended.")
