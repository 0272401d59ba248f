"""The renditions in which pages show a picture, by its use: for templates and for
whoever makes them.

Each is a filter as Wagtail writes it, in the order in which the templates do.
"""

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (360, 720, 1080)

IN_TEXT = tuple(f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS)
"""The picture of an item and those in a body."""
IN_REGISTER = tuple(f"format-{kind}|width-360" for kind in FORMATS)
"""A picture among the material of a case."""
FULL_SIZE = "width-1600|format-jpeg"
"""Where the register leads to."""
SOCIAL = "fill-1200x630|format-jpeg"
"""Beside a link on social media."""

FILTERS: dict[str, tuple[str, ...]] = {
    "lead": (*IN_TEXT, SOCIAL),
    "body": IN_TEXT,
    "material": (*IN_REGISTER, FULL_SIZE),
    "social": (SOCIAL,),
}
"""By `FileUse.use`. An item's picture stands in for one for social media."""
