"""What the database lets the public service do: read what readers get, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from newsroom.management.commands.grant_public_role import ROLE
from newsroom.readers.tables import READ_BY_READERS, table_of_letters, tables_of_readers
from tests.conftest import ON_POSTGRESQL
from tests.factories import press_release, release
from tests.public_role import readers_rights

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no roles")

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
CHANGES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
AN_ORDER = "SELECT * FROM newsroom_reportingrestriction"


def values(statement: str, *parameters: object) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [value for (value,) in cursor.fetchall()]


def allows(table: str, right: str) -> bool:
    """Whether the role has this right, if only to one column."""
    whole = "SELECT has_table_privilege(%s, %s, %s)"
    part = "SELECT has_any_column_privilege(%s, %s, %s)"
    asked = [whole, part] if right in ("SELECT", "INSERT", "UPDATE", "REFERENCES") else [whole]
    return any(values(question, ROLE, f'"{table}"', right)[0] for question in asked)


def refused(statement: str) -> bool:
    """Whether the database refuses a statement of the role."""
    try:
        with transaction.atomic(), readers_rights(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error)
    return False


def run(role: str = ROLE) -> str:
    said = StringIO()
    call_command("grant_public_role", role=role, stdout=said)
    return said.getvalue()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_readers_are_given_no_model_of_the_desk():
    public = {"alerts", "archive", "editions", "press_office", "speakers", "taxonomy"}
    models = [apps.get_model(label) for label in READ_BY_READERS]
    packages = {model.__module__.split(".")[1] for model in models if model is not Locale}
    assert packages == public


@on_postgresql
def test_the_role_reads_the_tables_of_readers_and_no_other():
    tables = set(values(TABLES))
    assert len(tables) > 80
    assert {table for table in tables if allows(table, "SELECT")} == set(tables_of_readers())


@on_postgresql
def test_every_table_of_the_desk_refuses_it():
    for table in set(values(TABLES)) - set(tables_of_readers()):
        assert refused(f'SELECT * FROM "{table}" LIMIT 1'), table


@on_postgresql
def test_it_changes_no_table_and_adds_rows_to_the_letter_box_alone():
    changed = [(t, right) for t in values(TABLES) for right in CHANGES if allows(t, right)]
    assert changed == [(table_of_letters(), "INSERT")]
    press_release()
    for table in tables_of_readers():
        assert not refused(f'SELECT * FROM "{table}" LIMIT 1'), table
        assert refused(f'DELETE FROM "{table}"'), table
        column = values(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", table
        )[0]
        assert refused(f'UPDATE "{table}" SET "{column}" = NULL'), table
        assert refused(f'INSERT INTO "{table}" DEFAULT VALUES'), table


@on_postgresql
@pytest.mark.parametrize("close", ["withdrawn", "changed", "expired"])
def test_it_reads_no_closed_edition_and_none_of_its_files(close, image):
    item = press_release(title="Before", image=image, image_alt="A court")
    rows = "SELECT COUNT(*) FROM newsroom_edition WHERE page_id = %s"
    files = "SELECT COUNT(*) FROM newsroom_editionfile WHERE edition_id IN (%s)"
    (edition,) = values("SELECT id FROM newsroom_edition WHERE page_id = %s", item.pk)
    with readers_rights():
        assert values(rows, item.pk) == [1]
        assert values(files, edition)[0] > 0
    if close == "withdrawn":
        item.unpublish()
    elif close == "changed":
        item.title = "After"
        release(item)
    else:
        item.expire_at = timezone.now() - timedelta(seconds=1)
        item.save()
        call_command("publish_due", "--once", verbosity=0)
    with readers_rights():
        assert values(rows, item.pk) == [close == "changed"]
        assert values(files, edition) == [0]
    assert values(rows, item.pk)[0] > 0
    assert values(files, edition)[0] > 0


@on_postgresql
def test_it_draws_no_number_and_makes_nothing_of_its_own():
    run()
    for sequence in values("SELECT relname FROM pg_class WHERE relkind = 'S'"):
        assert refused(f"SELECT nextval('{sequence}')"), sequence
    assert refused("CREATE TABLE its_own (id integer)")
    assert refused("CREATE TEMPORARY TABLE its_own (id integer)")


@on_postgresql
def test_a_table_of_the_future_is_closed_to_it():
    execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {ROLE}, PUBLIC")
    execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC")
    run()
    execute("CREATE TABLE later (id integer)")
    assert refused("SELECT * FROM later")


@on_postgresql
def test_run_again_it_takes_what_is_too_much_and_says_so():
    run()
    tables = len(tables_of_readers())
    assert run() == f"{ROLE} may read {tables} tables, put letters into one, and nothing else.\n"
    execute(f"GRANT SELECT (public_wording) ON newsroom_reportingrestriction TO {ROLE}")
    execute("GRANT INSERT ON newsroom_area TO PUBLIC")
    execute(f"REVOKE SELECT ON newsroom_edition FROM {ROLE}")
    said = run()
    assert "Granted: SELECT on public.newsroom_edition.\n" in said
    for taken in ("INSERT on public.newsroom_area", "SELECT on public.newsroom_reportingrestrict"):
        assert taken in said.splitlines()[1]
    assert refused("SELECT public_wording FROM newsroom_reportingrestriction")


@on_postgresql
@pytest.mark.parametrize(
    ("attribute", "reason"),
    [
        ("SUPERUSER", "may do more than log in"),
        ("IN ROLE pg_read_all_data", "member of another role"),
    ],
)
def test_a_role_that_may_do_more_is_refused(attribute, reason):
    execute(f"CREATE ROLE newsroom_mighty {attribute}")
    with pytest.raises(CommandError, match=reason):
        run("newsroom_mighty")


@on_postgresql
def test_rights_that_cannot_be_taken_are_an_error_and_nothing_is_granted():
    execute("CREATE ROLE newsroom_owning")
    execute("CREATE SCHEMA elsewhere")
    execute("ALTER SCHEMA elsewhere OWNER TO newsroom_owning")
    with pytest.raises(CommandError, match="CREATE on schema elsewhere"):
        run("newsroom_owning")
    granted = "SELECT has_table_privilege('newsroom_owning', 'newsroom_edition', 'SELECT')"
    assert values(granted) == [False]


@on_postgresql
def test_without_the_role_or_the_right_to_grant_it_says_what_to_do():
    with pytest.raises(CommandError, match="CREATE ROLE nobody_at_all LOGIN"):
        run("nobody_at_all")
    execute("CREATE ROLE newsroom_stranger")
    execute("SET LOCAL ROLE newsroom_stranger")
    with pytest.raises(CommandError, match="run this as the owner"):
        run()


@on_postgresql
def test_a_request_of_a_reader_has_these_rights_and_one_of_the_desk_its_own(client, monkeypatch):
    item = press_release()
    monkeypatch.setattr("newsroom.readers.page.place_of", lambda _edition: execute(AN_ORDER))
    with (
        pytest.raises(ProgrammingError, match="newsroom_reportingrestriction"),
        transaction.atomic(),
    ):
        client.get(item.url)
    execute(AN_ORDER)


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL has roles")
def test_sqlite_has_no_roles():
    with pytest.raises(CommandError, match="on PostgreSQL only"):
        run()
