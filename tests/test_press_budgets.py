"""What the press office's lists and files ask of the database: as much for many as for one."""

from datetime import date

import pytest

from newsroom.choices import VersionStatus as Status
from newsroom.models import DeskClosure, SocialMediaAccount
from tests.factories import area, case, desk, release, topic
from tests.test_topic_statistics import figure
from tests.version_factories import policy, policy_version

pytestmark = pytest.mark.django_db

MANY = pytest.mark.parametrize("number", [1, 9])


@MANY
def test_the_list_of_cases(client, number, django_assert_num_queries):
    """The same for any number of cases.

    1 finds the edition, 1 all pages that it names, 1 the cases.
    """
    for count in range(number):
        page = case(title=f"R v {count}", summary="What happened.").get_parent()
    client.get(page.url)
    with django_assert_num_queries(3):
        assert len(client.get(page.url).context["cases"]) == number


@MANY
def test_the_card_of_a_desk(client, number, django_assert_num_queries):
    """Its closures, itself with its Area, and its hours: whatever other desks there are."""
    for count in range(number):
        made = desk(name=f"Desk {count}", area=area(f"Area {count}"))
        DeskClosure.objects.create(
            contact=made, first_day=date(2030, 1, 1), last_day=date(2030, 1, 1), reason="Move"
        )
    with django_assert_num_queries(3):
        assert client.get(f"/news/press-office/{made.pk}.vcf").status_code == 200


@MANY
def test_the_file_of_a_topics_figures(client, number, django_assert_num_queries):
    """The edition, which holds the figures."""
    subject = topic(title="Hate crime", slug="hate-crime")
    for count in range(number):
        figure(subject, count, period=f"{count}")
    release(subject)
    address = "/news/hate-crime/statistics.csv"
    client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address).text.count("\n") == number + 1


@MANY
def test_the_social_media_policy(client, number, django_assert_num_queries):
    """As the protocol in tests/test_versions.py, with no version in force: the edition, all pages
    that it names, all versions. The edition holds the accounts.
    """
    for count in range(number):
        policy_version(
            slug=f"{2000 + count}",
            status=Status.SUPERSEDED,
            in_force_from=date(2000 + count, 1, 1),
            in_force_to=date(2000 + count, 12, 31),
        )
        SocialMediaAccount.objects.create(
            page=policy(), platform="X", handle=f"@{count}", url="https://www.example.org/"
        )
    release(policy())
    address = policy().url
    client.get(address)
    with django_assert_num_queries(3):
        assert len(client.get(address).context["page"].accounts) == number
