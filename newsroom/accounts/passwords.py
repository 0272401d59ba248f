"""Which passwords are too easy to guess at this desk, beside those that Django's validators know.

The names of this service, of its roles and of its work are the first that somebody tries who knows
where they are (OWASP ASVS 5.0, 6.1.2 and 6.2.11).
"""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_LEFT = 8
"""How many letters and digits must be left of a password without these words."""
WORDS = (
    *("prosecutions", "prosecution", "prosecutors", "prosecutor", "prosecute", "crown", "service"),
    *("gwasanaeth", "erlyniadau", "erlyn", "goron", "newyddion"),
    *("newsroom", "newsdesk", "news", "press", "media", "office", "officer", "desk", "editor"),
    *("duty", "reviewing", "review", "lawyer", "administrator", "admin", "superuser", "user"),
    *("password", "passphrase", "welcome", "login", "secret", "embargo", "release", "publish"),
    *("court", "justice", "london", "wales", "england", "wagtail", "django", "cps"),
)
"""In this order: a longer word stands before one that it begins with."""


class WordsOfThisDesk:
    """Refuses a password that hardly says more than where it is used."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError if too little is left once the words are taken out."""
        left = unicodedata.normalize("NFKC", password).casefold()
        for word in WORDS:
            left = left.replace(word, " ")
        if sum(sign.isalnum() for sign in left) < LEAST_LEFT:
            raise ValidationError(
                _("The password is made of words that anybody here would try. Add others."),
                code="password_of_this_desk",
            )

    def get_help_text(self) -> str:
        """What is said beside the field."""
        return _("Your password can’t be made of the names of this service and of its work alone.")
