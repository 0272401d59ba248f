"""The suite reaches nothing outside this machine, and says so when it has to leave tests out."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[1]
BROWSER_TEST = "import pytest\n@pytest.mark.browser\ndef test_page(chromium): pass\n"


def test_no_test_reaches_another_machine():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection,
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_browser_tests_are_never_left_out_where_all_must_run(tmp_path, ci, outcome):
    """It takes some seconds: pytest starts anew."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_page.py").write_text(BROWSER_TEST)
    database = {"DATABASE_URL": "postgres://nobody@127.0.0.1/none"}
    environment = {**os.environ, **database, "CI": ci, "CHROMIUM": "", "PATH": str(tmp_path)}
    pytest_here = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", ROOT]
    done = subprocess.run(  # noqa: S603
        [*pytest_here, "-c", ROOT / "pyproject.toml", tmp_path],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout, done.stdout + done.stderr
    assert "Chromium is not installed" in done.stdout
