"""Release templates as they are shipped, and pages that begin from them."""

from importlib import import_module

from django.urls import reverse

from newsroom.models import ReleaseTemplate
from tests.desk import at_desk
from tests.factories import area, crime_type, newsroom, person

SHIPPED = [
    (language, words["name"])
    for language, migration in (
        ("en", "0060_first_release_templates"),
        ("cy", "0061_first_release_templates_in_welsh"),
    )
    for words in import_module(f"newsroom.migrations.{migration}").TEMPLATES
]


def shipped(language, name):
    return ReleaseTemplate.objects.get(language=language, name=name)


def begun(template):
    """A page that is not saved, as it is in the form."""
    page = template.page_type(locale=newsroom().locale, owner=person())
    template.begin(page)
    page.crime_types, page.areas = [crime_type("Fraud and economic crime")], [area()]
    return page


def begin(username, template, parent=None):
    below = ["newsroom", template.page_type._meta.model_name, (parent or newsroom()).pk]
    address = reverse("wagtailadmin_pages:add", args=below)
    return at_desk(username).get(address, {"template": template.pk})
