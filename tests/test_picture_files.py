"""Pictures as they are uploaded: all that are accepted can be shown, and say nothing besides."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms
from wagtail.images import get_image_model

from newsroom.documents.renditions import FILTERS
from newsroom.gate.release_gate import examine
from newsroom.models import CaseMaterial, EditionFile, PictureRecord, PressReleasePage
from tests.blockers import name_order
from tests.factories import case, draft, press_release, speech
from tests.picture_files import (
    NAME,
    comment,
    encoded,
    exif,
    iptc,
    png_text,
    with_segments,
    xmp,
)
from tests.test_uploads import upload_picture

pytestmark = pytest.mark.django_db

SPECS = tuple(dict.fromkeys(spec for specs in FILTERS.values() for spec in specs))
MARK = b"Quillfeather"
SPACED = "Quillfeather".encode("utf-16-le")


def uploaded(client, content, name, **fields):
    answer = upload_picture(client, name, content, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return get_image_model().objects.latest("pk")


def stored(image):
    with image.open_file() as file:
        return file.read()


def opened(image):
    picture = Image.open(BytesIO(stored(image)))
    picture.load()
    return picture


def half_grey(mode):
    """Half of the range of a 16-bit mode, or of an 8-bit one."""
    levels = {"I;16": 0x8000, "LA": (0x80, 0xFF), "L": 0x80}
    return Image.new(mode, (60, 40), levels[mode])


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "I;16"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGBA"),
        ("GIF", "P"),
        ("AVIF", "RGBA"),
    ],
)
def test_a_picture_that_is_accepted_is_shown_in_every_size(admin_client, client, kind, mode):
    image = uploaded(admin_client, encoded(kind, mode), f"court.{kind.lower()}")
    assert set(image.get_renditions(*SPECS)) == set(SPECS)
    assert opened(image).mode in {"L", "RGB", "RGBA"}
    body = [("paragraph", "<p>A man was jailed.</p>"), ("image", block(image))]
    item = press_release(image=image, image_alt="A court", body=body)
    page = type(client)().get(item.url)
    assert page.status_code == 200
    assert page.text.count("<picture>") == 2


def block(image):
    return {"image": image, "alt": "A court", "caption": "", "credit": ""}


@pytest.mark.parametrize("mode", ["I;16", "LA", "L"])
def test_grey_stays_grey(admin_client, mode):
    image = uploaded(admin_client, encoded("PNG", picture=half_grey(mode)), "grey.png")
    assert opened(image).convert("L").getpixel((5, 5)) == 0x80


def test_a_transparent_palette_stays_transparent(admin_client):
    palette = Image.new("P", (60, 40), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    for kind in ("PNG", "GIF"):
        content = encoded(kind, picture=palette, transparency=1)
        image = uploaded(admin_client, content, f"sign.{kind.lower()}")
        assert opened(image).getpixel((5, 5))[3] == 0
        assert image.filename.endswith(".png")


def frames(kind):
    first, second = Image.new("RGB", (60, 40)), Image.new("RGB", (60, 40), "white")
    return encoded(kind, picture=first, save_all=True, append_images=[second])


@pytest.mark.parametrize(
    ("kind", "said"),
    # Willow knows no moving PNG or AVIF, and says that these are no pictures.
    [("GIF", "moves"), ("WEBP", "moves"), ("PNG", "valid image"), ("AVIF", "valid image")],
)
def test_a_moving_picture_is_refused_beside_its_field(admin_client, kind, said):
    answer = upload_picture(admin_client, f"moving.{kind.lower()}", frames(kind))
    assert said in str(answer.context["form"].errors["file"])
    assert not get_image_model().objects.exists()


def test_the_second_picture_in_a_jpeg_of_a_camera_is_not_kept(admin_client):
    image = uploaded(admin_client, frames("MPO"), "camera.jpg")
    assert (opened(image).format, stored(image).count(b"\xff\xd8\xff")) == ("JPEG", 1)


def test_a_picture_of_which_no_rendition_can_be_made_is_refused(admin_client, monkeypatch):
    def fails(*args, **kwargs):
        raise KeyError("a mode that nobody has thought of")

    monkeypatch.setattr("wagtail.images.models.Filter.run", fails)
    answer = upload_picture(admin_client, "court.png", encoded("PNG"))
    assert "cannot be shown" in str(answer.context["form"].errors["file"])


METADATA = {
    "exif.jpg": encoded("JPEG", exif=exif()),
    "exif.png": encoded("PNG", exif=exif()),
    "exif.webp": encoded("WEBP", exif=exif()),
    "exif.avif": encoded("AVIF", exif=exif()),
    "xmp.jpg": encoded("JPEG", xmp=xmp()),
    "xmp.webp": encoded("WEBP", xmp=xmp()),
    "xmp.avif": encoded("AVIF", xmp=xmp()),
    "comment.jpg": with_segments(encoded("JPEG"), comment(f"A {NAME}"), comment("Another")),
    "comment.gif": encoded("GIF", "P", comment=NAME.encode()),
    "iptc.jpg": with_segments(encoded("JPEG"), iptc(caption=f"Victim {NAME}")),
    "text.png": encoded("PNG", pnginfo=png_text()),
}


def without_marks(content):
    return MARK not in content and SPACED not in content


@pytest.mark.parametrize("name", METADATA)
def test_nothing_that_a_file_says_reaches_readers(admin_client, client, name):
    assert not without_marks(METADATA[name]) or name.endswith((".png", ".avif"))
    image = uploaded(admin_client, METADATA[name], name)
    assert PictureRecord.objects.get(pk=image.pk).file_words.count(NAME) >= 1
    assert without_marks(stored(image))
    picture = opened(image)
    assert not picture.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)
    item = press_release(image=image, image_alt="A court")
    rows = EditionFile.objects.public().filter(edition__page_id=item.pk)
    assert rows.count() > 5
    for row in rows:
        sent = type(client)().get(reverse("picture", args=[row.name])).getvalue()
        assert without_marks(sent)
        assert b"Exif" not in sent


@pytest.mark.parametrize("name", METADATA)
def test_the_gate_reads_what_a_file_said(admin_client, name):
    image = uploaded(admin_client, METADATA[name], name)
    item = draft(image=image, image_alt="A court")
    name_order(NAME, item)
    found = [each for each in examine(item).blockers if each.code.startswith("protected")]
    assert found
    assert {each.field for each in found} == {"image"}


def test_every_text_of_an_exif_and_a_png_is_read(admin_client):
    for name, marks in {
        "exif.jpg": ["Artist", "XPComment", "UserComment"],
        "xmp.jpg": ["Headline", "XMP"],
        "text.png": ["tEXt", "zTXt", "iTXt"],
    }.items():
        said = PictureRecord.objects.get(pk=uploaded(admin_client, METADATA[name], name).pk)
        for mark in marks:
            assert f"{mark} " in said.file_words


def test_a_thumbnail_and_what_follows_the_end_are_dropped(admin_client):
    face = encoded("JPEG", size=(16, 16))
    data = exif()
    content = encoded("JPEG", exif=b"Exif\0\0" + data.tobytes()[6:] + face) + b"MPF" + face
    image = uploaded(admin_client, content, "face.jpg")
    assert stored(image).count(b"\xff\xd8\xff") == 1
    assert stored(image).endswith(b"\xff\xd9")


def test_a_picture_taken_sideways_is_stored_upright(admin_client):
    sideways = Image.new("RGB", (60, 40), "white")
    sideways.paste("black", (0, 0, 60, 10))
    content = encoded("JPEG", picture=sideways, exif=exif(orientation=6))
    image = uploaded(admin_client, content, "sideways.jpg")
    assert (image.width, image.height) == opened(image).size == (40, 60)
    # Turned clockwise, what was at the top is at the right.
    assert opened(image).getpixel((38, 30))[0] < 40
    assert opened(image).getpixel((2, 30))[0] > 200


def test_a_colour_profile_is_applied_and_dropped(admin_client):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, kind in (("a.jpg", "JPEG"), ("a.png", "PNG")):
        for one in (profile, b"damaged"):
            image = uploaded(admin_client, encoded(kind, icc_profile=one), name)
            assert "icc_profile" not in opened(image).info


@pytest.mark.parametrize(
    ("content", "credit"),
    [
        (METADATA["exif.jpg"], f"Artist {NAME}"),
        (with_segments(encoded("JPEG"), iptc(byline="J Doe")), "J Doe"),
        (with_segments(encoded("JPEG"), iptc(byline="J Doe", credit="The Police")), "The Police"),
        (encoded("JPEG", xmp=b"<dc:creator><rdf:li>J Roe</rdf:li></dc:creator>"), "J Roe"),
        (encoded("JPEG"), ""),
    ],
    ids=["EXIF", "byline", "credit", "XMP", "none"],
)
def test_the_credit_is_taken_from_the_file(admin_client, content, credit):
    image = uploaded(admin_client, content, "court.jpg")
    assert PictureRecord.objects.get(pk=image.pk).credit == credit


def test_a_credit_that_somebody_typed_is_kept(admin_client):
    image = uploaded(admin_client, METADATA["exif.jpg"], "court.jpg", credit="CPS")
    assert PictureRecord.objects.get(pk=image.pk).credit == "CPS"


@pytest.mark.parametrize(("typed", "kept"), [("", "The Police"), ("CPS", "CPS")])
def test_a_page_takes_the_credit_of_its_picture_if_it_has_none(admin_client, typed, kept):
    content = with_segments(encoded("JPEG"), iptc(credit="The Police"))
    image = uploaded(admin_client, content, "court.jpg")
    item = draft()
    form = PressReleasePage.get_edit_handler().get_form_class()(
        {"image": image.pk, "image_credit": typed, "body-count": "0"}, instance=item
    )
    form.is_valid()
    assert form.cleaned_data["image_credit"] == kept


def test_pictures_of_a_multiple_upload_are_stored_without_metadata(admin_client):
    file = SimpleUploadedFile("exif.jpg", METADATA["exif.jpg"])
    sent = {"title": "Court", "files[]": file, "collection": "1"}
    said = admin_client.post(reverse("wagtailimages:add_multiple"), sent).json()
    number = said["uploaded_file_id"]
    create = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    words = {"title": "Court", "collection": "1", "release_class": "place", "tags": ""}
    prefixed = {f"uploaded-image-{number}-{key}": value for key, value in words.items()}
    assert admin_client.post(create, prefixed).json()["success"]
    image = get_image_model().objects.get()
    assert without_marks(stored(image))
    assert image.file_hash == image.__class__.objects.get().get_file_hash()
    assert NAME in image.record.file_words
    assert image.record.credit == f"Artist {NAME}"


def test_no_page_fails_by_a_picture_that_was_stored_before_it_was_tried(client):
    file = ContentFile(encoded("PNG", picture=half_grey("I;16")), name="grey.png")
    image = get_image_model().objects.create(title="Grey", file=file)
    body = [("paragraph", "<p>A man was jailed.</p>"), ("image", block(image))]
    shown = {"image": image, "image_alt": "A court", "body": body}
    material = CaseMaterial(
        what="A knife", kind="photograph", image=image, protocol_class="released", image_alt="A"
    )
    pages = [
        press_release(**shown, social_image=image),
        press_release(social_image=image),
        speech(**shown),
        case(materials=[material]),
    ]
    for page in pages:
        assert client.get(page.url).status_code == 200
        assert page.make_preview_request().status_code == 200
