"""Who carries the action, what it answers, where, for whom; no one's name."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.adapters.action_sheet.record import Identity
from contrat_de_ville.adapters.tracing.record import masked
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.criteria_logics import quartier_names
from contrat_de_ville.domain.criteria_sentences import label_of
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


def identity_of(numero: str, action: Action, frozen: Frozen) -> Identity:
    """Return what names the action, in the order a committee asks for it."""
    return Identity(
        numero=numero,
        title=action.title,
        porteur=action.porteur_name,
        description=masked(action.description),
        objectives=masked(action.objectifs),
        lines=tuple(_lines(action, frozen)),
    )


def _lines(action: Action, frozen: Frozen) -> Iterator[tuple[str, str]]:
    yield "Porteur", _porteur(action, frozen)
    yield "Axe", _axe(action, frozen)
    yield "Orientation", _orientation(action, frozen)
    yield "Quartiers", ", ".join(quartier_names(action, frozen)) or "aucun"
    yield "Communes", _communes(action, frozen) or "aucune"
    yield "Publics", _publics(action, frozen) or "aucun coché"
    yield "Bénéficiaires", _people(action)
    yield "Exercice", _period(action)
    yield "Reconduction", _renewal(action)


def _porteur(action: Action, frozen: Frozen) -> str:
    kind = action.porteur_kind
    label = label_of(frozen, "types_de_porteur", kind) if kind else "type non lu"
    siret = f"SIRET {action.porteur_siret or 'non lu'}"
    return f"{action.porteur_name or 'non lu'}, {label.lower()}, {siret}"


def _axe(action: Action, frozen: Frozen) -> str:
    if action.axe is None:
        return "non lu"
    return f"{action.axe} – {frozen.axes().get(action.axe, 'inconnu du contrat')}"


def _orientation(action: Action, frozen: Frozen) -> str:
    code = action.orientation
    if code not in frozen.orientations():
        return f"« {code} », inconnue de la note" if code else "aucune"
    return f"{code} – {label_of(frozen, 'orientations', code)}"


def _communes(action: Action, frozen: Frozen) -> str:
    names = dict(frozen.campaign.communes)
    for quartier in frozen.campaign.quartiers:
        names |= quartier.communes
    return ", ".join(names.get(code, code) for code in action.communes)


def _publics(action: Action, frozen: Frozen) -> str:
    return " ; ".join(label_of(frozen, "publics", code) for code in action.publics)


def _people(action: Action) -> str:
    if action.beneficiaries_count is None:
        return "nombre non dit"
    told = [plural(action.beneficiaries_count, "personne")]
    if action.women_count is not None:
        told.append(f"dont {plural(action.women_count, 'femme')}")
    if action.qpv_share_pct is not None:
        told.append(f"{action.qpv_share_pct} % en quartier prioritaire")
    return ", ".join(told)


def _period(action: Action) -> str:
    if action.starts_on is None or action.ends_on is None:
        return "dates non lues"
    return f"du {french_date(action.starts_on)} au {french_date(action.ends_on)}"


def _renewal(action: Action) -> str:
    if not action.is_renewal:
        return "action nouvelle"
    before = action.subvention_precedente_centimes
    return (
        "action reconduite, subvention de l'an passé non dite"
        if before is None
        else f"action reconduite, {format_euros(before)} obtenus l'an passé"
    )
