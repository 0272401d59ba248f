"""A planted trace is found in each place: every column of every table, files, names, caches."""

import json
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import CharField, JSONField, TextField

from newsroom.models import ItemUpdate, RetentionDecision
from newsroom.records.encrypted_field import EncryptedTextField
from newsroom.retention.marks import Marks, OtherKey, marks_of
from newsroom.retention.stored_texts import WITHOUT_WORDS, strings_in, text_places, words_of
from newsroom.retention.traces import LAW, cached, files_left, rows_left, words_left
from tests.factories import press_release
from tests.retention import erased

pytestmark = pytest.mark.django_db

PLANTED = "zzqxkvj"
MARKS = marks_of((), [PLANTED])
NUMBER = 987_654
MOMENT = datetime(2026, 11, 30, 12, tzinfo=UTC)
PLACES = [place for place in text_places() if place.model not in LAW]


def marks_in(length):
    """Marks of as much of the word as fits."""
    return marks_of((), [PLANTED[:length]]) if length else MARKS


def value_of(field, planted):
    """A value for a column of a planted row: what is planted, or the least that it takes."""
    kind = field.get_internal_type()
    if kind == "JSONField":
        return json.dumps([{"a": json.dumps({"b": f"<p>{PLANTED}</p>"})}])
    if planted:
        return PLANTED[: field.max_length] if field.max_length else PLANTED
    if field.is_relation or kind.endswith(("AutoField", "IntegerField")):
        return NUMBER if "Small" not in kind else 1
    return {
        "BooleanField": False,
        "DateField": date(2026, 11, 30),
        "DateTimeField": MOMENT,
        "TimeField": time(12),
        "DurationField": timedelta(seconds=1),
        "DecimalField": 1,
        "FloatField": 1.0,
        "UUIDField": uuid.UUID(int=NUMBER),
        "BinaryField": b"x",
    }.get(kind, "x")


def plant(place):
    """Insert a row past the model, with the word in each column that holds texts."""
    fields = place.model._meta.local_concrete_fields
    quote = connection.ops.quote_name
    values = []
    for number, field in enumerate(fields):
        value = value_of(field, field.name in place.columns)
        if value == NUMBER:
            # The persons of a decision are two.
            value += number
        values.append(
            value if isinstance(value, str) else field.get_db_prep_save(value, connection)
        )
    columns = ", ".join(quote(field.column) for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(place.model._meta.db_table)} ({columns}) VALUES ({holes})", values
        )


@pytest.mark.any_database
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.label)
def test_it_is_found_in_each_column_of_each_table(place):
    assert list(words_left(MARKS, [place])) == []
    with transaction.atomic():
        plant(place)
        found = set()
        for length in {field.max_length or 0 for field in columns(place)} | {0}:
            shortened = marks_in(length if 0 < length < len(PLANTED) else 0)
            found |= {trace.place.rpartition(".")[2] for trace in words_left(shortened, [place])}
        transaction.set_rollback(True)
    assert found == set(place.columns)


def columns(place):
    return [
        field for field in place.model._meta.local_concrete_fields if field.name in place.columns
    ]


def test_every_text_of_the_models_is_among_the_places():
    """Written another way than the list is: a new column is a place, whatever its kind."""
    known = {(place.model, column) for place in text_places() for column in place.columns}
    texts = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        and not isinstance(field, EncryptedTextField)
    }
    assert texts
    assert texts <= known
    assert not {"CharField", "TextField", "JSONField", "FileField", "SlugField"} & WITHOUT_WORDS


def test_the_command_looks_at_all_of_them_and_names_the_place():
    page = press_release()
    decision = erased(page, words=[(PLANTED, "")])
    other = press_release(title="Another item", summary=f"It says {PLANTED}.")
    with pytest.raises(CommandError) as error:
        call_command("verify_removed", str(page.pk))
    said = str(error.value)
    assert f"row {other.pk}" in said
    assert "newsroom.Edition.teaser" in said
    assert "newsroom.Edition.document" in said
    assert "Backups are not read" in said
    assert PLANTED not in said
    assert RetentionDecision.objects.get(pk=decision.pk).marks["of"]
    with pytest.raises(CommandError):
        call_command("verify_removed", "--all")


def test_a_row_about_the_page_is_found_by_its_number():
    with transaction.atomic():
        ItemUpdate.objects.bulk_create(
            [ItemUpdate(item_id=NUMBER, stage="charge", at=MOMENT, note="Charged.")]
        )
        assert [trace.place for trace in rows_left(NUMBER)] == ["newsroom.ItemUpdate"]
        transaction.set_rollback(True)
    assert list(rows_left(NUMBER)) == []


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        (f"documents/about-{PLANTED}.bin", b"\xff\xfe", "by its name"),
        ("documents/notes.csv", f"name\n{PLANTED}\n".encode(), "by its content"),
        (f"{PLANTED}/notes.bin", b"\xff", "by its name"),
    ],
)
def test_files_are_found_by_name_and_where_they_are_texts_by_content(name, content, found):
    stored = default_storage.save(name, ContentFile(content))
    try:
        assert [found in trace.where for trace in files_left(MARKS)] == [True]
    finally:
        default_storage.delete(stored)
    assert list(files_left(MARKS)) == []


def test_a_file_that_was_removed_is_found_if_it_is_still_there():
    marks = marks_of((), ())
    stored = default_storage.save("documents/a.bin", ContentFile(b"\xff"))
    try:
        marks.add_file(stored)
        assert len(list(files_left(marks))) == 1
    finally:
        default_storage.delete(stored)
    assert list(files_left(marks)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (f"page {PLANTED}", "x"),
        ("page", {"title": [f"{PLANTED} jailed"]}),
        ("page", PLANTED.encode()),
    ],
)
def test_entries_of_the_cache_are_found_by_key_and_value(key, value):
    cache.set(key.replace(" ", "-"), value)
    assert len(list(cached(MARKS))) == 1
    cache.clear()
    assert list(cached(MARKS)) == []


def test_marks_find_words_in_any_writing_and_do_not_tell_them(settings):
    marks = marks_of(["Zoë Quillfeather jailed for fraud"], ["Zoë Quillfeather"])
    for said in (
        "ZOE QUILLFEATHER",
        "zoe-quillfeather",
        "<b>Zoë</b> Quill<i>feather</i>",
        "Zo%C3%AB%20Quillfeather",
        json.dumps({"a": json.dumps(["Zoë Quillfeather"])}),
    ):
        assert marks.find(said)
    assert not marks.find("Quillfeather, Zoë")
    data = marks.as_data()
    assert "quillfeather" not in json.dumps(data).lower()
    assert Marks.from_data(json.loads(json.dumps(data))).find("Zoë Quillfeather")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 50
    assert Marks.from_data(data).find("Zoë Quillfeather")
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(OtherKey):
        Marks.from_data(data)


def test_short_titles_are_no_marks():
    assert not marks_of(["Statement", "A statement"], ()).find("A statement")


def test_json_within_json_is_read():
    assert PLANTED in list(strings_in(json.dumps([json.dumps({"a": [PLANTED]})])))
    assert words_of("O’Brien-Smith’s") == ["o", "brien", "smith", "s"]
