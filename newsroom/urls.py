"""Addresses that are answered ahead of Wagtail: readers' in each language, and files.

A public service mounts `public_urls`, whose views know editions alone. Where the desk works,
`desk_urls` stand in their place: the same addresses, at which it also finds what is not public.
"""

from django.urls import path, re_path

from newsroom.desk import files as desk_files
from newsroom.press_office.contact_card import contact_card
from newsroom.readers import files
from newsroom.readers.news import front_page
from newsroom.readers.topics import topic_statistics

DOCUMENT, PICTURE = r"^documents/([0-9]+)/(.*)$", r"^media/images/(.*)$"

public_urls = [
    re_path(DOCUMENT, files.document, name="wagtaildocs_serve"),
    re_path(PICTURE, files.picture, name="picture"),
]
desk_urls = [
    re_path(DOCUMENT, desk_files.document, name="wagtaildocs_serve"),
    re_path(PICTURE, desk_files.picture, name="picture"),
]

# Readers', by language.
urlpatterns = [
    path("news/", front_page, name="news"),
    # Without the slash too, so that an old address leads to the canonical one in one step.
    path("news", front_page),
    path("news/press-office/<int:pk>.vcf", contact_card, name="press_contact_card"),
    path("news/<slug:slug>/statistics.csv", topic_statistics),
]
