"""How people fill in the form: French amounts and dates, each in their own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrat_de_ville.demonstration.demandes import ENVELOPES
from contrat_de_ville.demonstration.publics import BANDS
from contrat_de_ville.demonstration.stable import chance, number, pick
from contrat_de_ville.domain.depots import Action, BudgetText
from contrat_de_ville.domain.form import DEMANDE, FEMMES, HOMMES
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP


# Thousands' separator and ending of amounts, by habit of the writer.
_HABITS = (
    (" ", ""),
    (" ", ""),
    ("", ""),
    (" ", f"{NBSP}€"),
    (NARROW_NBSP, f"{NBSP}€"),
    (NBSP, ""),
)
_ISO_DATES_PCT = 8


@dataclass(frozen=True)
class Written:
    """The form as typed: text by field code, and the budget lines."""

    fields: dict[str, str]
    budget: tuple[BudgetText, ...]


def write_form(action: Action, seed: int) -> Written:
    """Type *action* into the form, with the habits of its porteur."""
    habit = number(seed, "habit", action.porteur_siret)
    return Written(
        _identity(action)
        | _structure(action)
        | _action(action, seed)
        | _conduct(action)
        | _publics(action)
        | _requests(action, habit)
        | _chantier(action, habit),
        write_budget(action, habit),
    )


def write_budget(action: Action, habit: int) -> tuple[BudgetText, ...]:
    """Type the budget lines in the form's order."""
    return tuple(
        BudgetText(
            code="",
            side=line.side,
            account=line.account,
            label=line.label,
            amount=write_amount(line.amount_centimes, habit),
            funder=line.funder,
            is_detail=line.is_detail,
        )
        for line in action.budget
    )


def write_amount(centimes: int, habit: int) -> str:
    """Type an amount; *habit* chooses the separators.

    >>> write_amount(1_234_500, 0), write_amount(1_234_550, 2)
    ('12 345', '12345,50')
    """
    separator, ending = _habit(habit)
    euros, cents = divmod(centimes, 100)
    whole = f"{euros:,}".replace(",", separator)
    return whole + (f",{cents:02d}" if cents else "") + ending


def _habit(habit: int) -> tuple[str, str]:
    """Return the thousands' separator and the ending of that habit."""
    return _HABITS[habit % len(_HABITS)]


def write_date(on: date, *keys: object) -> str:
    """Type a date the French way, now and then the ISO way."""
    is_iso = chance(_ISO_DATES_PCT, "iso", *keys)
    return on.isoformat() if is_iso else f"{on:%d/%m/%Y}"


def _identity(action: Action) -> dict[str, str]:
    return {
        "porteur_siret": action.porteur_siret,
        "porteur_nom": action.porteur_name,
        "porteur_type": action.porteur_kind.value if action.porteur_kind else "",
        "porteur_rna": action.porteur_rna,
        "porteur_insee": action.porteur_insee,
        "porteur_courriel": action.porteur_email,
    }


def _structure(action: Action) -> dict[str, str]:
    head, desk, means = action.representant, action.contact, action.structure
    return {
        "porteur_sigle": action.porteur_sigle,
        "porteur_adresse": action.porteur_adresse,
        "porteur_iban": action.porteur_iban,
        "representant_nom": head.name,
        "representant_fonction": head.role,
        "representant_courriel": head.email,
        "contact_nom": desk.name,
        "contact_fonction": desk.role,
        "contact_telephone": desk.phone,
        "structure_benevoles": _write_count(means.benevoles),
        "structure_volontaires": _write_count(means.volontaires),
        "structure_salaries": _write_count(means.salaries),
        "structure_etpt": _write_hundredths(means.etpt_centiemes),
        "structure_emplois_aides": _write_count(means.emplois_aides),
    }


def _conduct(action: Action) -> dict[str, str]:
    return {
        "objectifs": action.objectifs,
        "calendrier": action.calendrier,
        "moyens_humains": action.moyens_humains,
        "moyens_materiels": action.moyens_materiels,
        "partenaires": action.partenaires,
        "indicateurs": action.indicateurs,
        "uais": " ; ".join(action.uais),
    }


def _publics(action: Action) -> dict[str, str]:
    """Type the grid of ages; the bands nobody is in stay empty."""
    counts = {one.band: one for one in action.ages}
    return {
        f"{sex}.{band}": _write_count(
            getattr(counts[band], side) if band in counts else None
        )
        for band in BANDS
        for sex, side in ((FEMMES, "women"), (HOMMES, "men"))
    }


def _requests(action: Action, habit: int) -> dict[str, str]:
    asked, before = dict(action.demandes), action.subvention_precedente_centimes
    return {
        "subvention_precedente": "" if before is None else write_amount(before, habit),
        **{
            f"{DEMANDE}.{funder}": write_amount(asked[funder], habit)
            if funder in asked
            else ""
            for funder in ENVELOPES
        },
    }


def _action(action: Action, seed: int) -> dict[str, str]:
    keys = (seed, action.porteur_siret)
    comma = pick((" ; ", "; ", ";"), "separator", *keys)
    return {
        "action_intitule": action.title,
        "action_axe": str(action.axe),
        "action_orientation": action.orientation,
        "action_description": action.description,
        "quartiers": comma.join(action.quartiers),
        "communes": comma.join(action.communes),
        "publics": comma.join(action.publics),
        "beneficiaires": _write_count(action.beneficiaries_count),
        "beneficiaires_femmes": _write_count(action.women_count),
        "part_qpv_pct": _write_count(action.qpv_share_pct),
        "date_debut": _write_day(action.starts_on, keys),
        "date_fin": _write_day(action.ends_on, keys),
        "renouvellement": _write_yes(said=action.is_renewal),
        "criteres_innovation": comma.join(action.criteres_innovation),
        "participation": comma.join(action.participation),
        "mutualisation": action.mutualisation,
        "pieces": comma.join(action.pieces),
    }


def _chantier(action: Action, habit: int) -> dict[str, str]:
    """Type the chantier's own fields; other actions leave them empty."""
    one = action.chantier
    if one is None:
        return dict.fromkeys(
            ("aci_salaries", "aci_nouveau", "aci_utilite_18_25", "aci_aide_precedente"),
            "",
        )
    previous = one.previous_centimes
    return {
        "aci_salaries": _write_count(one.salaries_count),
        "aci_nouveau": _write_yes(said=one.is_new),
        "aci_utilite_18_25": one.utilite_18_25,
        "aci_aide_precedente": ""
        if previous is None
        else write_amount(previous, habit),
    }


def _write_yes(*, said: bool) -> str:
    return "oui" if said else "non"


def _write_count(count: int | None) -> str:
    return "" if count is None else str(count)


def _write_hundredths(value: int | None) -> str:
    """Type a number of hundredths with its comma: 14,5."""
    if value is None:
        return ""
    whole, rest = divmod(value, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",")


def _write_day(on: date | None, keys: tuple[object, ...]) -> str:
    return "" if on is None else write_date(on, *keys)
