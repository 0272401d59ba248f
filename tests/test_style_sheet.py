"""The style sheet is light, ours, and never poses as GOV.UK."""

from pathlib import Path

import brotli
import pytest

CSS = Path(__file__).resolve().parents[1] / "static" / "css" / "newsroom.css"
BUDGET = 12_000


def test_the_style_sheet_keeps_to_its_weight():
    assert len(brotli.compress(CSS.read_bytes())) <= BUDGET


@pytest.mark.parametrize("mark", ["GDS Transport", "#1d70b8", "crown", "url("])
def test_nothing_of_govuks_identity_is_in_it(mark):
    assert mark.lower() not in CSS.read_text().lower()
