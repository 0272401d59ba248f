"""Decisions of retention, as people make them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from newsroom.models import RetentionDecision
from newsroom.retention import decisions
from tests.factories import person

NAME = "Ottoline Quarrenby"
NEW = "a woman from Leeds"
Kind = RetentionDecision.Kind


def proposed(page: Any, kind: str = Kind.REMOVE, words: Any = ((NAME, NEW),)) -> RetentionDecision:
    """A proposal of a duty editor."""
    return decisions.propose(
        page,
        kind,
        person("duty.editor"),
        legal_reason="accuracy",
        reason="The conviction was quashed.",
        words=list(words),
    )


def erased(page: Any, kind: str = Kind.REMOVE, words: Any = ((NAME, NEW),)) -> RetentionDecision:
    """A proposal that another duty editor has confirmed."""
    return decisions.confirm(proposed(page, kind, words), person("second.editor"))


def later(days: int = 400) -> Any:
    """A day after today."""
    return timezone.localdate() + timedelta(days=days)
