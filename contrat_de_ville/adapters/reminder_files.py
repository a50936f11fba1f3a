"""Read ``config/relances/regles.yaml``: when each kind of obligation is reminded."""

from __future__ import annotations

from pathlib import Path

from contrat_de_ville.adapters.campaign_section import Section
from contrat_de_ville.adapters.letters import has_template
from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys
from contrat_de_ville.domain.obligations import OBLIGATION_KINDS, ReminderRule


_KEYS = ("code", "obligation", "decalage_jours", "modele")
_LARGEST_OFFSET_DAYS = 366


def load_reminder_rules(path: Path) -> tuple[ReminderRule, ...]:
    """Read the rules, in the order of the file.

    Raises:
        BadFileError: a missing, unknown or repeated key; an unknown kind of
            obligation; a template without files; two rules of one code, or for one
            kind on one day, of which one would never be used.
    """
    top = Section(
        path=path,
        where="",
        values=require_keys(path, "", load_yaml(path), ("regles",)),
    )
    rules: list[ReminderRule] = []
    for item in top.sections("regles", _KEYS):
        rule = _rule(item)
        _refuse_twin(item, rule, rules)
        rules.append(rule)
    return tuple(rules)


def _rule(item: Section) -> ReminderRule:
    kind, template = item.text("obligation"), item.text("modele")
    if kind not in OBLIGATION_KINDS:
        item.refuse(
            "obligation",
            f"« {kind} » n'est pas une obligation connue.",
            f"Connues : {', '.join(OBLIGATION_KINDS)}.",
        )
    if not has_template(template):
        item.refuse(
            "modele",
            f"le modèle « {template} » n'a pas ses deux fichiers.",
            f"Écrivez {template}_subject.txt et {template}_body.txt dans "
            "config/messages, ou corrigez le nom.",
        )
    return ReminderRule(
        code=item.text("code"),
        kind=kind,
        offset_days=_offset_days(item),
        template=template,
    )


def _offset_days(item: Section) -> int:
    value = item.values["decalage_jours"]
    if type(value) is not int or abs(value) > _LARGEST_OFFSET_DAYS:
        item.refuse(
            "decalage_jours",
            f"« {value} » n'est pas un nombre de jours.",
            "Écrivez -7 pour sept jours avant l'échéance, 30 pour trente jours après.",
        )
    return value


def _refuse_twin(item: Section, rule: ReminderRule, before: list[ReminderRule]) -> None:
    """Refuse a rule that would hide an earlier one, or be hidden by it."""
    for other in before:
        if other.code == rule.code:
            item.refuse(
                "code",
                f"deux règles s'appellent « {rule.code} ».",
                "Donnez à chacune son code : il empêche d'écrire deux fois.",
            )
        if (other.kind, other.offset_days) == (rule.kind, rule.offset_days):
            item.refuse(
                "decalage_jours",
                f"« {other.code} » rappelle déjà cette obligation ce jour-là.",
                "Gardez une seule des deux règles.",
            )
