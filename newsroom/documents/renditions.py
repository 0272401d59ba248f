"""The renditions of images by use, for the templates and for the code that creates renditions.

Each is a Wagtail filter specification, in the order that the templates use.
"""

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (360, 720, 1080)

IN_TEXT = tuple(f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS)
"""The lead image of an item, and images in a body."""
IN_REGISTER = tuple(f"format-{kind}|width-360" for kind in FORMATS)
"""An image among the material of a case."""
FULL_SIZE = "width-1600|format-jpeg"
"""The full-size image that the register links to."""
SOCIAL = "fill-1200x630|format-jpeg"
"""The image for links on social media."""

FILTERS: dict[str, tuple[str, ...]] = {
    "lead": (*IN_TEXT, SOCIAL),
    "body": IN_TEXT,
    "material": (*IN_REGISTER, FULL_SIZE),
    "social": (SOCIAL,),
}
"""By `FileUse.use`. An item's lead image is also used on social media if no other is chosen."""
