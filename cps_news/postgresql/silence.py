"""Connections that give up on a server that accepts what is sent and does not answer.

libpq has no timeout for an answer, and keepalives do not help: the system of a stopped server goes
on to acknowledge what it receives.
"""

import threading
import time
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

PAUSE_SECONDS = 1
"""How long nobody asks, after somebody got no answer."""

TRIAL_SECONDS = 3
"""How long the others leave it to one who tries again."""


class Silence:
    """What the threads of a process know of a server that does not answer.

    Once a thread has waited in vain, the others need not: all of them would be taken, and none be
    left for what needs no database.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0

    def begin(self) -> None:
        self._until = time.monotonic() + PAUSE_SECONDS

    def end(self) -> None:
        self._until = 0.0

    def raise_if_known(self) -> None:
        """Let one caller try after each pause, and raise OperationalError for the others."""
        if not self._until:
            return
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                raise OperationalError("the database server did not answer a moment ago")
            self._until = now + TRIAL_SECONDS


SILENCE = Silence()


class ImpatientConnection(Connection[Any]):
    """A connection that is closed when an answer takes too long."""

    answer_seconds: float | None = None
    """How long to wait for an answer. None waits for ever."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait as psycopg does.

        Raises OperationalError after `answer_seconds`.
        """
        try:
            answer = super().wait(gen, interval, timeout or self.answer_seconds)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # What is answered later must not be taken for the answer to something else.
                self.pgconn.finish()
                SILENCE.begin()
            raise
        SILENCE.end()
        return answer
