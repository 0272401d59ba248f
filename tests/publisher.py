"""Processes of their own that run `publish_due`, and that can be killed in the middle.

All are forked from one server process that has loaded Django: a start takes no seconds.
"""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

if not apps.ready:  # in the server, which imports this file first
    django.setup()

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([__name__])


class Publisher:
    """A process that has begun, and runs the command once it is told to `go`.

    With `die_when` it kills itself at that moment of publishing its third page, or `at` another.
    """

    def __init__(self, *, die_when: str = "", at: int = 3) -> None:
        self._pipe, its_end = _forks.Pipe()
        self._process = _forks.Process(
            target=_run, args=(its_end, dict(connection.settings_dict), die_when, at)
        )
        self._process.start()
        its_end.close()
        assert self._pipe.recv() == "ready"

    def go(self, *arguments: str) -> "Publisher":
        self._pipe.send(arguments or ("--once",))
        return self

    def ends_well(self) -> list[int]:
        """Wait for its end; the pages of which it sent a signal."""
        assert self._pipe.poll(300), "it takes more than five minutes"
        signals: list[int] = self._pipe.recv()
        self._process.join(60)
        assert self._process.exitcode == 0
        return signals

    def dies(self) -> None:
        """Wait until it has been killed."""
        self._process.join(120)
        assert self._process.exitcode == -signal.SIGKILL


def _run(pipe: Connection, database: dict[str, Any], die_when: str, at: int) -> None:
    from wagtail.signals import page_published

    connection.settings_dict.update(database)
    published: list[int] = []

    def count(instance: Any, **kwargs: Any) -> None:
        published.append(instance.pk)

    page_published.connect(count)
    _die(die_when, at)
    connection.ensure_connection()
    pipe.send("ready")
    call_command("publish_due", *pipe.recv(), verbosity=0)
    connection.close()
    connection.close_pool()
    pipe.send(published)


def _die(when: str, at: int) -> None:
    """Have this process kill itself."""
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction

    from newsroom.publishing.release import ClockReport

    seen = 0

    def die(moment: str) -> None:
        nonlocal seen
        if moment == when:
            seen += 1
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)

    class Published(list[Any]):
        def append(self, page: Any) -> None:
            super().append(page)
            die("after commit")

    publish, begin = PublishPageRevisionAction.execute, ClockReport.__init__

    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        die("before publishing")
        result = publish(self, *args, **kwargs)
        die("before commit")
        return result

    def begin_with(self: Any, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        self.published = Published()

    PublishPageRevisionAction.execute = execute
    ClockReport.__init__ = begin_with
