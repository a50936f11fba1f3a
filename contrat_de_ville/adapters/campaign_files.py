"""Read a campaign file strictly, and write a campaign as plain values to freeze."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.campaign_calendar import read_calendar
from contrat_de_ville.adapters.campaign_parts import read_parts
from contrat_de_ville.adapters.campaign_section import Section
from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys
from contrat_de_ville.domain.campaign import (
    Campaign,
    Choice,
    Conseil,
    Funder,
    Habilitation,
    Partner,
    Quartier,
)
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.identifiers import is_qpv, is_siret
from contrat_de_ville.errors import ContratDeVilleError


_SECTIONS = (
    "contrat", "annee", "coordination", "calendrier", "financeurs", "quartiers",
    "communes", "conseils_citoyens", "partenaires", "pieces_obligatoires", "choix",
    "valeurs_de_demonstration",
)  # fmt: skip
_OPTIONAL_SECTIONS = ("depots", "habilitations")
_FIRST_YEAR_OF_QN = 2024
"""Décret 2023-1314: the codes QP are valid until 31 December 2023."""


class UnknownCampaignError(ContratDeVilleError):
    """No campaign file exists for this contrat and this year."""

    def __init__(self, contrat: str, annee: int, known: tuple[str, ...]) -> None:
        super().__init__(contrat, annee, known)
        self.contrat, self.annee, self.known = contrat, annee, known

    def __str__(self) -> str:
        listed = ", ".join(self.known) or "aucune"
        return (
            f"Aucune campagne {self.annee} n'est préparée pour le contrat "
            f"{self.contrat} (campagnes existantes : {listed}). Vérifiez le contrat et "
            "l'année, ou copiez une campagne existante sous le nom "
            f"« {_stem(self.contrat, self.annee)}.yaml »."
        )


def find_campaign(folder: Path, contrat: str, annee: int) -> Path:
    """Return the file of that contrat and year among those of *folder*.

    Raises:
        UnknownCampaignError: there is none; the error lists those that exist.
    """
    files = {path.stem: path for path in sorted(folder.glob("*_[0-9]*.yaml"))}
    found = files.get(_stem(contrat, annee))
    if found is None:
        known = tuple(stem.upper().replace("_", " ") for stem in files)
        raise UnknownCampaignError(contrat, annee, known)
    return found


def load_campaign(path: Path) -> Campaign:
    """Read the campaign of *path*; what it means as a whole is checked elsewhere.

    Amounts are written in euros and become centimes; instants are legal time in
    Paris (:func:`contrat_de_ville.domain.campaign_checks.check_campaign` then says
    whether the parts agree).

    Raises:
        BadFileError: an unknown or missing key, a value of another kind, or a file
            whose name is not that of its contrat and year.
    """
    read = load_yaml(path)
    top = Section(
        path=path,
        where="",
        values=require_keys(path, "", read, _SECTIONS, _OPTIONAL_SECTIONS),
    )
    contrat = top.section("contrat", ("code", "nom", "epci"))
    coordination = top.section("coordination", ("nom", "courriel"))
    campaign = Campaign(
        contrat=contrat.text("code"),
        contrat_name=contrat.text("nom"),
        annee=top.whole("annee"),
        coordinator_name=coordination.text("nom"),
        coordinator_email=coordination.email("courriel"),
        epci_siret=_epci_siret(contrat),
        calendar=read_calendar(top),
        funders=_funders(top),
        quartiers=_quartiers(top),
        communes=top.communes("communes"),
        conseils=_conseils(top),
        partners=_partners(top),
        choices=_choices(top),
        required_pieces=_required_pieces(top),
        demonstration_values=top.texts("valeurs_de_demonstration"),
        habilitations=_habilitations(top),
    )
    _refuse_other_name(top, campaign)
    return campaign


def campaign_as_dict(campaign: Campaign) -> dict[str, Any]:
    """Return the campaign as JSON values, the same for the same campaign.

    Mappings and sets are sorted, lists keep the order of the file, instants are
    ISO texts with their offset, amounts are centimes.
    """
    return {
        item.name: _plain(getattr(campaign, item.name)) for item in fields(Campaign)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    return value


def _stem(contrat: str, annee: int) -> str:
    return f"{contrat.lower()}_{annee}"


def _refuse_other_name(top: Section, campaign: Campaign) -> None:
    """Refuse a copy whose year was not changed: it would open the wrong cycle."""
    expected = _stem(campaign.contrat, campaign.annee)
    if top.path.stem != expected:
        top.refuse(
            "annee",
            f"le fichier décrit la campagne {campaign.contrat} {campaign.annee}.",
            f"Nommez-le « {expected}.yaml », ou corrigez le code ou l'année.",
        )


def _epci_siret(contrat: Section) -> str:
    """Return the SIRET, once its SIREN and its check digits agree."""
    epci = contrat.section("epci", ("nom", "siren", "siret"))
    epci.text("nom")
    siren, siret = epci.text("siren"), epci.text("siret")
    if not is_siret(siret) or siret[:9] != siren:
        epci.refuse(
            "siret",
            f"« {siret} » n'est pas un SIRET valide du SIREN {siren}.",
            "Vérifiez les deux numéros.",
        )
    return siret


def _funders(top: Section) -> tuple[Funder, ...]:
    required = ("code", "nom", "courriel", "enveloppe")
    return tuple(
        Funder(
            code=item.text("code"),
            name=item.text("nom"),
            envelope_centimes=item.centimes("enveloppe"),
            email=item.email("courriel"),
            is_demonstration=item.flag("enveloppe_de_demonstration", default=False),
            parts=read_parts(item),
        )
        for item in top.sections(
            "financeurs", required, ("enveloppe_de_demonstration", "dont")
        )
    )


def _quartiers(top: Section) -> tuple[Quartier, ...]:
    items = top.sections(
        "quartiers", ("code", "nom", "communes"), ("autre_epci", "code_deduit")
    )
    generation = 2015 if top.whole("annee") < _FIRST_YEAR_OF_QN else _FIRST_YEAR_OF_QN
    return tuple(_quartier(top, item, generation) for item in items)


def _quartier(top: Section, item: Section, generation: int) -> Quartier:
    """Read one quartier; a code that is only inferred must be told to readers."""
    code = item.text("code")
    if not is_qpv(code, generation=generation):
        item.refuse(
            "code",
            f"« {code} » n'est pas un code de quartier de {generation}.",
            "Reprenez le code de la liste officielle, par exemple QP059050.",
        )
    told = any(code in said for said in top.texts("valeurs_de_demonstration"))
    if item.flag("code_deduit", default=False) and not told:
        item.refuse(
            "code_deduit",
            f"le code {code} est déduit et le lecteur n'en saura rien.",
            "Dites-le dans « valeurs_de_demonstration ».",
        )
    return Quartier(
        code=code,
        name=item.text("nom"),
        communes=item.communes("communes"),
        other_epci=frozenset(item.texts("autre_epci")),
    )


def _conseils(top: Section) -> tuple[Conseil, ...]:
    required = ("code", "nom", "quartier", "courriel", "constitue")
    return tuple(
        Conseil(
            code=item.text("code"),
            name=item.text("nom"),
            quartier=item.text("quartier"),
            email=item.email("courriel"),
            is_constituted=item.flag("constitue"),
        )
        for item in top.sections("conseils_citoyens", required)
    )


def _partners(top: Section) -> tuple[Partner, ...]:
    return tuple(
        Partner(
            code=item.text("code"),
            name=item.text("nom"),
            role=item.text("role"),
            email=item.email("courriel"),
        )
        for item in top.sections("partenaires", ("code", "nom", "role", "courriel"))
    )


def _choices(top: Section) -> dict[str, Choice]:
    required = ("code", "question", "valeur", "motif", "auteur", "date")
    choices: dict[str, Choice] = {}
    for item in top.sections("choix", required):
        code = item.text("code")
        if code in choices:
            item.refuse("code", f"« {code} » est décidé deux fois.", "Gardez-en un.")
        if item.values["valeur"] is None:
            item.refuse("valeur", f"« {code} » est sans valeur.", "Décidez-en une.")
        choices[code] = Choice(
            code=code,
            question=item.text("question"),
            value=item.values["valeur"],
            reason=item.text("motif"),
            author=item.text("auteur"),
            decided_on=item.day("date"),
        )
    return choices


def _habilitations(top: Section) -> tuple[Habilitation, ...]:
    """Read who may sign what; a campaign may leave it unsaid."""
    if "habilitations" not in top.values:
        return ()
    return tuple(
        Habilitation(
            code=item.text("fonction"), name=item.text("nom"), actes=item.texts("actes")
        )
        for item in top.sections("habilitations", ("fonction", "nom", "actes"))
    )


def _required_pieces(top: Section) -> dict[str, tuple[str, ...]]:
    kinds = tuple(kind.value for kind in PorteurKind)
    pieces = top.section("pieces_obligatoires", kinds)
    return {kind: pieces.texts(kind) for kind in kinds}
