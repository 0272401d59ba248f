"""People who log in to try the newsroom, one in each group of the desk."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Page

from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR, LAWYER, PRESS_OFFICER, set_up_groups

PASSWORD = "open-justice-demo"  # noqa: S105 - for demonstrations only, and printed by them

PEOPLE = {
    "press.officer": ("Petra", "Ashworthy", PRESS_OFFICER),
    "duty.editor": ("Daniel", "Everstead", DUTY_EDITOR),
    "reviewing.lawyer": ("Rowena", "Lawford-Hythe", LAWYER),
    "administrator": ("Ada", "Ministerley", ADMINISTRATOR),
}


def add_logins(news: Page, password: str) -> list[str]:
    """Make the groups and the people that are missing, and give all of them this password."""
    set_up_groups([news])
    for username, (first, last, group_name) in PEOPLE.items():
        user, _made = get_user_model().objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": f"{username}@cps-news.example",
            },
        )
        user.is_superuser = group_name == ADMINISTRATOR
        if not user.check_password(password):
            user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name=group_name))
    return list(PEOPLE)
