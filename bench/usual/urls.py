"""Wagtail finds every page by its tree; the front page of the news lists items."""

from django.urls import re_path

from bench.usual.views import page

urlpatterns = [re_path(r"^((?:[\w\-]+/)*)$", page)]
