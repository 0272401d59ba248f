"""The demo newsroom's pictures and documents, in a collection of their own."""

from dataclasses import dataclass, field
from hashlib import sha1

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from newsroom.demo.documents import pdf
from newsroom.demo.drafts import Shelf
from newsroom.demo.pictures import Drawing, custody_placeholder, drawn
from newsroom.demo.vocabulary import corpus
from newsroom.desk.document_formats import formats
from newsroom.desk.uploaded_documents import keep_words
from newsroom.models import PictureRecord

COLLECTION = "Demo newsroom"
Shows = PictureRecord.ReleaseClass


@dataclass
class Library:
    """Stores files and remembers them, so that they can be taken back when seeding fails."""

    stored: list[Image | Document] = field(default_factory=list)

    def fill(self) -> Shelf:
        """Draw and store everything."""
        collection = _collection()
        pictures = [self._picture(collection, drawing, Shows.ILLUSTRATION) for drawing in drawn()]
        custody_image = self._picture(collection, custody_placeholder(), Shows.CUSTODY)
        documents = {}
        for name, (title, content) in _documents().items():
            read = formats.read("pdf", content)
            content = read.content
            keep_words(content, read)
            file = ContentFile(content, name=f"{name}.pdf")
            document = Document(title=title, collection=collection, file=file)
            self._store(document, content)
            documents[name] = document.pk
        ids, words = zip(*pictures, strict=True)
        return Shelf(ids, words, custody_image, documents, {}, {})

    def _picture(self, collection: Collection, drawing: Drawing, shows: str) -> tuple[int, str]:
        """The id and the description of a picture that is stored."""
        title, alt, content = drawing
        file = ContentFile(content, name=f"{slugify(title)}.jpg")
        image = Image(title=title, description=alt, collection=collection, file=file)
        self._store(image, content)
        PictureRecord.objects.create(image=image, release_class=shows)
        return image.pk, alt

    def _store(self, thing: Image | Document, content: bytes) -> None:
        thing.file_size, thing.file_hash = len(content), sha1(content).hexdigest()  # noqa: S324
        thing.save()
        self.stored.append(thing)

    def take_back(self) -> None:
        """Remove the files; their rows are gone with the transaction."""
        for thing in self.stored:
            thing.file.storage.delete(thing.file.name)


def _collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


def _documents() -> dict[str, tuple[str, bytes]]:
    documents = {}
    for version in corpus("protocol")["version"]:
        if name := version.get("document"):
            words = [*version["opening"], *(clause["heading"] for clause in version["clause"])]
            for entries in version["material"].values():
                words += [f"- {entry}" for entry in entries]
            title = f"{version['title']} ({version['label']})"
            documents[name] = (title, pdf(version["title"], words))
    for case in corpus("cases")["case"]:
        for material in case.get("materials", []):
            if name := material.get("document"):
                documents[name] = (material["what"], pdf(material["what"], material["words"]))
    documents["slides"] = ("Slides", pdf("Slides", corpus("speeches")["list"]["slides"]))
    summary = "Quarterly data summary"
    notes = ["Figures come from the case management system and are not official statistics."]
    documents["data-summary"] = (summary, pdf(summary, notes))
    return documents
