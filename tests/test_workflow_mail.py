"""What leaves the building by mail on the way to release: no protected name, and no comment."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Comment, PageSubscription

from newsroom.models import ProtectedName, ReportingRestriction
from tests.desk import act, edit, submitted

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

TITLE = "Zebedee Quillfeather in court"
WORDS = {"title": TITLE, "slug": "in-court"}


@pytest.fixture(autouse=True)
def _desk():
    for user in get_user_model().objects.all():
        user.email = f"{user.username}@cps-news.example"
        user.save()
    # Not about the page: whoever answers that it is somebody else may submit it.
    order = ReportingRestriction.objects.create(kind="s11", covers="A name", effect="names")
    ProtectedName.objects.create(restriction=order, words="Zebedee Quillfeather")


def told(mailoutbox):
    """All that was mailed, and to whom."""
    assert mailoutbox
    for mail in mailoutbox:
        assert "quillfeather" not in f"{mail.subject} {mail.body}".lower()
    return {(mail.subject, to) for mail in mailoutbox for to in mail.to}


def test_who_is_asked_and_who_is_answered_reads_no_protected_name(mailoutbox):
    page = submitted(**WORDS)
    withheld = f"“Page {page.pk} (its title is withheld)”"
    lawyer = "reviewing.lawyer@cps-news.example"
    assert (f"Legal clearance is asked of you: {withheld}", lawyer) in told(mailoutbox)
    assert f"/admin/pages/{page.pk}/edit/" in mailoutbox[0].body
    mailoutbox.clear()
    # With the name itself a comment is refused; what hints at it is read on the page alone.
    act("reviewing.lawyer", page, "reject", comment="Is this the man of Durham?")
    author = "press.officer@cps-news.example"
    assert told(mailoutbox) == {(f"Sent back from Legal clearance: {withheld}", author)}
    assert "Durham" not in mailoutbox[0].body


def test_a_title_that_may_be_told_is_told(mailoutbox):
    page = submitted()
    act("reviewing.lawyer", page)
    mailoutbox.clear()
    act("duty.editor", page)
    author = "press.officer@cps-news.example"
    assert told(mailoutbox) == {("Approved: “Man jailed”", author)}


def test_a_comment_is_read_on_its_page(mailoutbox):
    page = submitted(**WORDS)
    mailoutbox.clear()
    lawyer = get_user_model().objects.get(username="reviewing.lawyer")
    PageSubscription.objects.filter(page=page).update(comment_notifications=True)
    said = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "Is this Zebedee Quillfeather?",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    edit("reviewing.lawyer", page, **WORDS, **said)
    assert Comment.objects.get().user == lawyer
    ((subject, to),) = told(mailoutbox)
    assert to == "press.officer@cps-news.example"
    assert subject.endswith(f"has commented on “Page {page.pk} (its title is withheld)”")
