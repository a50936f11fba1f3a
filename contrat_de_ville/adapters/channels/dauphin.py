"""Reads the records of DAUPHIN, the State's portal for programme 147.

A file is one record, a list of records, or the answer of the portal's search. Only
the plan marked ``current: true`` counts: a record with none, or with several, is set
aside, since nobody can tell which budget its porteur stands by. Instants come in
UTC: midnight in Paris is written 22 or 23 h of the day before, so that an action
« du 31 août 22 h » starts on 1 September.
"""

from __future__ import annotations

from typing import Any

from contrat_de_ville.adapters.channels.budget_rows import euros_text
from contrat_de_ville.adapters.channels.dauphin_plan import PlanReading
from contrat_de_ville.adapters.channels.dauphin_values import NotedValues
from contrat_de_ville.adapters.channels.forms import all_fields, latest_form
from contrat_de_ville.adapters.channels.json_values import Node
from contrat_de_ville.adapters.channels.maps import (
    dauphin_reading,
    families,
    statuses,
)
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.form import DEMANDE
from contrat_de_ville.domain.received import (
    Channel,
    Received,
    ReceivedDeposit,
    SetAside,
)
from contrat_de_ville.errors import BadFileError


_OF_A_RECORD = frozenset(
    {"demandeur", "exerciceBudgetaire", "intituleProjet", "referenceAdministrative"}
)
_FAMILIES = ("title", "expand.d.libelle", "expand.d.typeFamille")
_DATES = {"date_debut": "dateDebut", "date_fin": "dateFin"}
_PROJECT, _SEVERAL_YEARS = "PROJET_ACTION", "PLURIANNUELLE"
_CONVENTIONS = (
    "JSON en UTF-8, nombres lus exactement",
    "montants en euros : « ht », sinon « total »",
    "dates ramenées à l'heure légale de Paris",
    "seul le plan de financement courant est lu",
)


def is_dauphin(document: Any) -> bool:
    """Tell whether a JSON document holds at least one record of the portal."""
    records = document if isinstance(document, list) else _records(document)
    values = (one.value if isinstance(one, Node) else one for one in records)
    return any(_is_record(value) for value in values)


def read_dauphin(document: Any, file_name: str) -> Received:
    """Read every record of a JSON document (``json_guard.read_json``).

    Raises:
        BadFileError: it holds no record of the portal.
    """
    nodes = _records(document)
    if not is_dauphin(document):
        raise BadFileError(
            file_name,
            "ce JSON ne contient aucun dossier de DAUPHIN (un objet avec « demandeur » "
            "et « planFinancement », ou une liste de tels objets).",
            "Déposez l'export du portail, sans le remanier.",
        )
    read = [_read(node, is_alone=node.place == "$") for node in nodes]
    return Received(
        channel=Channel.DAUPHIN,
        file_name=file_name,
        rows_count=len(nodes),
        deposits=tuple(one for one in read if isinstance(one, ReceivedDeposit)),
        aside=tuple(one for one in read if isinstance(one, SetAside)),
        conventions=_CONVENTIONS,
    )


def _records(document: Any) -> list[Node]:
    """Return what may be records: the document, its items, or the search's hits."""
    top = Node(document)
    if isinstance(document, list):
        return top.items()
    hits = top.at("hits.hits").items()
    return [hit.at("_source") for hit in hits] if hits else [top]


def _is_record(value: Any) -> bool:
    """Tell a record from any other object by two of its keys."""
    if not isinstance(value, dict):
        return False
    found = len(_OF_A_RECORD & value.keys())
    return found >= 1 if "planFinancement" in value else found >= len(_OF_A_RECORD) - 1


def _read(node: Node, *, is_alone: bool) -> ReceivedDeposit | SetAside:
    place = "" if is_alone else node.place
    if not _is_record(node.value):
        reason = "ce n'est pas un dossier de DAUPHIN."
        return SetAside(place=place, reason=reason, is_refused=True)
    plans = node.at("planFinancement").items()
    current = [plan for plan in plans if plan.at("current").value is True]
    if len(current) != 1:
        counted = f"{len(current)} plans de financement courants"
        found = counted if current else "aucun plan de financement courant"
        reason = f"dossier « {_reference(node)} » : {found} sur {len(plans)} ; il en "
        reason += "faut un et un seul. Demandez au porteur lequel vaut."
        return SetAside(place=place, reason=reason, is_refused=True)
    return _Record(node, current[0]).deposit(place)


