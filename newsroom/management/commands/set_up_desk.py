"""`manage.py set_up_desk` creates the desk's groups and its workflow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from newsroom.desk.roles import ROLES, set_up_groups
from newsroom.desk.workflow import WORKFLOW, set_up_workflow
from newsroom.models import NewsIndexPage


class Command(BaseCommand):
    help = (
        "Make the desk's groups and workflow, for the front page of the news in every language. "
        "Run again, it gives each group exactly what its role holds; members stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        news = list(NewsIndexPage.objects.all())
        if not news:
            raise CommandError("There is no front page of the news yet: make it first.")
        with transaction.atomic():
            set_up_groups(news)
            set_up_workflow(news)
        if options["verbosity"] > 0:
            self.stdout.write(f"Groups: {', '.join(ROLES)}. Workflow: {WORKFLOW}.")
