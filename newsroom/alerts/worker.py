"""The worker of alerts: reads letters, queues what is new, sends what is due, forgets what is over.

Any number of them may run at once.
"""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from newsroom.alerts.collecting import collect
from newsroom.alerts.letter_box import read_letters
from newsroom.alerts.retention import forget
from newsroom.alerts.sending import MailServerAway, send_due

log = logging.getLogger(__name__)

SHARE = 5.0
"""For how many seconds mails are sent before letters are read again: a stop acts that soon."""
PAUSE = 1.0
LONGEST_PAUSE = 30.0


@dataclass
class Report:
    """What a run has done."""

    letters: int = 0
    editions: int = 0
    mails: int = 0
    failures: int = 0
    """How often the database or the mail server did not answer."""

    def add(self, other: "Report") -> None:
        self.letters += other.letters
        self.editions += other.editions
        self.mails += other.mails
        self.failures += other.failures

    @property
    def did_something(self) -> bool:
        return bool(self.letters or self.editions or self.mails)


def proceed(seconds: float | None = None) -> Report:
    """Do what is due now; mails are sent for so many seconds, or until none is left."""
    report = Report(letters=read_letters(), editions=collect())
    try:
        report.mails = send_due(seconds)
    except MailServerAway as away:
        log.warning("The mail server takes no mails of alerts: %s", away)
        report.failures = 1
    return report


def run_once() -> Report:
    """Do what is due now; then forget what is over."""
    report = proceed()
    forget(timezone.now())
    return report


def watch(window: timedelta) -> Report:
    """Do what is due, again and again until the window ends; then forget what is over.

    While the database or the mail server does not answer, pauses grow.
    """
    end = time.monotonic() + window.total_seconds()
    total, pause = Report(), PAUSE
    while True:
        try:
            report = proceed(min(SHARE, max(end - time.monotonic(), 0.0)))
        except (OperationalError, InterfaceError):
            log.exception("The database does not answer")
            connection.close()
            report = Report(failures=1)
        total.add(report)
        pause = min(pause * 2, LONGEST_PAUSE) if report.failures else PAUSE
        left = end - time.monotonic()
        if left <= 0:
            break
        if report.failures or not report.did_something:
            time.sleep(min(pause, left))
    forget(timezone.now())
    return total