def _reference(node: Node) -> str:
    """Return the number people know the record by, else the portal's own."""
    names = ("referenceAdministrative", "reference", "codeActionProjet")
    found = (node.at(name).line() for name in names)
    return next((one for one in found if one), "")


class _Record:
    """Reads one record with its one current plan."""

    def __init__(self, node: Node, plan: Node) -> None:
        self._node, self._plan = node, plan
        self._map, self._values = dauphin_reading(), NotedValues()
        self._fields: dict[str, str] = {}
        self._cells: dict[str, str] = {}

    def deposit(self, place: str) -> ReceivedDeposit:
        """Return the record as a deposit."""
        definition = latest_form()
        plan = PlanReading(self._map, statuses("dauphin"), definition, self._values)
        plan.read(self._plan)
        self._declared()
        self._porteur()
        self._action()
        for code, asked in plan.asked.items():
            self._put(f"{DEMANDE}.{code}", euros_text(asked.centimes), asked.place)
        form = DepositForm(
            fields=all_fields(definition, self._fields),
            budget=plan.rows.texts(),
            cells=self._cells | plan.rows.cells,
            form_version=self._map.version,
        )
        return ReceivedDeposit(
            form=form,
            place=place,
            reference=_reference(self._node),
            applicant_number=self._node.at("demandeur.reference").line(),
            exercice=self._exercice(),
            deposited_at=self._values.instant(self._node.at("dateDemande")),
            funders=tuple(plan.funders),
            notes=(*self._kept_aside(), *self._values.notes),
        )

    def _put(self, code: str, text: str, place: str) -> None:
        self._fields[code], self._cells[code] = text, place

    def _declared(self) -> None:
        """Fill the fields of the map by their first path that says something.

        An empty field keeps the place of its first path: that is where to write it.
        """
        for code, paths in self._map.fields.items():
            nodes = [self._node.at(path) for path in paths]
            node = next((one for one in nodes if one.text()), nodes[0])
            self._put(code, node.text(), node.place)

    def _porteur(self) -> None:
        siret = self._node.at("demandeur.SIRET")
        whole, parts = siret.at("complet"), siret.at("SIREN").line()
        parts += siret.at("NIC").line()
        text = whole.line() or parts or siret.line()
        self._put("porteur_siret", text, whole.place)
        if whole.line() and parts and whole.line() != parts:
            self._values.note(
                f"{whole.place} : « {whole.line()} » n'est pas le SIREN suivi du NIC "
                f"(« {parts} »)."
            )
        family = self._node.at("demandeur.famille")
        names = [name for path in _FAMILIES if (name := family.at(path).line())]
        names = names or [family.line()]
        kind = families().kind(*names)
        self._put(
            "porteur_type", kind.value if kind else names[0], family.at("title").place
        )

    def _action(self) -> None:
        for code, key in _DATES.items():
            node = self._node.at(f"periodeRealisation.{key}")
            day = self._values.day(node)
            self._put(code, day.isoformat() if day else node.line(), node.place)
        frequency = self._node.at("frequence")
        word = frequency.line()
        known = self._map.frequencies.get(word, word)
        self._put("renouvellement", known, frequency.place)

    def _exercice(self) -> int | None:
        year = self._values.year(self._node.at("exerciceBudgetaire"))
        planned = self._values.year(self._plan.at("periode.exercice"))
        if year and planned and year != planned:
            self._values.note(
                f"{self._plan.place} : le plan courant est de l'exercice {planned}, le "
                f"dossier de l'exercice {year}."
            )
        return year or planned

    def _kept_aside(self) -> list[str]:
        """Return what the record says and no field of the form asks."""
        node = self._node
        said = {
            "état du dossier au portail": node.at("virtualStatusLabel").line(),
            "thématique au portail (l'axe du contrat reste à choisir)": node.at(
                "thematique.title"
            ).line(),
        }
        nature, period = node.at("nature").line(), node.at("periode").line()
        if nature not in {"", _PROJECT}:
            said["nature de la demande"] = nature
        if period == _SEVERAL_YEARS:
            said["période"] = "pluriannuelle"
        if node.at("demandeEnNature").value is True:
            said["demande"] = "en nature"
        return [f"{what} : {text}." for what, text in said.items() if text]
