"""A PostgreSQL cluster of a test's own, which it may stop and freeze."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.programs import call, free_port, running, wait_for

QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


@dataclass(frozen=True)
class Cluster:
    """A server that is running, with one role, `postgres`, that needs no password."""

    port: int
    process: int

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def freeze(self) -> None:
        """Stop all its processes where they are: what is sent to them is accepted."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, sent: signal.Signals) -> None:
        os.kill(self.process, sent)  # first: it makes no more
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        for process in children.split():
            os.kill(int(process), sent)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Make one in this folder, which others may enter, and run it."""
    data, port = folder / "data", free_port()
    data.mkdir()
    as_whom = _as_postgres(data)
    call(
        _program("initdb"),
        "--auth",
        "trust",
        "--username",
        "postgres",
        "--no-sync",
        data,
        **as_whom,
    )
    with running(
        *(_program("postgres"), "-D", data, "-p", port, "-k", data, "-h", "127.0.0.1", *QUICK),
        cwd=data,
        stdout=subprocess.DEVNULL,
        **as_whom,
    ) as process:
        made = Cluster(port, process.pid)
        wait_for(socket.AF_INET, ("127.0.0.1", port))
        try:
            yield made
        finally:
            made.thaw()
            process.send_signal(signal.SIGINT)  # at once, whoever is connected


def _as_postgres(data: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    os.chown(data, owner.pw_uid, owner.pw_gid)
    for above in data.parents[:-1]:
        above.chmod(above.stat().st_mode | 0o011)
    return {"user": owner.pw_uid, "group": owner.pw_gid}


def _program(name: str) -> Path:
    """Debian keeps the programs of the server out of the path."""
    if found := shutil.which(name):
        return Path(found)
    return max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
