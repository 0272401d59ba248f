"""A text field that is encrypted in the database, its dumps and its backups."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class DecryptionError(Exception):
    """No key decrypts a value. Callers must fail closed."""


class EncryptedTextField(models.TextField):
    """Text that is encrypted when saved and decrypted when loaded.

    `settings.FIELD_ENCRYPTION_KEYS` holds Fernet keys. The first key encrypts and all keys decrypt,
    so that keys can be rotated. Equal texts have different ciphertexts, so the field cannot be
    searched.

    Loading raises DecryptionError when no key decrypts a value.
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
            raise DecryptionError(
                "A value cannot be decrypted with the keys of FIELD_ENCRYPTION_KEYS"
            ) from None


def _keys() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])
    except ValueError as wrong:
        raise ImproperlyConfigured(
            "FIELD_ENCRYPTION_KEYS must hold url-safe base64 keys of 32 bytes"
        ) from wrong
