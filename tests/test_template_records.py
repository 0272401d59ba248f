"""Release templates as records: who keeps them, and what none may say."""

import json
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsroom.desk.name_report import report_on
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.gate.release_gate import UNCHECKED, examine
from newsroom.models import LegalRule, ReleaseTemplate
from tests.begun import begin, begun, shipped
from tests.blockers import name_order
from tests.desk import at_desk
from tests.factories import person, press_release

pytestmark = pytest.mark.django_db


def words(**changed):
    """The form of a template."""
    return nested_form_data(
        {
            "name": "Extradition",
            "line": "Somebody was brought here from another country.",
            "language": "en",
            "place": "90",
            "kind": "press-release",
            "stage": "charge",
            "court": "[court]",
            "title": "[Name] extradited from [country]",
            "summary": "",
            "body": streamfield(
                [
                    ("paragraph", rich_text("<p>[Name] was brought to [court].</p>")),
                    (
                        "paragraph",
                        rich_text(
                            "<p>Proceedings against [name] are active. Nothing may be said that "
                            "could prejudice them.</p>"
                        ),
                    ),
                    (
                        "quote",
                        {
                            "paragraphs": streamfield([("item", "[quote]")]),
                            "speaker": "[name]",
                            "role": "[role]",
                        },
                    ),
                ]
            ),
            "notes_to_editors": rich_text(""),
            "questions": "Has the other country agreed to this being said?",
            **changed,
        }
    )


def add(username="duty.editor", **changed):
    address = reverse("wagtailsnippets_newsroom_releasetemplate:add")
    return at_desk(username).post(address, words(**changed))


def kept():
    return ReleaseTemplate.objects.filter(name="Extradition").first()


def text(html):
    return streamfield([("paragraph", rich_text(f"<p>{html}</p>"))])


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("title", {"title": "Man extradited"}),
        ("title", {"title": "[Name] extradited from [the country]"}),
        ("title", {"title": "Murderer [name] extradited"}),
        ("summary", {"summary": "Somebody was extradited."}),
        ("court", {"court": "Leeds Crown Court"}),
        ("body", {"body": text("[Name] was brought to [court].")}),
        ("notes_to_editors", {"notes_to_editors": rich_text("<p>[Name] was born on 3 May.</p>")}),
        ("stage", {"kind": "cps-says"}),
        ("name", {"name": ""}),
    ],
)
def test_what_the_gate_would_not_stop_is_refused_beside_its_field(field, changed):
    answer = add(**changed)
    assert answer.status_code == HTTPStatus.OK
    assert field in answer.context_data["form"].errors
    assert "Has the other country agreed" in answer.text, "nothing is lost"
    assert kept() is None


def test_a_duty_editor_keeps_templates_and_each_change_is_logged():
    assert add().status_code == HTTPStatus.FOUND
    template = kept()
    edited = reverse("wagtailsnippets_newsroom_releasetemplate:edit", args=[template.pk])
    client = at_desk("duty.editor")
    assert client.get(edited).status_code == HTTPStatus.OK
    saved = client.post(edited, words(line="From another country, by a court’s order."))
    assert saved.status_code == HTTPStatus.FOUND
    assert kept().line == "From another country, by a court’s order."
    history = ModelLogEntry.objects.filter(object_id=template.pk).order_by("pk")
    assert [entry.action for entry in history] == ["wagtail.create", "wagtail.edit"]
    assert "[country]" in begin("press.officer", template).text


@pytest.mark.parametrize("username", ["press.officer", "reviewing.lawyer"])
def test_nobody_else_changes_them(username):
    assert add(username).status_code == HTTPStatus.FOUND
    assert kept() is None
    for view in ("edit", "delete"):
        number = [shipped("en", "Sentence").pk]
        address = reverse(f"wagtailsnippets_newsroom_releasetemplate:{view}", args=number)
        at_desk(username).post(address, words())
    assert shipped("en", "Sentence").title.startswith("[Name] sentenced")


def test_the_second_to_save_overwrites_nothing_unseen():
    add()
    address = reverse("wagtailsnippets_newsroom_releasetemplate:edit", args=[kept().pk])
    first, second = at_desk("duty.editor"), at_desk("second.editor")
    loaded = [
        BeautifulSoup(client.get(address).text, "html.parser").select_one("[name=loaded]")["value"]
        for client in (first, second)
    ]
    theirs = words(line="What Bea wrote", loaded=loaded[1])
    assert second.post(address, theirs).status_code == HTTPStatus.FOUND
    answer = first.post(address, words(line="What Ada wrote", loaded=loaded[0]))
    (both,) = answer.context_data["form"].both_values
    assert (both.name, both.theirs, both.mine) == ("line", "What Bea wrote", "What Ada wrote")
    assert kept().line == "What Bea wrote"


def test_a_text_that_two_people_changed_is_shown_in_words():
    add()
    address = reverse("wagtailsnippets_newsroom_releasetemplate:edit", args=[kept().pk])
    client = at_desk("duty.editor")
    loaded = BeautifulSoup(client.get(address).text, "html.parser").select_one("[name=loaded]")
    reminder = "Proceedings against [name] are active. Do not prejudice them."
    client.post(address, words(body=text(f"[Theirs]. {reminder}"), loaded=loaded["value"]))
    answer = client.post(address, words(body=text(f"[Mine]. {reminder}"), loaded=loaded["value"]))
    (both,) = answer.context_data["form"].both_values
    assert (both.theirs, both.mine) == (f"[Theirs]. {reminder}", f"[Mine]. {reminder}")


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("line", {"line": "For Ottoline Quarrenby."}),
        ("questions", {"questions": "Is it Ottoline Quarrenby?"}),
        ("title", {"title": "Ottoline Quarrenby and [name]"}),
        (
            "body",
            {"body": text("[Name] met Ottoline Quarrenby. Proceedings are active: no prejudice.")},
        ),
    ],
)
def test_a_protected_name_is_refused_beside_its_field_and_to_programs(field, changed):
    name_order("Ottoline Quarrenby", press_release())
    errors = add(**changed).context_data["form"].errors
    assert str(REPEATS_NAME) in errors[field]
    assert kept() is None
    template = shipped("en", "Statement")
    template.line = "For Ottoline Quarrenby."
    with pytest.raises(ValidationError):
        template.save()


def test_a_program_saves_no_template_that_the_gate_would_not_stop():
    template = shipped("en", "Statement")
    template.title = "What we say"
    with pytest.raises(ValidationError) as refused:
        template.save()
    assert list(refused.value.message_dict) == ["title"]


def test_what_cannot_be_checked_is_refused():
    LegalRule.objects.filter(code="contempt").delete()
    assert str(UNCHECKED.message) in add().context_data["form"].errors["title"]


def test_a_name_that_is_protected_later_is_found_and_the_gate_refuses_what_it_begins():
    template = shipped("en", "Statement")
    template.line = "For Ottoline Quarrenby."
    template.body = json.dumps(
        [{"type": "paragraph", "value": "<p>[Subject]: Ottoline Quarrenby said so.</p>"}]
    )
    template.save()
    name_order("Ottoline Quarrenby", press_release())
    found = report_on("Ottoline Quarrenby", person("administrator")).found
    (row,) = [one for one in found if one.what == "Release template"]
    assert len(row.sightings) == 2
    codes = {finding.code for finding in examine(begun(template)).blockers}
    assert codes & {"protected-name", "protected-name-elsewhere"}
