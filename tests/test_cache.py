"""The desk's cache, a Redis of the test's own, which goes away or freezes."""

import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cps_news.settings import desk
from cps_news.signed_cache import NotOurs, SignedSerializer
from tests.programs import ROOT, wait_for
from tests.test_services import DESK

needs_redis = pytest.mark.skipif(not shutil.which("redis-server"), reason="Redis is missing")

ASK = """
import sys, time
import django
django.setup()
from django.core.cache import cache
for line in sys.stdin:
    begun = time.monotonic()
    cache.set("key", "value")
    print(cache.get("key"), cache.get("key", "usual"), cache.get_or_set("other", "made"))
    print(time.monotonic() - begun < 2, flush=True)
"""


@needs_redis
@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP], ids=["away", "frozen"])
def test_a_cache_that_does_not_answer_holds_nothing_and_comes_back(tmp_path: Path, fault):
    at = str(tmp_path / "redis.sock")
    command = ["redis-server", "--port", "0", "--save", "", "--unixsocket", at]

    def start() -> subprocess.Popen:
        started = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)  # noqa: S603
        wait_for(socket.AF_UNIX, at)
        return started

    redis = start()
    desk = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **DESK,
            "REDIS_URL": f"unix://{at}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def ask() -> list[str]:
        desk.stdin.write("\n")
        desk.stdin.flush()
        return [desk.stdout.readline().strip() for _ in range(2)]

    try:
        assert ask() == ["value value made", "True"]
        redis.send_signal(fault)
        if fault == signal.SIGKILL:
            redis.wait()
        assert ask() == ["None usual made", "True"]
        if fault == signal.SIGKILL:
            redis = start()
        else:
            redis.send_signal(signal.SIGCONT)
        assert ask() == ["value value made", "True"]
    finally:
        redis.kill()
        redis.wait()
        desk.communicate()


class Planted:
    """A pickle that runs code when it is loaded."""

    ran = False

    def __reduce__(self):
        return setattr, (Planted, "ran", True)


def test_the_desk_loads_nothing_from_its_cache_that_it_did_not_write():
    signed = SignedSerializer({})
    assert signed.loads(signed.dumps({1: "English"})) == {1: "English"}
    theirs = pickle.dumps(Planted())
    ours = signed.dumps(["/news/"])
    for planted in (theirs, b"", b"x" * 32 + theirs, ours[:32] + theirs, ours[:-1]):
        with pytest.raises(NotOurs):
            signed.loads(planted)
    assert not Planted.ran
    serializer = desk.CACHES["default"]["OPTIONS"]["SERIALIZER"]
    assert serializer == f"{SignedSerializer.__module__}.{SignedSerializer.__name__}"
