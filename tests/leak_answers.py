"""Asks the site, and reads its answers whole. Used by test_leaks.py."""

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import brotli
from django.core.cache import cache
from django.test import Client

from tests.document_files import unpacked


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def says(self, words: str) -> bool:
        """Whether these words stand anywhere in it."""
        told = " ".join(f"{name}: {value}" for name, value in self.headers).encode() + self.body
        return words.encode() in told.lower()


@dataclass(frozen=True)
class Question:
    """What is asked: where, how, and with which headers."""

    address: str
    method: str = "get"
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        how = " ".join((self.method, *(f"{name}: {value}" for name, value in self.headers)))
        return self.address if how == "get" else f"{self.address} ({how})"


def ask(client: Client, address: str, method: str = "get", **headers: str) -> Answer:
    response: Any = getattr(client, method)(address, headers=headers)
    # Read to its end, a file is closed; the database stays open.
    body = response.getvalue()
    match response.headers.get("Content-Encoding"):
        case "gzip":
            body = gzip.decompress(body)
        case "br":
            body = brotli.decompress(body)
    told = dict(response.headers)
    if told.get("Content-Type") == "application/zip":
        body = unpacked(body)
    if told.get("Content-Type", "").startswith("application/atom+xml"):
        body = _without_tombstones(body, told)
    return Answer(response.status_code, tuple(sorted(told.items())), body)


_TOMBSTONES = re.compile(rb'<at:deleted-entry ref="tag:[\w.,:-]+/\d+" when="[\dT:+-]+"/>')


def _without_tombstones(body: bytes, headers: dict[str, str]) -> bytes:
    """A feed without what it says of items that are gone: their numbers and when, and no word."""
    for name in ("ETag", "Content-Length"):
        headers.pop(name, None)
    return re.sub(rb"<updated>[^<]*</updated>", b"", _TOMBSTONES.sub(b"", body), count=1)


def crawl(client: Client, asked: Iterable[Question]) -> dict[Question, Answer]:
    """Every answer, as by a server that has just been started."""
    cache.clear()
    return {
        question: ask(client, question.address, question.method, **dict(question.headers))
        for question in asked
    }
