"""The suite's database is kept whole: nothing stays of one that was never finished."""

import os
import subprocess
import sys

from tests.database import is_left_over


def test_a_databaseis_left_over_once_its_builder_has_ended():
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    assert is_left_over(f"newsroom_tests_0123456789ab_by_{ended.pid}")
    assert is_left_over(f"tests-0123456789ab.by_{ended.pid}")
    assert not is_left_over(f"newsroom_tests_0123456789ab_by_{os.getpid()}")


def test_a_finished_database_is_not_left_over():
    assert not is_left_over("newsroom_tests_012345678901")
    assert not is_left_over("tests-012345678901.sqlite3")
