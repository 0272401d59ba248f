"""What follows an approved workflow. The setting WAGTAIL_FINISH_WORKFLOW_ACTION names it.

Wagtail 8.0 imports this module while it defines its own models, so nothing is imported above that
needs them.
"""

from typing import Any


def publish_unless_bundled(workflow_state: Any, user: Any = None) -> None:
    """Publish the page, unless it waits for the rest of its release bundle, or for a verdict."""
    from wagtail.workflows import publish_workflow_state

    from newsroom.records.release_bundles import bundle_of
    from newsroom.records.verdict_holds import hold_of

    page = workflow_state.content_object
    if not (bundle_of(page.pk) or hold_of(page)):
        publish_workflow_state(workflow_state, user)
