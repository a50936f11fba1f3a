"""Recording what people say of an action: a committee's figure, an avis, a bilan.

Each is one fact, recorded at once and journaled; the next « avancer » does what
follows from it.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from contrat_de_ville.domain.aci.grid import points_given
from contrat_de_ville.domain.bilans import BilanReceived
from contrat_de_ville.domain.conseils import AvisGiven, AvisKind
from contrat_de_ville.errors import BadFileError
from flows.cli.french import FrenchCommand
from flows.cli.options import (
    COUNT,
    DAY,
    EUROS,
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
    today,
)
from flows.cli.showing import show
from tasks.aci_figures import FigureGiven, record_figure
from tasks.bilans import record_bilans
from tasks.consultation import record_avis
from tasks.directory import read_directory, record_directory


_DIRECTORY_SUFFIXES = frozenset({".csv", ".txt"})
# What a conseil may say; that it said nothing is noted at the deadline, not typed.
_SENS = [one.lower() for one in AvisKind if one is not AvisKind.NON_RENDU]


@click.command(cls=FrenchCommand)
@click.argument("fichier", type=click.Path(path_type=Path))
@a_blanc_option
@format_option
def annuaire(fichier: Path, *, a_blanc: bool, output: str) -> None:
    """Enregistrer les porteurs connus, à qui l'ouverture de l'appel sera écrite.

    FICHIER est un CSV en UTF-8, séparé par « ; », d'en-tête
    siret;nom;type;courriel.
    """
    if fichier.suffix.lower() not in _DIRECTORY_SUFFIXES:
        raise BadFileError(
            fichier.name,
            "un annuaire est un fichier .csv.",
            "Dans le tableur, enregistrez-le au format CSV UTF-8, séparé par « ; ».",
        )
    show([record_directory(read_directory(fichier), a_blanc=a_blanc)], output)


@click.command(cls=FrenchCommand)
@click.argument("numero")
@click.argument("montant", type=EUROS)
@on_cycle
@click.option(
    "--par", "author", type=SAID, required=True, help="La fonction ou le comité."
)
@click.option(
    "--motif", "reason", type=SAID, required=True, help="Ce qui fonde le montant."
)
@click.option(
    "--points",
    metavar="CRITERE=POINTS",
    multiple=True,
    help="Les points d'un critère de la grille, si la campagne en a une.",
)
@a_blanc_option
@format_option
def utilite(
    numero: str,
    montant: int,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    author: str,
    reason: str,
    points: tuple[str, ...],
    a_blanc: bool,
    output: str,
) -> None:
    """Fixer l'utilité sociale d'un chantier, dans la fourchette de la note."""
    figure = FigureGiven(
        numero=numero,
        amount_centimes=montant,
        author=author,
        reason=reason,
        points=points_given(points),
    )
    ref, at = cycle_ref(contrat, annee), instant(au)
    show([record_figure(ref, figure, at, a_blanc=a_blanc)], output)


@click.command(cls=FrenchCommand)
@click.argument("numero")
@click.argument("conseil")
@click.argument("sens", metavar="SENS", type=click.Choice(_SENS))
@on_cycle
@click.option("--texte", default="", help="Ce que le conseil a écrit.")
@click.option("--presents", type=COUNT, help="Le nombre de membres présents.")
@a_blanc_option
@format_option
def avis(
    numero: str,
    conseil: str,
    sens: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    texte: str,
    presents: int | None,
    a_blanc: bool,
    output: str,
) -> None:
    """Enregistrer l'avis d'un conseil citoyen sur un dépôt.

    CONSEIL est son code (par exemple cc-centre) ; SENS : favorable,
    favorable_avec_reserves, defavorable, sans_avis. Après la clôture, l'avis est
    enregistré comme tardif.
    """
    given = AvisGiven(
        numero=numero,
        conseil=conseil,
        avis=AvisKind(sens.upper()),
        text=texte,
        members_present=presents,
    )
    ref = cycle_ref(contrat, annee)
    show([record_avis(ref, [given], instant(au), a_blanc=a_blanc)], output)


@click.command(cls=FrenchCommand)
@click.argument("numero")
@on_cycle
@click.option("--realise", type=EUROS, required=True, help="Dépensé sur l'aide.")
@click.option("--beneficiaires", type=COUNT, required=True, help="Personnes touchées.")
@click.option("--recu-le", "received_on", type=DAY, help="Sinon aujourd'hui.")
@click.option("--commentaire", default="", help="Ce que le porteur en dit.")
@a_blanc_option
@format_option
def bilan(
    numero: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    realise: int,
    beneficiaires: int,
    received_on: date | None,
    commentaire: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Enregistrer le bilan d'une action financée."""
    received = BilanReceived(
        numero=numero,
        received_on=received_on or today(au),
        realise_centimes=realise,
        beneficiaries_count=beneficiaires,
        comment=commentaire,
    )
    ref = cycle_ref(contrat, annee)
    show([record_bilans(ref, [received], instant(au), a_blanc=a_blanc)], output)
