"""A document in the library, as an upload leaves it."""

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from newsroom.desk.document_formats.reading import ReadDocument
from newsroom.desk.uploaded_documents import keep_words


def document(
    content: bytes = b"Figures.", *, title: str = "Figures", name: str = "figures.txt"
) -> Document:
    """A document in the library that was read at its upload, and says nothing."""
    keep_words(content, ReadDocument(content))
    return Document.objects.create(title=title, file=ContentFile(content, name))
