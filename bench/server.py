"""A gunicorn on a free port, and the processor time that it and its database have taken."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120
"""Seconds in which a server must have answered for the first time, on a busy machine."""


class Server:
    """One worker with the threads of production; used as a context."""

    def __init__(
        self, application: str, settings: str = "", backends: Callable[[], Iterable[int]] = tuple
    ) -> None:
        """`backends` tells which processes of the database server work for this one."""
        self._application = application
        self._environment = {**os.environ, "WEB_WORKERS": "1"}
        self._environment.pop("DJANGO_SETTINGS_MODULE", None)
        if settings:
            self._environment["DJANGO_SETTINGS_MODULE"] = settings
        self._backends = backends
        self._port = _free_port()

    def __enter__(self) -> "Server":
        options = ["--config", "deploy/gunicorn.py", "--max-requests", "0"]
        options += ["--bind", f"127.0.0.1:{self._port}", "--log-level", "error"]
        command = [sys.executable, "-m", "gunicorn", self._application, *options]
        self._process = subprocess.Popen(  # noqa: S603 - all of it is written above
            command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/")
                return self
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    self.__exit__()
                    raise
                time.sleep(0.2)

    def __exit__(self, *error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            # Nothing that it does now is measured.
            self._process.kill()
            self._process.wait()

    def get(self, address: str) -> tuple[int, bytes]:
        """Ask once, over a connection of its own, as a proxy in front does."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("GET", address, headers={"Host": "localhost"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def cost(self, address: str, requests: int) -> float:
        """Milliseconds of processor time per request, of server and database together."""
        before = self._taken()
        for _number in range(requests):
            self.get(address)
        # A connection that the pool gave up meanwhile has taken its count with it.
        after = self._taken()
        taken = sum(after[task] - before[task] for task in before.keys() & after.keys())
        return taken / requests / 1e6

    def _taken(self) -> dict[Path, int]:
        """Nanoseconds on a processor, in user and kernel mode, by the kernel's count of each task.

        /proc/<pid>/stat counts the same in steps of ten milliseconds.
        """
        processes = [*_tree(self._process.pid), *self._backends()]
        counters = (
            counter
            for process in processes
            for counter in Path(f"/proc/{process}/task").glob("*/schedstat")
        )
        return {counter: int(counter.read_text().split()[0]) for counter in counters}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tree(root: int) -> Iterator[int]:
    yield root
    for task in Path(f"/proc/{root}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _tree(int(child))
