"""The Welsh of what readers see: finds the words, adds what is missing, compiles what is there.

`make words` runs it. Babel reads the sources, so that no gettext tools are needed.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
PO = ROOT / "locale/cy/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")

DESK_TEMPLATES = ("newsroom/admin/", "newsroom/desk/", "wagtailadmin/")
DESK_CODE = (
    *("accounts/", "backups/", "demo/", "desk/", "gate/", "management/", "migrations/"),
    *("orders/", "pages/", "publishing/", "records/", "retention/", "rules/"),
    *("alerts/models.py", "archive/area_places.py", "archive/synonyms.py"),
    *("apps.py", "editions/models.py", "former_names.py", "press_office/contacts.py"),
    *("speakers.py", "taxonomy.py", "templatetags/newsroom_desk.py"),
    *("templatetags/page_states.py", "years.py"),
)
"""What the desk alone sees is in English. All other code is that of readers, new code too."""
SHOWN_TO_READERS = ("desk/preview_link_page.py",)
"""Files of the desk that answer people without an account."""

type Words = tuple[str | None, str | tuple[str, ...]]
"""The context of a message and its id; of a message with plurals, its ids."""

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")},
    "npgettext_lazy": DEFAULT_KEYWORDS["npgettext"],
}


def templates() -> list[Path]:
    """The templates of readers' pages, feeds and mails."""
    folder = ROOT / "templates"
    found = (path for kind in ("html", "txt", "xml") for path in folder.rglob(f"*.{kind}"))
    return sorted(p for p in found if not str(p.relative_to(folder)).startswith(DESK_TEMPLATES))


def code() -> list[Path]:
    """The modules whose words reach readers."""
    folder = ROOT / "newsroom"
    names = {path: str(path.relative_to(folder)) for path in folder.rglob("*.py")}
    return sorted(
        path
        for path, name in names.items()
        if name in SHOWN_TO_READERS or not name.startswith(DESK_CODE)
    )


def words() -> dict[Words, str]:
    """All messages of readers, each with the first place where it stands."""
    found: dict[Words, str] = {}
    for path in code():
        for message in messages(path.read_text()):
            found.setdefault(message, str(path.relative_to(ROOT)))
    for path in templates():
        for message in messages(as_python(path.read_text())):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def as_python(template: str) -> str:
    """A template as calls of gettext; what stands between them is blanked out by Django."""
    # Python would take what stands before a call for an indentation.
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def messages(source: str) -> Iterator[Words]:
    """The messages of Python source."""
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    for _line, message, _comments, context in found:
        yield context, message


def welsh() -> Catalog:
    """The catalogue as it is on disk."""
    with PO.open("rb") as file:
        return read_po(file, locale="cy")


def translated(entries: Catalog) -> dict[Words, tuple[str, ...]]:
    """The Welsh of each message that has some: one text, or one for each plural form."""
    texts = {
        (one.context, one.id): one.string if isinstance(one.string, tuple) else (one.string,)
        for one in entries
        if one.id
    }
    return {key: forms for key, forms in texts.items() if all(forms)}


def missing(entries: Catalog) -> dict[Words, str]:
    """The messages of readers without Welsh, each with the first place where it stands."""
    known = translated(entries)
    return {key: place for key, place in words().items() if key not in known}


def compiled(entries: Catalog) -> bytes:
    """The catalogue as Django reads it. The same catalogue gives the same bytes."""
    entries.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    file = BytesIO()
    write_mo(file, entries)
    return file.getvalue()


def written(entries: Catalog) -> str:
    """The catalogue as a file, without places: they would change with each edit of a source."""
    # Babel's own header has dates and tools in it.
    header, _blank, _entries = PO.read_text().partition("\n\n")
    file = BytesIO()
    write_po(file, entries, width=0, no_location=True, omit_header=True)
    return f"{header}\n\n{file.getvalue().decode().strip()}\n"


def main() -> int:
    """Add what is missing, with empty Welsh, and compile; return 1 if anything has no Welsh."""
    entries = welsh()
    lacking = missing(entries)
    for (context, message), place in lacking.items():
        entries.add(message, context=context)
        sys.stdout.write(f"No Welsh: {message!r} in {place}\n")
    used = words()
    for context, message in translated(entries):
        if (context, message) not in used:
            sys.stdout.write(f"Not used: {message!r}\n")
    PO.write_text(written(entries))
    MO.write_bytes(compiled(entries))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
