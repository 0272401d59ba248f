"""Who is doing what is being done now, for the release log: the gate stands too deep to be told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How somebody, or a program, came to do what the log tells of."""

    ADMIN = "admin", _("By somebody")
    TIMER = "timer", _("When it was due")
    WORKFLOW = "workflow", _("At its approval")
    URGENT = "urgent release", _("As an urgent release")
    ORDER = "reporting restriction", _("By a reporting restriction")
    PROGRAM = "program", _("By a program")


@dataclass(frozen=True)
class LogContext:
    """A person, or nobody when a timer or a command acts."""

    user: Any = None
    channel: Channel = Channel.PROGRAM
    note: str = ""
    """Why they do it, where they were asked."""
    restriction: Any = None
    """The reporting restriction that makes them do it, or that they change."""

    @property
    def name(self) -> str:
        if self.user is None:
            return ""
        return self.user.get_full_name() or self.user.get_username()


_CONTEXT: ContextVar[LogContext] = ContextVar("log", default=LogContext())  # noqa: B039 - it is frozen


def current_context() -> LogContext:
    """Who acts at this moment, through which channel and why."""
    return _CONTEXT.get()


@contextmanager
def log_context(
    user: Any = None, channel: Channel = Channel.PROGRAM, note: str = "", restriction: Any = None
) -> Iterator[None]:
    """Within this block, `user` acts, in this way, for this reason and because of this order."""
    # An anonymous visitor is nobody: only people with an account are named in the log.
    person = user if user is not None and user.is_authenticated else None
    token = _CONTEXT.set(LogContext(person, channel, note, restriction))
    try:
        yield
    finally:
        _CONTEXT.reset(token)


def name_for_record(user: Any) -> str:
    """A person as the record names them: full name and user name, which alone is unique."""
    if user is None:
        return ""
    full = user.get_full_name()
    return f"{full} ({user.get_username()})" if full else user.get_username()
