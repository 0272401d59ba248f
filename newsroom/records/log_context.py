"""The user, channel and reason of the current operation, for the release log.

They are kept in a context variable, because the gate runs inside `save()`, which cannot take them
as arguments.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a logged operation was started."""

    ADMIN = "admin", _("By somebody")
    TIMER = "timer", _("When it was due")
    WORKFLOW = "workflow", _("At its approval")
    URGENT = "urgent release", _("As an urgent release")
    BUNDLE = "release bundle", _("With its release bundle")
    VERDICT = "verdict", _("At the verdict")
    ORDER = "reporting restriction", _("By a reporting restriction")
    UNDO = "undone order", _("When an order entered in error was undone")
    PROGRAM = "program", _("By a program")


@dataclass(frozen=True)
class LogContext:
    """The user of an operation, or None for a timer or a command, and why it is done."""

    user: Any = None
    channel: Channel = Channel.PROGRAM
    note: str = ""
    """The reason that the user entered, if any."""
    restriction: Any = None
    """The reporting restriction that causes the operation, or that is changed by it."""

    @property
    def name(self) -> str:
        if self.user is None:
            return ""
        return self.user.get_full_name() or self.user.get_username()


_CONTEXT: ContextVar[LogContext] = ContextVar("log", default=LogContext())  # noqa: B039 - it is frozen


def current_context() -> LogContext:
    """The context of the current operation."""
    return _CONTEXT.get()


@contextmanager
def log_context(
    user: Any = None, channel: Channel = Channel.PROGRAM, note: str = "", restriction: Any = None
) -> Iterator[None]:
    """Set the context of the operations within the block."""
    # The log names only users with an account.
    person = user if user is not None and user.is_authenticated else None
    token = _CONTEXT.set(LogContext(person, channel, note, restriction))
    try:
        yield
    finally:
        _CONTEXT.reset(token)


def name_for_record(user: Any) -> str:
    """Full name and user name, since only the user name is unique; empty for None."""
    if user is None:
        return ""
    full = user.get_full_name()
    return f"{full} ({user.get_username()})" if full else user.get_username()
