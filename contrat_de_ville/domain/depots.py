"""What a porteur deposits: one action, its budget, what it asks of whom.

A deposit is kept twice: as the form reads (:class:`DepositForm`: text by field,
with the cell each text came from) and as it is understood (:class:`Action`).
What cannot be read is absent from the action and a finding points at its cell:
unreadable is not zero, absent is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PorteurKind(StrEnum):
    """Who may carry an action; the label is what the form shows."""

    ASSOCIATION = "ASSOCIATION"
    COMMUNE = "COMMUNE"
    CCAS = "CCAS"
    EPCI = "EPCI"
    BAILLEUR = "BAILLEUR"
    ETABLISSEMENT = "ETABLISSEMENT"


class Side(StrEnum):
    """The two sides of a budget."""

    CHARGE = "CHARGE"
    PRODUIT = "PRODUIT"


class Severity(StrEnum):
    """How a finding weighs: it stops the file, or a person must look."""

    BLOQUANT = "BLOQUANT"
    A_VERIFIER = "A_VERIFIER"


class DepotState(StrEnum):
    """Where a deposit stands, from its receipt to its admissibility."""

    DEPOSE = "DEPOSE"
    A_CORRIGER = "A_CORRIGER"
    RECEVABLE = "RECEVABLE"
    IRRECEVABLE = "IRRECEVABLE"
    HORS_DELAI = "HORS_DELAI"
    DOUBLON = "DOUBLON"


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One line of the action's budget, by account of the national form.

    Accounts: 60-68 and 86 for the charges, 70-79 and 87 for the produits. Under
    74 each funder has its line, ``funder`` naming it by its campaign code. A
    detail (601 under 60) says what its account is made of: it is never added to it.
    """

    side: Side
    account: str
    label: str
    amount_centimes: int
    funder: str | None = None
    is_detail: bool = False


@dataclass(frozen=True, kw_only=True)
class DepositForm:
    """A deposit as it was written: text by field code, and where each text stood.

    ``cells`` maps a field code to « Feuille!B4 »; a budget line's code is
    ``budget.<row>`` (:attr:`BudgetText.code`).
    """

    fields: Mapping[str, str]
    budget: tuple[BudgetText, ...]
    cells: Mapping[str, str]
    form_version: str


@dataclass(frozen=True, kw_only=True)
class BudgetText:
    """One budget line as written; the amount is still text."""

    code: str
    side: Side
    account: str
    label: str
    amount: str
    funder: str | None = None
    is_detail: bool = False


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person of the structure, as the form names it."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class AgeCount:
    """The beneficiaries of one age band (code of the form), by sex."""

    band: str
    women: int | None
    men: int | None


@dataclass(frozen=True, kw_only=True)
class Structure:
    """The means of the structure that carries the action, all its actions together.

    ``etpt_centiemes`` are full-time equivalents worked over the year, in hundredths.
    """

    benevoles: int | None = None
    volontaires: int | None = None
    salaries: int | None = None
    etpt_centiemes: int | None = None
    emplois_aides: int | None = None


@dataclass(frozen=True, kw_only=True)
class Chantier:
    """What an atelier-chantier d'insertion adds to its deposit.

    ``salaries_count`` is counted on the basis the campaign declares
    (``choix.aci.base_effectif``). ``utilite_18_25`` is the written justification
    a new chantier needs.
    """

    salaries_count: int | None
    is_new: bool
    utilite_18_25: str = ""
    previous_centimes: int | None = None

    @property
    def is_unjustified(self) -> bool:
        """Tell a new chantier whose use for 18-25 year-olds nobody wrote down."""
        return self.is_new and not self.utilite_18_25.strip()


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action as understood from its deposit. Amounts in centimes.

    ``quartiers`` are QPV codes, ``communes`` INSEE codes, ``publics`` codes of the
    note's priority publics, ``criteres_innovation`` and ``participation`` codes of
    the note's criteria and stages; an empty tuple means none was ticked.
    ``demandes`` are what the form declares to ask of each funder: they must agree
    with its lines under account 74. ``subvention_precedente_centimes`` is what the
    same action received the year before, all funders of the call together.
    """

    porteur_siret: str
    porteur_name: str
    porteur_kind: PorteurKind | None
    porteur_rna: str
    porteur_insee: str
    porteur_email: str
    title: str
    axe: int | None
    orientation: str
    description: str
    quartiers: tuple[str, ...]
    communes: tuple[str, ...]
    publics: tuple[str, ...]
    beneficiaries_count: int | None
    women_count: int | None
    qpv_share_pct: int | None
    starts_on: date | None
    ends_on: date | None
    is_renewal: bool
    criteres_innovation: tuple[str, ...]
    participation: tuple[str, ...]
    mutualisation: str
    pieces: tuple[str, ...]
    budget: tuple[BudgetLine, ...]
    chantier: Chantier | None = None
    porteur_sigle: str = ""
    porteur_adresse: str = ""
    porteur_iban: str = ""
    representant: Contact = Contact()
    contact: Contact = Contact()
    structure: Structure = Structure()
    objectifs: str = ""
    calendrier: str = ""
    moyens_humains: str = ""
    moyens_materiels: str = ""
    partenaires: str = ""
    indicateurs: str = ""
    uais: tuple[str, ...] = ()
    ages: tuple[AgeCount, ...] = ()
    demandes: tuple[tuple[str, int], ...] = ()
    subvention_precedente_centimes: int | None = None

    def accounts(self) -> tuple[BudgetLine, ...]:
        """Return the lines that add up: details are left to their account."""
        return tuple(line for line in self.budget if not line.is_detail)

    def total_centimes(self, side: Side) -> int:
        """Sum one side of the budget, contributions in kind (86, 87) included."""
        return sum(
            line.amount_centimes for line in self.accounts() if line.side is side
        )

    def in_kind_centimes(self, side: Side) -> int:
        """Sum the voluntary contributions in kind of one side (86 or 87)."""
        return sum(
            line.amount_centimes
            for line in self.accounts()
            if line.side is side and line.account[:2] in {"86", "87"}
        )

    def cash_centimes(self) -> int:
        """Return the charges without contributions in kind: what must be paid."""
        return self.total_centimes(Side.CHARGE) - self.in_kind_centimes(Side.CHARGE)

    def requests(self) -> dict[str, int]:
        """Return what is asked of each funder of the campaign, under account 74."""
        asked: dict[str, int] = {}
        for line in self.accounts():
            if line.side is Side.PRODUIT and line.funder is not None:
                asked[line.funder] = asked.get(line.funder, 0) + line.amount_centimes
        return asked


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a check found in a deposit, said to its porteur.

    Attributes:
        rule: stable code of the rule, e.g. ``SIRET_INVALIDE``.
        field: code of the field; ``cell`` is where it stands in the file.
        value: the text found, as written.
        sentence: what is wrong, in French.
        remedy: what to do, in French.
        source: the text the rule rests on.
    """

    rule: str
    severity: Severity
    field: str
    sentence: str
    remedy: str
    value: str = ""
    cell: str = ""
    source: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the finding as plain text by name, to be kept as JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "field": self.field,
            "sentence": self.sentence,
            "remedy": self.remedy,
            "value": self.value,
            "cell": self.cell,
            "source": self.source,
        }


def finding_from_dict(record: Mapping[str, str]) -> Finding:
    """Rebuild a finding from :meth:`Finding.as_dict`."""
    texts = {name: text for name, text in record.items() if name != "severity"}
    return Finding(severity=Severity(record["severity"]), **texts)
