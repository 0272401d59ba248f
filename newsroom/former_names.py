"""Former names and addresses of what readers filter by, so that old links lead on."""

from typing import Any

from django.utils.text import slugify


class KeepsFormerSlugs:
    """Model mixin: a `slug` that changes becomes one of the former names in `aliases`."""

    slug: Any
    aliases: Any
    keeps_former_slug = True
    """Whether a slug that changes becomes a former name. False where an order forbids the slug."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the record. A slug that changes becomes a former name, so that old links lead on."""
        this: Any = self
        stored = type(this)._default_manager.filter(pk=this.pk).values_list("slug", flat=True)
        former = stored.first() if this.pk else None
        columns = kwargs.get("update_fields")
        renamed = former and former != self.slug and (columns is None or "slug" in columns)
        if renamed and self.keeps_former_slug and former not in self.former_names:
            self.aliases = "\n".join(filter(None, (self.aliases.rstrip(), former)))
            if columns is not None:
                kwargs["update_fields"] = {*columns, "aliases"}
        super().save(*args, **kwargs)  # type: ignore[misc]

    @property
    def former_names(self) -> list[str]:
        """What this was called before, one entry a line."""
        return lines_of(self.aliases)


def lines_of(aliases: str) -> list[str]:
    """The entries of stored former names, one a line."""
    return [line.strip() for line in aliases.splitlines() if line.strip()]


def slugs_of(aliases: str) -> list[str]:
    """The slugs that stored former names have."""
    return [slugify(line) for line in lines_of(aliases)]
