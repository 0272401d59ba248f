"""The addresses of alerts, below `news/alerts/` of each language."""

from django.urls import path

from newsroom.alerts.reader_views import confirm, stop, yours
from newsroom.alerts.subscribe_views import sent, subscribe
from newsroom.alerts.undeliverable_view import undeliverable

urlpatterns = [
    path("", subscribe, name="alerts"),
    path("sent/", sent, name="alerts_sent"),
    path("confirm/<str:token>/", confirm, name="alert_confirm"),
    path("yours/<str:token>/", yours, name="alerts_of_reader"),
    path("stop/<int:pk>/<str:token>/", stop, name="alert_stop"),
    path("undeliverable/", undeliverable, name="alerts_undeliverable"),
]
