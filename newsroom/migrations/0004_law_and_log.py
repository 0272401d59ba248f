"""The law as it stands, a log that cannot be changed, and passes for what is public already."""

from datetime import date

from django.db import migrations

LAWS = [
    ("contempt", "Contempt of Court Act 1981, sections 1 and 2", date(1981, 8, 27), "arrest"),
    (
        "sexual-offence-anonymity",
        "Sexual Offences (Amendment) Act 1992, section 1",
        date(1992, 8, 1),
        "",
    ),
    (
        "child-anonymity",
        "Children and Young Persons Act 1933, section 49; "
        "Youth Justice and Criminal Evidence Act 1999, sections 45 and 45A",
        date(1933, 11, 1),
        "",
    ),
]
PROTECTS = {"sexual-offences": "complainants", "youth-crime": "children"}

LOG_POSTGRESQL = """
CREATE FUNCTION newsroom_releaselog_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The release log is a record: it can be added to, not changed or deleted'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER newsroom_releaselog_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE
    ON newsroom_releaselog FOR EACH STATEMENT EXECUTE FUNCTION newsroom_releaselog_is_kept();
"""
LOG_SQLITE = [
    f"""
CREATE TRIGGER newsroom_releaselog_no_{verb} BEFORE {verb} ON newsroom_releaselog
BEGIN SELECT RAISE(
    ABORT, 'The release log is a record: it can be added to, not changed or deleted'
);
END
"""
    for verb in ("update", "delete")
]
FILE_INDEX = "CREATE INDEX newsroom_rendition_file ON wagtailimages_rendition (file)"


def keep_log(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in [LOG_POSTGRESQL] if postgresql else LOG_SQLITE:
        schema_editor.execute(statement)


def release_log_from_keeping(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER newsroom_releaselog_is_kept ON newsroom_releaselog")
        schema_editor.execute("DROP FUNCTION newsroom_releaselog_is_kept()")
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER newsroom_releaselog_no_{verb}")


def enact(apps, schema_editor):
    LegalRule = apps.get_model("newsroom", "LegalRule")
    for code, source, since, active_from in LAWS:
        LegalRule.objects.create(code=code, source=source, since=since, active_from=active_from)
    CrimeType = apps.get_model("newsroom", "CrimeType")
    for slug, whom in PROTECTS.items():
        CrimeType.objects.filter(slug=slug).update(protects=whom)


def pass_what_is_public(apps, schema_editor):
    """What was public before there was a gate stays so; its words are examined when it changes."""
    GatePass = apps.get_model("newsroom", "GatePass")
    pages = apps.get_model("wagtailcore", "Page").objects.filter(live=True)
    rows = pages.values_list("pk", "live_revision_id").iterator(chunk_size=2000)
    passes = (GatePass(page_id=pk, revision_id=revision, digest="") for pk, revision in rows)
    GatePass.objects.bulk_create(passes, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0003_publishing_desk"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(enact, migrations.RunPython.noop),
        migrations.RunPython(pass_what_is_public, migrations.RunPython.noop),
        migrations.RunPython(keep_log, release_log_from_keeping),
        # A picture is asked for by the name of its file: whether readers may have it is looked up.
        migrations.RunSQL(FILE_INDEX, "DROP INDEX newsroom_rendition_file"),
    ]
