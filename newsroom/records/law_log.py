"""Logs each change of a rule of law: what the gate asked of a page follows from it."""

from typing import Any

from newsroom.records.law import LegalRule
from newsroom.records.release_log import ReleaseLog, record


def note_before(instance: LegalRule, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `pre_save`: keep what is stored, for `log_change`."""
    if not raw:
        stored = LegalRule.objects.filter(pk=instance.pk).first() if instance.pk else None
        vars(instance)["before"] = _in_words(stored) if stored else {}


def log_change(instance: LegalRule, **kwargs: Any) -> None:
    """Receiver of `post_save`: log what was entered, changed or ended."""
    before = vars(instance).pop("before", None)
    now = _in_words(instance)
    if before is None or before == now:
        return
    changed = [name for name in now if before.get(name, "") != now[name]]
    _log(
        instance,
        [f"{name}: {before.get(name, '') or '–'} → {now[name] or '–'}" for name in changed],
    )


def log_deletion(instance: LegalRule, **kwargs: Any) -> None:
    """Receiver of `post_delete`."""
    _log(instance, ["Deleted.", *(f"{name}: {text}" for name, text in _in_words(instance).items())])


def _log(rule: LegalRule, lines: list[str]) -> None:
    record(ReleaseLog.Event.LAW, title=str(rule)[:255], note="\n".join(lines))


def _in_words(rule: LegalRule) -> dict[str, str]:
    """The columns of a rule as texts, by their labels."""
    fields = [field for field in LegalRule._meta.concrete_fields if not field.primary_key]
    return {str(field.verbose_name): str(field.value_from_object(rule) or "") for field in fields}
