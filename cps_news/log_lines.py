"""The form of the lines of the log."""

import logging
import re

_BREAKS = {code: repr(chr(code))[1:-1] for code in (*range(32), 127, 0x85, 0x2028, 0x2029)}
_SECRETS = re.compile(
    r"(/(?:news/alerts/(?:confirm|yours|stop/\d+)|preview|admin/calendar"
    r"|admin/password_reset/confirm/[^/\s]+)/)[^/\s?]+"
)
"""Addresses that give power to whoever knows them, up to the part that is secret."""


class OneLine(logging.Formatter):
    """A message is one line, whatever it quotes: nobody writes a line of the log by a request.

    Nor is a secret of an address written: Django logs the path of each answer of 400 and above.
    What follows the message of an exception keeps its lines.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record).translate(_BREAKS)
        return _SECRETS.sub(r"\1…", line)
