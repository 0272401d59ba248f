"""Both services in one process, for development and tests."""

from cps_news.urls import desk, public

handler500 = "cps_news.errors.server_error"

urlpatterns = [*desk.ahead_of_readers, *public.urlpatterns, *desk.only_named]
