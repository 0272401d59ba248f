from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsroom import receivers, record_receivers
        from newsroom.pages.held_pages import use_own_policy

        use_own_policy()
        receivers.connect()
        record_receivers.connect()
