"""Items with an earlier edition, and who may read it. Used by test_earlier_*.py."""

from typing import Any

from django.utils import timezone

from newsroom.models import EarlierEdition
from tests.factories import clear, declare_change, press_release

NOTE = "An earlier version said that he was 14. He is 41."
WITHHELD = "This earlier edition is withheld for a legal reason."
PREJUDICIAL = "He has previous convictions. The man is 14 years old."
CHARGED = {"title": "Man to appear in court", "slug": "man-to-appear-in-court"}


def text(words):
    return [("paragraph", f"<p>{words}</p>"), ("paragraph", "<p>He pleaded not guilty.</p>")]


BEFORE, AFTER = text("The man is 14 years old."), text("The man is 41 years old.")


def stored(page):
    return page.specific_class.objects.get(pk=page.pk)


def public(words="The man is 14 years old.", **fields):
    """An item that readers have in words that will be corrected."""
    return press_release(body=text(words), **fields)


def declare_and_keep(page: Any, note: str = NOTE) -> Any:
    """Say what the change is, and that the earlier words may be read."""
    declare_change(page, note)
    page.change_keeps_earlier, page.change_keeps_number = True, page.change_number
    return page


def correct(page, *, keeps=True, note=NOTE, **fields):
    """Release a change of these words; `keeps`: whether the earlier words may be read."""
    page = stored(page)
    for name, value in (fields or {"body": AFTER}).items():
        setattr(page, name, value)
    declare_and_keep(page, note) if keeps else declare_change(page, note)
    clear(page).save()
    return stored(page)


def corrected(**fields):
    return correct(public(**fields))


def earlier(client, page, view="1/"):
    return client.get(f"{page.url}earlier/{view}")


def is_withheld(client, page, number=1):
    """Whether readers are told so, and nothing else, everywhere."""
    row = EarlierEdition.objects.get(page_id=page.pk, number=number)
    told = [earlier(client, page, view) for view in (f"{number}/", f"{number}/changes/")]
    assert len({answer.status_code for answer in told}) == 1
    if told[0].status_code != 451:
        assert "14 years" in told[0].text
        return False
    assert all(WITHHELD in answer.text for answer in told)
    everywhere = [*told, earlier(client, page, ""), client.get(f"/api/v1/items/{page.pk}")]
    everywhere.append(client.get(page.url))
    for answer in everywhere:
        assert "14 years" not in answer.text.replace(NOTE, "")
        assert f'href="{page.url}earlier/{number}/' not in answer.text
    assert row.document is None or row.closes_at <= timezone.now()
    return True
