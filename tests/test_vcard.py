"""Cards for address books, and the numbers in them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.press_office.telephone import can_be_dialled, international
from newsroom.press_office.vcard import escaped, vcard


def unfolded(card: str) -> list[str]:
    return card.replace("\r\n ", "").split("\r\n")


def read(value: str) -> str:
    """The text of an escaped value, as RFC 2426 has it read."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_a_card_has_its_frame_and_ends_every_line_as_the_rfc_says():
    card = vcard([("FN", "CPS Wessex"), ("EMAIL", ""), ("N", ";;;;")])
    assert card == "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:CPS Wessex\r\nEND:VCARD\r\n"


def test_separators_within_text_are_marked():
    assert escaped("a;b,c\\d\ne\r\nf") == r"a\;b\,c\\d\ne\nf"
    assert escaped(" \x00a\x1b\u2028b\t") == "a\\nb"


@given(st.text(max_size=300))
def test_whatever_the_text_it_is_read_as_written(text):
    lines = unfolded(vcard([("FN", "x" + escaped(text))]))
    assert len(lines) == 5
    name = read(lines[2].removeprefix("FN:x"))
    assert name == "".join(
        letter
        for letter in "\n".join(text.strip().splitlines())
        if (letter + "a").isprintable() or letter == "\n"
    )


@given(st.text(st.characters(categories=["L", "So"]), max_size=200))
def test_no_line_is_longer_than_75_bytes_and_no_letter_is_torn(text):
    card = vcard([("NOTE", text)])
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    if text:
        assert unfolded(card)[2] == f"NOTE:{text}"


@pytest.mark.parametrize(
    "written",
    [
        "020 3357 0906",
        "(020) 3357 0906",
        "+44 20 3357 0906",
        "+44 (0)20 3357-0906",
        "00442033570906",
    ],
)
def test_a_number_is_dialled_the_same_however_it_is_written(written):
    assert can_be_dialled(written)
    assert international(written) == "+442033570906"


@pytest.mark.parametrize(
    "written",
    [
        *("", "press office", "020 3357", "0" * 20, "٠٢٠٣٣٥٧٠٩٠٦", "020+3357 0906", "+", "("),
        *("020 3357 0906 option 2", "020 3357 0906, 020 7946 0100"),
    ],
)
def test_what_cannot_be_dialled_is_no_number(written):
    assert not can_be_dialled(written)
