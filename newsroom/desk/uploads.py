"""Forms for uploads: files must be complete, of a known type, and match their extension.

The forms are set in WAGTAILIMAGES_IMAGE_FORM_BASE and WAGTAILDOCS_DOCUMENT_FORM_BASE.
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from newsroom.desk.full_disk import StoredOnceMixin
from newsroom.desk.picture_files import DAMAGED, UNREADABLE, stored_picture
from newsroom.desk.picture_words import CREDIT_LENGTH, FileWords
from newsroom.desk.uploaded_documents import StoredDocument, stored_document
from newsroom.models import PictureRecord
from newsroom.pages import changes
from newsroom.pages.public_files import is_public

MAX_DOCUMENT_SIZE = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
ZIP = b"PK\x03\x04"
# The first bytes of each file type; text files have no signature.
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "odt": (ZIP,),
    "ods": (ZIP,),
    # With a password, these are in the older container of Microsoft.
    **dict.fromkeys(("docx", "pptx", "xlsx"), (ZIP, b"\xd0\xcf\x11\xe0")),
}
USED_IN_PUBLIC = _(
    "A public page shows this, and a change here would reach readers unchecked. "
    "Upload the new one beside it, and choose it on the page."
)


class PictureField(WagtailImageField):
    """An image field whose value is the file to store: decoded, and encoded anew."""

    words: FileWords | None = None
    """What the upload said, once there is one."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
        except UNREADABLE:
            raise ValidationError(DAMAGED) from None
        if file is None:
            return None
        stored = stored_picture(file, file.name)
        self.words = stored.words
        return stored.as_file()


class _PublicFileFormMixin:
    """Form mixin: refuses to change what a public page shows of a file.

    Changing a file saves no page, so the gate would not check the new content.
    """

    shown_to_readers: tuple[str, ...]
    instance: Any
    changed_data: list[str]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()  # type: ignore[misc]
        changed = [name for name in self.shown_to_readers if name in self.changed_data]
        if changed and self.instance.pk and is_public(self.instance):
            for name in changed:
                self.add_error(name, USED_IN_PUBLIC)  # type: ignore[attr-defined]
        return data


class PictureForm(_PublicFileFormMixin, StoredOnceMixin, BaseImageForm):
    """An image in the library, with its release class under the media protocol.

    In a multiple upload, Wagtail stores the files first and asks for the other fields afterwards.
    """

    shown_to_readers = ("file",)
    words: FileWords | None = None

    release_class = forms.ChoiceField(
        choices=[("", _("Choose what it shows")), *PictureRecord.ReleaseClass.choices],
        label=_("What it shows"),
        help_text=_("The classes of the media protocol. The checks ask for it before release."),
    )
    credit = forms.CharField(
        label=_("Credit"),
        max_length=CREDIT_LENGTH,
        required=False,
        help_text=_("Taken from the file if you leave it empty. Pages that show it start with it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record := PictureRecord.objects.filter(pk=self.instance.pk).first():
            self.initial["release_class"] = record.release_class
            self.initial["credit"] = record.credit
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )

    def save(self, commit: bool = True) -> Any:
        """Save the image. In a multiple upload, the view has stored the file as it was sent."""
        file = self.instance.file
        if "file" not in self.fields and self.instance.pk is None and file:
            try:
                with file.open("rb") as sent:
                    stored = stored_picture(sent, PurePath(file.name).name)
            finally:
                file.storage.delete(file.name)
            self.instance.file = stored.as_file()
            self.instance._set_image_file_metadata()
            self.words = stored.words
        # With its record, or not at all.
        with transaction.atomic():
            saved = super().save(commit=commit)
        saved.file.close()  # Wagtail 8.0 leaves it open.
        return saved

    def _save_m2m(self) -> None:
        """Save the record as well, once the image has a primary key."""
        super()._save_m2m()
        words = self.words or getattr(self.fields.get("file"), "words", None)
        record = {key: self.cleaned_data[key] for key in ("release_class", "credit")}
        if words is not None:
            record["file_words"] = "\n".join(words.lines)
            record["credit"] = record["credit"] or words.credit
        PictureRecord.objects.update_or_create(image_id=self.instance.pk, defaults=record)


class DocumentForm(_PublicFileFormMixin, StoredOnceMixin, BaseDocumentForm):
    """A document in the library. What it says is read and kept; its metadata are taken out."""

    shown_to_readers = ("file", "title")
    stored: StoredDocument | None = None

    def _post_clean(self) -> None:
        """Validate the model. A file that was refused is not there, and not of a wrong type too."""
        refused = self.errors.get("file")
        super()._post_clean()
        if refused:
            refused.data = refused.data[:1]

    def clean_file(self) -> File:
        """The file to store. Refuses one that is too large, or is not what its name says."""
        file: File = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if file.size > MAX_DOCUMENT_SIZE:
            raise ValidationError(
                _("This file is too big (%(size)s). The most is %(most)s.")
                % {"size": filesizeformat(file.size), "most": filesizeformat(MAX_DOCUMENT_SIZE)}
            )
        ending = str(file.name).rpartition(".")[2].lower()
        file.seek(0)
        start = file.read(8)
        file.seek(0)
        signatures = SIGNATURES.get(ending)
        if (signatures and not start.startswith(signatures)) or (
            not signatures and b"\x00" in start
        ):
            raise ValidationError(
                _("This is not a %(kind)s file, although its name says so.")
                % {"kind": ending.upper()}
            )
        self.stored = stored_document(file, str(file.name))
        return self.stored.as_file()

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, unless it is about a file that is stored after the form is checked.

        Wagtail 8.0 asks the model for the ending of a file, also in the second step of a multiple
        upload, whose form has no file.
        """
        if "file" not in self.fields and not self.instance.file:
            others = dict(getattr(error, "error_dict", {"": error}))
            if others.pop("file", None):
                if not others:
                    return
                error = ValidationError(others)
        super().add_error(field, error)

    def save(self, commit: bool = True) -> Any:
        """Save the document. In a multiple upload, the view may have stored the file as sent."""
        file = self.instance.file
        if "file" not in self.fields and self.instance.pk is None and file:
            try:
                with file.open("rb") as sent:
                    self.stored = stored_document(sent, PurePath(file.name).name)
            finally:
                file.storage.delete(file.name)
            self.instance.file = self.stored.as_file()
            self.instance._set_document_file_metadata()
        if self.stored:
            self.stored.keep_words()
        saved = super().save(commit=commit)
        saved.file.close()  # Wagtail 8.0 leaves it open.
        return saved


def after_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Hook `after_bulk_action`: update editions after files were moved to another collection."""
    if action_type == "add_to_collection":
        changes.files_sorted(objects)
