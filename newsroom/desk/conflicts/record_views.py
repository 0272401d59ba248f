"""The edit view of a record that two people have open, and the panel that shows both values."""

from typing import Any
from zlib import crc32

from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import Panel
from wagtail.snippets.views.snippets import EditView

from newsroom.desk.conflicts.locks import record_lock


class RecordEditView(EditView):
    """Edits a record; its forms are processed one after the other."""

    object: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = crc32(f"{self.model._meta.label} {self.object.pk}".encode())
        with record_lock(number):
            # Another form may have been saved since this view has read the record.
            self.object = self.get_object()
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer


class BothValuesPanel(Panel):
    """Above the form of a record: what two people have changed, and which value stays."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/desk/both_values.html"

        def is_shown(self) -> bool:
            return bool(self.form.both_values)
