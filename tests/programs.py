"""Programs of their own that tests start."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def running(*command: str | Path, cwd: Path = ROOT, **options: Any) -> Iterator[None]:
    program = subprocess.Popen(  # noqa: S603
        [*map(str, command)], cwd=cwd, stderr=subprocess.STDOUT, **options
    )
    try:
        yield
    finally:
        program.terminate()
        program.wait(timeout=30)


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


def call(*command: str | Path, **options: Any) -> None:
    done = subprocess.run(  # noqa: S603
        [*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
