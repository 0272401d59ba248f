"""Puts requests of readers into the letter box. All that the public service may write."""

from typing import Any

from django.db import connection, transaction

from newsroom.alerts.models import AlertLetter


def post(kind: str, **columns: Any) -> None:
    """Add one letter. Reads nothing, and nothing of it is read back."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Sessions of the public service begin read-only.
                cursor.execute("SET TRANSACTION READ WRITE")
        AlertLetter(kind=kind, **columns).save(force_insert=True)
