"""Readers' addresses in each language."""

from django.urls import path

from newsroom.press_office.contact_card import contact_card
from newsroom.readers.feed_view import feed
from newsroom.readers.news import front_page
from newsroom.readers.topic_page import topic_statistics

urlpatterns = [
    path("news/", front_page, name="news"),
    # Without the slash too, so that an old address leads to the canonical one in one step.
    path("news", front_page),
    path("news/feed.atom", feed, {"form": "atom"}, name="atom"),
    path("news/feed.rss", feed, {"form": "rss"}, name="rss"),
    path("news/press-office/<int:pk>.vcf", contact_card, name="press_contact_card"),
    path("news/<str:slug>/statistics.csv", topic_statistics),
]
