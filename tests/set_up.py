"""What every test counts on: the tree, the desk with somebody in each group, and a few terms.

It is made once for a database; each test gets it back as it was. A test makes what it is about.
"""

from django.contrib.auth.models import Group
from django.core.management import call_command

from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR, LAWYER, PRESS_OFFICER
from tests.factories import area, crime_type, newsroom, person

MEMBERS = {
    "press.officer": PRESS_OFFICER,
    "reviewing.lawyer": LAWYER,
    "second.lawyer": LAWYER,
    "duty.editor": DUTY_EDITOR,
    "second.editor": DUTY_EDITOR,
    "administrator": ADMINISTRATOR,
}


def set_up() -> None:
    """Fill a new database."""
    newsroom()
    call_command("set_up_desk", verbosity=0)
    for username, group in MEMBERS.items():
        person(username, is_superuser=group == ADMINISTRATOR).groups.add(
            Group.objects.get(name=group)
        )
    crime_type()
    crime_type("Fraud and economic crime")
    area()
