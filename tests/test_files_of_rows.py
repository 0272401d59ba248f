"""What a case withholds and a speech brings along: files that are public with a row."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from newsroom.choices import MaterialKind, ProtocolClass, StageKind
from newsroom.models import (
    CaseMaterial,
    CaseStage,
    HighProfileCasePage,
    SpeechDocument,
    SpeechPage,
)
from tests.factories import (
    case,
    press_release,
    speech,
)
from tests.test_files import document, sql_of

pytestmark = pytest.mark.django_db

GUILTY = ((date(2024, 5, 1), StageKind.CONVICTED),)
QUASHED = (*GUILTY, (date(2025, 5, 1), StageKind.QUASHED))
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("stages", "rule", "image_status", "document_status"),
    [
        (GUILTY, {"released_on": date(2024, 5, 2)}, 200, 200),
        (GUILTY, {"released_on": None}, 404, 404),
        (GUILTY, {"released_on": TOMORROW}, 404, 404),
        (GUILTY, {"protocol_class": ProtocolClass.WITHHELD}, 404, 404),
        (GUILTY, {"protocol_class": ProtocolClass.CONSULTATION}, 200, 200),
        (QUASHED, {}, 404, 200),
        (((TOMORROW, StageKind.CONVICTED),), {}, 404, 200),
        ((), {}, 404, 200),
    ],
    ids=[
        "released",
        "no day of release",
        "released tomorrow",
        "never released",
        "released after consultation",
        "conviction quashed",
        "conviction tomorrow",
        "no conviction",
    ],
)
def test_material_of_a_case_is_public_once_it_is_released(
    client, image, rendition, stages, rule, image_status, document_status
):
    paper = document()
    rule = {"protocol_class": "released", "released_on": date(2024, 5, 2), **rule}
    custody = {"kind": MaterialKind.CUSTODY_IMAGE, "image": image, "image_alt": "A man"}
    thread = case(
        stages=[CaseStage(date=day, kind=kind) for day, kind in stages],
        materials=[
            CaseMaterial(what="Custody image", **custody, **rule),
            CaseMaterial(what="Letter", kind=MaterialKind.DOCUMENT, document=paper, **rule),
        ],
    )
    assert client.get(rendition.url).status_code == image_status
    assert client.get(paper.url).status_code == document_status
    # The page of the case shows what the site sends.
    page = client.get(thread.url).text
    assert (rendition.url in page, paper.url in page) == (
        image_status == 200,
        document_status == 200,
    )
    thread = HighProfileCasePage.objects.get(pk=thread.pk)
    thread.unpublish()
    assert client.get(rendition.url).status_code == client.get(paper.url).status_code == 404


def test_what_a_case_withholds_is_public_when_an_item_shows_it(client, image, rendition):
    case(materials=[CaseMaterial(what="A knife", kind=MaterialKind.PHOTOGRAPH, image=image)])
    assert client.get(rendition.url).status_code == 404
    press_release(image=image, image_alt="A knife")
    assert client.get(rendition.url).status_code == 200


def test_the_documents_of_a_speech_are_public_with_it(client):
    paper = document()
    given = speech(documents=[SpeechDocument(document=paper)])
    assert client.get(paper.url).status_code == 200
    SpeechPage.objects.get(pk=given.pk).unpublish()
    assert client.get(paper.url).status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_material_of_a_case_costs_the_same_however_much_there_is(client, image, rendition, number):
    rule = {"kind": MaterialKind.PHOTOGRAPH, "protocol_class": "released", "image_alt": "A knife"}
    given = {"what": "A knife", "image": image, "released_on": date(2024, 5, 2)}
    case(materials=[CaseMaterial(**given, **rule) for _ in range(number)])
    queries = sql_of(client, rendition.url)
    # Whether an open edition shows it.
    assert len(queries) == 1, "\n".join(queries)
