"""A press contact as a file for an address book."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from newsroom.archive.views import must_be_asked_again
from newsroom.press_office.desks import Desk, desk_of
from newsroom.press_office.telephone import international
from newsroom.press_office.vcard import escaped, vcard


def contact_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of one contact, to be saved."""
    desk = desk_of(pk)
    if desk is None:
        raise Http404
    response = HttpResponse(
        _card(desk, request.build_absolute_uri(reverse("news"))),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_filename(desk)}"'},
    )
    must_be_asked_again(response)
    return response


def _card(desk: Desk, newsroom_url: str) -> str:
    contact, duty = desk.contact, international(desk.contact.duty_telephone)
    organisation = _("Crown Prosecution Service")
    telephone = international(contact.telephone)
    note = [contact.audience, *desk.week, contact.note]
    # A card cannot say in the number itself which of two is for the night.
    if out_of_hours := ". ".join(filter(None, (contact.duty_telephone, contact.out_of_hours))):
        note.append(_("Out of hours: %(words)s") % {"words": out_of_hours})
    return vcard(
        [
            # The desk has no first and last name; those who want one show the whole.
            ("N", f"{escaped(contact.name)};;;;"),
            ("FN", escaped(contact.name)),
            ("ORG", f"{escaped(organisation)};{escaped(contact.name)}"),
            ("TEL;TYPE=WORK,VOICE,PREF", telephone),
            ("TEL;TYPE=WORK,VOICE", "" if duty == telephone else duty),
            ("EMAIL;TYPE=INTERNET", escaped(contact.email)),
            ("NOTE", escaped("\n".join(filter(None, note)))),
            ("URL", newsroom_url),
        ]
    )


def _filename(desk: Desk) -> str:
    # A name of letters that ASCII does not know leaves nothing.
    return f"{slugify(desk.contact.name) or 'press-contact'}.vcf"
