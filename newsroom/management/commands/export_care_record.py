"""`manage.py export_care_record` writes the record of care of one page to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.evidence.as_pdf import NoPDF, care_record_as_pdf
from newsroom.evidence.care_record import NothingRecorded, care_record
from newsroom.evidence.taken_out import note_taken_out

FORMS = (".json", ".pdf")


class Command(BaseCommand):
    help = (
        "Write what readers saw of a page, who answered for it, and what the gate found: the "
        "evidence of all reasonable care (Contempt of Court Act 1981, section 3). The release log "
        "keeps that it was taken out. The file holds names that may be protected."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("page", type=int, help="the number of the page; it may be deleted")
        parser.add_argument(
            "--to",
            type=Path,
            required=True,
            metavar="FILE",
            help="a new file; its ending, .json or .pdf, says the form",
        )

    def handle(self, *args: Any, page: int, to: Path, **options: Any) -> None:
        if to.suffix not in FORMS:
            raise CommandError(f"{to}: the name must end with {' or '.join(FORMS)}.")
        try:
            found = care_record(page)
            content = (
                found.as_json().encode() if to.suffix == ".json" else care_record_as_pdf(found)
            )
            with to.open("xb") as file:
                to.chmod(0o600)
                file.write(content)
        except (NothingRecorded, OverflowError) as error:
            raise CommandError(f"There is no page {page}, and there never was one.") from error
        except FileExistsError as error:
            raise CommandError(f"{to} is there already.") from error
        except (NoPDF, OSError) as error:
            raise CommandError(str(error)) from error
        note_taken_out(found, to.suffix[1:])
        if options["verbosity"]:
            self.stdout.write(f"{to}: {len(found.editions)} editions, {len(found.log)} log rows")
