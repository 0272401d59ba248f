"""The pictures and documents of the demo."""

from io import BytesIO

from PIL import Image

from newsroom.demo.documents import pdf
from newsroom.demo.pictures import drawn


def test_pictures_are_small_different_and_described() -> None:
    gallery = list(drawn())
    assert len({content for _title, _alt, content in gallery}) == len(gallery) == 12
    for _title, alt, content in gallery:
        assert len(content) < 150_000
        assert len(alt) > 20
        assert Image.open(BytesIO(content)).size == (1600, 900)
    assert [content for *_words, content in drawn()] == [content for *_words, content in gallery]


def test_documents_are_valid_pdfs_of_as_many_pages_as_needed() -> None:
    file = pdf("Protocol (2005)", ["“Open justice” – a long paragraph. " * 20] * 12)
    start = int(file.rsplit(b"startxref\n", 1)[1].split()[0])
    assert file[start : start + 4] == b"xref"
    pages = file.count(b"/Type /Page /Parent")
    assert pages > 1
    assert b"/Count %d " % pages in file
    assert rb"Protocol \(2005\)" in file
