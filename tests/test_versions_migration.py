"""What a social media policy said before there were versions is kept as a version."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

MIGRATION = ("newsroom", "0011_versions")

# The whole database is put back afterwards: migrating cannot hide in a transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def block(text):
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid4())}


def before():
    """The models as they were just before there were versions."""
    graph = MigrationExecutor(connection).loader.graph
    targets = [node.key for node in graph.node_map[MIGRATION].parents if node.key[0] == "newsroom"]
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def after():
    """Bring the database back to where the code is."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("newsroom"))


def test_a_policy_becomes_its_first_version_and_back():
    from newsroom.models import SocialMediaPolicyPage
    from tests.version_factories import policy

    page = policy(first_published_at=datetime(2024, 9, 2, 12, tzinfo=UTC), summary="What to expect")
    page_id = page.pk
    try:
        Old = before().get_model("newsroom", "SocialMediaPolicyPage")
        said, drafted = [block("We aim to be accurate.")], [block("We are accurate.")]
        old = Old.objects.get(pk=page_id)
        old.body = said
        old.save()
        revision = SocialMediaPolicyPage._meta.get_field("latest_revision").related_model
        made = revision.objects.create(
            content_type_id=old.content_type_id,
            base_content_type_id=old.content_type_id,
            object_id=str(page_id),
            created_at=timezone.now(),
            object_str="Policy",
            content={"body": json.dumps(drafted)},
        )
        Old.objects.filter(pk=page_id).update(latest_revision_id=made.pk)
    finally:
        after()
    page = SocialMediaPolicyPage.objects.get(pk=page_id)
    kept, draft = [child.specific for child in page.get_children().order_by("path")]
    assert list(kept.body.raw_data) == said
    assert (kept.live, kept.status, kept.in_force_from) == (True, "in-force", date(2024, 9, 2))
    assert kept.summary == "What to expect"
    assert list(draft.body.raw_data) == drafted
    assert (draft.live, draft.status) == (False, "consultation")
    assert page.numchild == 2
    assert "We aim to be accurate." in Client().get(page.url).text
    assert "We aim to be accurate." in Client().get(kept.url).text
    # Wagtail can go on from there: its tree is whole.
    assert type(page).find_problems() == ([], [], [], [], [])
    draft.save_revision().publish()
    try:
        Old = before().get_model("newsroom", "SocialMediaPolicyPage")
        assert list(Old.objects.get(pk=page_id).body.raw_data) == said
    finally:
        after()
