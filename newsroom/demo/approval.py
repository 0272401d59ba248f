"""The way of the demo's drafts to release."""

from wagtail.models import Page

from newsroom.desk.workflow import set_up_workflow


def add_approval(news: Page) -> None:
    """Send what is written below `news` the desk's way."""
    set_up_workflow([news])
