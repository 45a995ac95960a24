"""The base of every form: CSRF, stripped text, messages in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from courseware.web import locale

WTFORMS_LOCALES = {"zh": ["zh"], "zh-Hant": ["zh_TW"], "en": ["en"]}


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Labels are `lazy("English msgid")`; a text field without filters is stripped."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        def get_translations(self, form: Any) -> Any:
            self.locales = WTFORMS_LOCALES[locale.choice()]
            return super(FlaskForm.Meta, self).get_translations(form)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = unbound_field.kwargs.get("filters", [_strip])
            found: Field = super().bind_field(form, unbound_field, {**options, "filters": filters})
            return found

    def refuse(self, field: str, sentence: str, **values: object) -> None:
        """Add an error to a field after validation, for what only an action can know."""
        wtf_field = self[field]
        wtf_field.errors = [*wtf_field.errors, locale.t(sentence, **values)]

    @property
    def values(self) -> Mapping[str, Any]:
        """What was sent, without the token."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


def choices(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Value and label pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def _strip(value: Any) -> Any:
    """Without spaces around it, and without NUL, which PostgreSQL cannot store."""
    return value.replace("\0", "").strip() if isinstance(value, str) else value
