"""The arguments of commands that a timer starts each minute, and that stay until the next."""

from argparse import ArgumentParser

SECONDS = 50
"""The default duration. Started at half past each minute, a command is running when the next minute
begins, and ends before it is started again."""


def add_window(parser: ArgumentParser) -> None:
    """Add `--once`, and `--for SECONDS`; the command gets `once` and `seconds`."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="do what is due now, and end")
    how.add_argument(
        "--for",
        type=_seconds,
        default=SECONDS,
        dest="seconds",
        metavar="SECONDS",
        help=f"stay for so long, and do what becomes due ({SECONDS} unless told)",
    )


def _seconds(text: str) -> int:
    seconds = int(text)
    if seconds < 0:
        raise ValueError
    return seconds
