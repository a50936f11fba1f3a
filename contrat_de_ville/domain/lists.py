"""A list of requests as it was read: every row accounted for, none lost.

A list comes from elsewhere (a service's instruction table, an open data file). Each
of its rows is accepted, refused or set aside, with the reason; the three add up to
what was read. Amounts are centimes; an empty amount is nothing, never zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.errors import BadInputError


class RowOutcome(StrEnum):
    """What becomes of a row."""

    ACCEPTEE = "acceptée"
    REFUSEE = "refusée"
    ECARTEE = "écartée"


class RowLabel(StrEnum):
    """Why: the short name of each reason, as the report counts them."""

    VIDE = "ligne vide"
    ENTETE = "en-tête répété"
    TOTAL = "ligne de total"
    DOUBLON = "doublon exact"
    CELLULES = "nombre de cellules inattendu"
    ANONYME = "ni code ni nom de structure"
    AUTRE_ENTETE = "ligne sous un autre en-tête"
    CARACTERE = "caractère interdit"
    INVISIBLE = "caractère invisible"
    FORMULE = "texte qui ressemble à une formule"
    COLONNE_DOUBLE = "colonne en double, valeurs différentes"
    MONTANT = "montant illisible"
    MONTANT_AMBIGU = "montant à deux lectures"
    MONTANT_CONTRAIRE = "montant écrit autrement que sa colonne"
    SANS_MONTANT = "aucun montant"
    EXERCICE = "autre exercice"
    VALEUR = "valeur non admise"
    A_VERIFIER = "cellule vide à vérifier"
    CODE = "code de forme inattendue"
    OBLIGATOIRE = "valeur obligatoire absente"
    SIRET = "SIRET illisible"
    SIRET_SCIENTIFIQUE = "SIRET en notation scientifique"
    SIRET_13_CHIFFRES = "SIRET de 13 chiffres"
    SIRET_SANS_NIC = "SIREN complété par des zéros"
    SIRET_CLE = "clé de SIRET fausse"
    SIRET_NOMBRE = "SIRET écrit comme un nombre"
    RNA = "RNA de forme inattendue"
    DATE = "date illisible"
    DATE_AMBIGUE = "date à deux lectures"
    DATE_CONTRAIRE = "date écrite autrement que sa colonne"
    PERIODE = "période illisible ou à l'envers"
    OUI_NON = "ni oui ni non"
    PART = "part du bénéficiaire hors de 0,01 à 1"
    VIRGULE = "décimale écrite avec une virgule"
    LONGUEUR = "texte trop long"
    INATTENDUE = "valeur inattendue"


class FileLabel(StrEnum):
    """What a whole file shows of itself, by the name the report gives it."""

    ENCODAGE = "encodage autre qu'UTF-8"
    FINS_DE_LIGNE = "fins de ligne mêlées"
    PREAMBULE = "lignes avant l'en-tête"
    INTITULE = "intitulé autre que celui du plan"
    COLONNE_ABSENTE = "colonne attendue absente"
    COLONNE_INCONNUE = "colonne inconnue, gardée"
    COLONNE_EN_DOUBLE = "colonne en double"
    COLONNE_AMBIGUE = "convention que la colonne ne montre pas"
    NUMEROS_DE_JOUR = "dates écrites en numéros de jour"
    FEUILLE_NON_LUE = "feuille non lue"
    RECAPITULATIF = "récapitulatif qui ne concorde pas"


@dataclass(frozen=True, kw_only=True)
class FileRemark:
    """One thing to know of the whole file, in French."""

    label: FileLabel
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One row, what became of it and why.

    ``row_number`` is the number a spreadsheet shows (the first row is 1).
    ``labels`` are the short reasons; ``reason`` says them in full, and on an
    accepted row says what remains to be verified (empty when nothing does).
    ``values`` are empty when the cells cannot be told apart.
    """

    row_number: int
    outcome: RowOutcome
    reason: str
    values: Mapping[str, str]
    amounts: Mapping[str, int | None]
    labels: tuple[RowLabel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TotalCheck:
    """A total written in the list, beside the sum of the rows it closes."""

    row_number: int
    column: str
    written_centimes: int
    computed_centimes: int

    @property
    def agrees(self) -> bool:
        """Tell whether the list adds up, to the centime."""
        return self.written_centimes == self.computed_centimes


@dataclass(frozen=True, kw_only=True)
class SummaryCheck:
    """A total of a summary sheet, beside the sum of the detail.

    ``computed_centimes`` is nothing where the detail has no such group, and
    ``written_centimes`` where the summary has none.
    """

    group: str
    written_centimes: int | None
    computed_centimes: int | None

    @property
    def agrees(self) -> bool:
        """Tell whether both say the same, to the centime."""
        return self.written_centimes == self.computed_centimes


@dataclass(frozen=True, kw_only=True)
class ListReading:
    """A whole list, read through a declared map.

    ``columns`` maps the codes of the columns to their header in the file,
    ``amounts`` names those that are amounts, ``group`` the one sums are made by.
    ``conventions`` say how the file is written and how that is known; ``remarks``
    what a person should know of it; ``summary`` sets another sheet's totals beside
    ours.

    Raises:
        BadInputError: the row numbers do not follow one another from the header.
    """

    source: str
    sheet: str
    file_sha256: str
    map_version: str
    header_row: int
    columns: Mapping[str, str]
    amounts: tuple[str, ...]
    group: str
    rows: tuple[ListRow, ...]
    conventions: tuple[str, ...] = ()
    remarks: tuple[FileRemark, ...] = ()
    summary: tuple[SummaryCheck, ...] = ()

    def __post_init__(self) -> None:
        numbers = [row.row_number for row in self.rows]
        first = self.header_row + 1
        if numbers != list(range(first, first + len(numbers))):
            raise BadInputError(
                f"Les lignes lues de « {self.source} » ne se suivent pas.",
                "Relisez le fichier : aucune ligne ne doit manquer.",
            )

    def counts(self) -> dict[RowOutcome, int]:
        """Count the rows by outcome, every outcome present."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in RowOutcome}

    def labels(self) -> dict[tuple[RowOutcome, RowLabel], int]:
        """Count the rows by outcome and short reason; a row may have several."""
        return dict(
            Counter((row.outcome, of) for row in self.rows for of in row.labels)
        )

    def accepted(self) -> tuple[ListRow, ...]:
        """Return the accepted rows, in the order of the file."""
        return tuple(row for row in self.rows if row.outcome is RowOutcome.ACCEPTEE)

    def counts_by(self, column: str) -> dict[str, int]:
        """Count the accepted rows by the value of *column*, by decreasing count."""
        return dict(
            Counter(row.values[column] for row in self.accepted()).most_common()
        )

    def sums_by(self, column: str, amount: str) -> dict[str, int | None]:
        """Sum *amount* (centimes) of the accepted rows by the value of *column*.

        A group none of whose rows has an amount sums to nothing, not to zero.
        """
        sums: dict[str, int | None] = {}
        for row in self.accepted():
            key, value = row.values[column], row.amounts[amount]
            known = sums.setdefault(key, None)
            if value is not None:
                sums[key] = (known or 0) + value
        return sums

    def total_checks(self) -> tuple[TotalCheck, ...]:
        """Recompute the totals written in the list, from the rows they close.

        A total closes the rows since the previous header or total, whatever became
        of them: the list's author counted refused rows and duplicates too.
        """
        checks: list[TotalCheck] = []
        running: Counter[str] = Counter()
        for row in self.rows:
            if RowLabel.TOTAL in row.labels:
                checks += _checks(row, running)
            if {RowLabel.TOTAL, RowLabel.ENTETE} & set(row.labels):
                running.clear()
            else:
                running.update({code: cts or 0 for code, cts in row.amounts.items()})
        return tuple(checks)


def _checks(row: ListRow, running: Mapping[str, int]) -> list[TotalCheck]:
    return [
        TotalCheck(
            row_number=row.row_number,
            column=code,
            written_centimes=written,
            computed_centimes=running.get(code, 0),
        )
        for code, written in row.amounts.items()
        if written is not None
    ]
