"""Readers' addresses in each language."""

from django.urls import include, path

from newsroom.press_office.contact_card import contact_card
from newsroom.readers.corrections import corrections
from newsroom.readers.developers import developers
from newsroom.readers.export import export
from newsroom.readers.feed_view import feed
from newsroom.readers.news import front_page
from newsroom.readers.press_pack import press_pack
from newsroom.readers.topic_page import topic_statistics

urlpatterns = [
    path("news/", front_page, name="news"),
    # Without the slash too, so that an old address leads to the canonical one in one step.
    path("news", front_page),
    path("news/corrections/", corrections, name="corrections"),
    path("news/feed.atom", feed, {"form": "atom"}, name="atom"),
    path("news/feed.rss", feed, {"form": "rss"}, name="rss"),
    path("news/export.csv", export, {"form": "csv"}, name="export_csv"),
    path("news/export.json", export, {"form": "json"}, name="export_json"),
    path("news/press-pack/<int:number>.zip", press_pack, name="press_pack"),
    path("news/alerts/", include("newsroom.alerts.addresses")),
    path("news/developers/", developers, name="developers"),
    path("news/press-office/<int:pk>.vcf", contact_card, name="press_contact_card"),
    path("news/<str:slug>/statistics.csv", topic_statistics),
]
