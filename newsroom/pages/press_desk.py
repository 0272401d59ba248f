"""What is missing of the press desk that a page would name to journalists."""

from collections.abc import Collection

from newsroom.press_office.contacts import PressContact
from newsroom.taxonomy import Area


def desk_of_areas(areas: Collection[Area]) -> PressContact | None:
    """The desk that answers for these Areas, if it is one: several have no desk in common."""
    desks = PressContact.objects.filter(area__in=areas, in_welsh=False)[:2] if areas else []
    return desks[0] if len(desks) == 1 else None


def lack_of_desk(contact_id: int | None) -> str:
    """What is missing, as part of a sentence; empty if somebody can be reached.

    A page without a contact of its own names the press office. Nothing is missing as long as no
    desk at all has been entered.
    """
    columns = ("pk", "name", "telephone", "email", "in_welsh", "area_id", "area__national")
    desks = list(PressContact.objects.order_by("pk").values_list(*columns))
    if not desks:
        return ""
    named = [
        (name, telephone or email)
        for pk, name, telephone, email, in_welsh, area_id, is_national in desks
        if (pk == contact_id if contact_id else not in_welsh and (area_id is None or is_national))
    ]
    if not named:
        return "no desk is chosen, and there is no press office that answers instead"
    if not any(reached.strip() for _name, reached in named):
        return f"“{named[0][0]}” has neither a number nor an address"
    return ""
