"""Reads one document from standard input, in a process of its own with limits.

A hostile file can then neither hang nor exhaust the service, and the process that reads it has no
key and no password. It is started by newsroom/desk/uploaded_documents.py:

    python -m newsroom.desk.document_formats pdf < upload.pdf

Standard output gets a line of JSON, then the content to store.
"""

import json
import resource
import sys

from newsroom.desk.document_formats.formats import read
from newsroom.desk.document_formats.reading import DocumentRefused, Refusal

SECONDS = 20
"""Processor time, after which the process is ended."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = b""
    try:
        found = read(sys.argv[1], sys.stdin.buffer.read())
    except DocumentRefused as refused:
        said: dict[str, object] = {"refusal": refused.why}
    except (MemoryError, RecursionError):
        said = {"refusal": Refusal.TOO_LARGE}
    else:
        content = found.content
        said = {
            "texts": found.texts,
            "unread": found.unread,
            "unread_where": found.unread_where,
        }
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
