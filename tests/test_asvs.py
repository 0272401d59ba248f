"""docs/asvs.md says of each requirement of OWASP ASVS 5.0, levels 1 and 2, how it stands."""

import re
import shutil
import subprocess
from collections import Counter
from functools import cache

import pytest

from tests.programs import ROOT

NUMBERS = (ROOT / "tests" / "asvs_level_2.txt").read_text().split()
"""Of OWASP's list of requirements, version 5.0.0, those of levels 1 and 2."""
TEXT = (ROOT / "docs" / "asvs.md").read_text()
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+) \| (.+) \| (.*) \|$", TEXT, re.MULTILINE)
STATES = ("met", "not applicable", "not met")


@cache
def functions_in(path: str) -> set[str]:
    return set(re.findall(r"^def (test_\w+)", (ROOT / path).read_text(), re.MULTILINE))


def test_each_requirement_has_its_row_in_its_place():
    assert len(NUMBERS) == 253
    assert [number for number, *_rest in ROWS] == NUMBERS
    assert len(re.findall(r"^\| \d+\.\d", TEXT, re.MULTILINE)) == len(ROWS)


def test_each_state_is_one_of_three_and_they_are_counted_rightly():
    counted = Counter((state, level) for _number, level, _asked, state, _shown in ROWS)
    assert {state for state, _level in counted} == set(STATES)
    told = re.findall(r"^\| (met|not applicable|not met) \| (\d+) \| (\d+) \|$", TEXT, re.MULTILINE)
    assert told == [(state, str(counted[state, "1"]), str(counted[state, "2"])) for state in STATES]


def test_what_is_met_names_a_test_or_a_file_and_what_is_not_met_its_risk():
    for number, _level, _asked, state, shown in ROWS:
        if state == "met":
            assert "`" in shown, number
        elif state == "not met":
            assert "Risk: " in shown, number
        else:
            assert shown, number


def test_tests_and_files_that_it_names_are_there():
    named = re.findall(r"`(tests/\w+\.py)::(test_\w+)`", TEXT)
    assert len(named) > 150
    missing = {f"{path}::{test}" for path, test in named if test not in functions_in(path)}
    assert missing == set()
    files = set(re.findall(r"`([\w./-]+/[\w.-]+)`", TEXT))
    assert [path for path in files if not (ROOT / path).is_file()] == []
    assert TEXT.count("::test_") == len(named)


@pytest.mark.skipif(not shutil.which("make"), reason="make is missing")
def test_the_bill_of_materials_is_that_of_what_production_installs():
    # Without running it, which asks the network for the tool.
    done = subprocess.run(
        ["make", "--dry-run", "sbom"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (command,) = (line for line in done.stdout.splitlines() if "cyclonedx" in line)
    assert re.search(r"--from cyclonedx-bom==\d+\.\d+\.\d+ cyclonedx-py requirements ", command)
    words = command.split()
    assert words[words.index("requirements") + 1] == "requirements/production.txt"
    assert words[words.index("--output-format") + 1] == "JSON"
    assert words[words.index("--output-file") + 1] == "var/sbom.json"
    # Each of it is one version, with its hashes.
    locked = (ROOT / "requirements" / "production.txt").read_text()
    pinned = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==\S+(.*)$", locked, re.MULTILINE)
    assert len(pinned) > 50
    assert locked.count("--hash=sha256:") >= len(pinned)
