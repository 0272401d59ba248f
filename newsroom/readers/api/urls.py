"""The addresses below /api/v1/."""

from django.urls import path, re_path

from newsroom.readers.api import description, item_detail, item_list, reference

urlpatterns = [
    path("items", item_list.item_list, name="api_items"),
    re_path(r"^items/([0-9]+)$", item_detail.item_detail, name="api_item"),
    path("terms", reference.terms, name="api_terms"),
    path("press-office", reference.press_office, name="api_press_office"),
    path("protocol-versions", reference.protocol_versions, name="api_protocol_versions"),
    path("openapi.json", description.description, name="api_description"),
]
