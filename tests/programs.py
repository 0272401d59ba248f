"""Programs of their own that tests start."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def running(*command: str | Path, cwd: Path = ROOT, **options: Any) -> Iterator[subprocess.Popen]:
    program = subprocess.Popen(  # noqa: S603
        [*map(str, command)], cwd=cwd, stderr=subprocess.STDOUT, **options
    )
    try:
        yield program
    finally:
        program.terminate()
        program.wait(timeout=30)


@contextmanager
def gunicorn(environment: dict[str, str], out: Any) -> Iterator[int]:
    """The port of a service. It listens already: what is asked before it is up waits."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        running(
            *(sys.executable, "-m", "gunicorn", "cps_news.wsgi"),
            *("--config", "deploy/gunicorn.py", "--log-level", "warning"),
            *("--bind", f"fd://{listening.fileno()}"),
            env=environment,
            pass_fds=[listening.fileno()],
            stdout=out,
        ),
    ):
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def wait_for(kind: socket.AddressFamily, at: Any) -> None:
    for _ in range(100):
        with socket.socket(kind) as asking:
            if asking.connect_ex(at) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody answers at {at}")


def call(*command: str | Path, cwd: Path = ROOT, **options: Any) -> None:
    done = subprocess.run(  # noqa: S603
        [*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
