"""Words that are unreadable in the database, its dumps and its backups."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Unreadable(Exception):
    """Sealed words that none of the keys opens. Whoever asks must treat it as a refusal."""


class SealedField(models.TextField):
    """Text that is encrypted on its way into the database.

    `settings.SEAL_KEYS` holds Fernet keys: the first one seals, all of them open, so that a key
    can be replaced while what it sealed is still read. Equal words look different each time, so
    the field cannot be searched.

    Raises Unreadable when no key opens a value.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else _keys().encrypt(value.encode()).decode()

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        try:
            return _keys().decrypt(value.encode()).decode()
        except InvalidToken:
            raise Unreadable("A sealed value cannot be read with the keys of SEAL_KEYS") from None


def _keys() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in settings.SEAL_KEYS])
    except ValueError as wrong:
        raise ImproperlyConfigured(
            "SEAL_KEYS must hold url-safe base64 keys of 32 bytes"
        ) from wrong
