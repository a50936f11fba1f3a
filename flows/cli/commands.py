"""The commands of ``programmation``, named and described, none imported yet."""

from __future__ import annotations

import os
from pathlib import Path

import click

from contrat_de_ville import __version__
from flows.cli.french import FrenchGroup


class Programmation(FrenchGroup):
    """Every command, in the order a year uses them."""

    lazy = {  # noqa: RUF012 (declared ClassVar by the base)
        "demo": ("flows.cli.demo", "demo", "Jouer l'année de démonstration 2017."),
        "annuaire": ("flows.cli.acts", "annuaire", "Enregistrer les porteurs connus."),
        "ouvrir": ("flows.cli.year", "ouvrir", "Ouvrir l'appel à projets d'une année."),
        "deposer": ("flows.cli.deposits", "deposer", "Enregistrer des fichiers reçus."),
        "recuperer": (
            "flows.cli.demarches",
            "recuperer",
            "Récupérer les dossiers d'une démarche en ligne.",
        ),
        "avancer": ("flows.cli.year", "avancer", "Faire ce qui est dû à une date."),
        "etape": ("flows.cli.year", "etape", "Lancer une seule étape de l'année."),
        "etat": ("flows.cli.state", "etat", "Montrer où en est l'année."),
        "qualite": (
            "flows.cli.quality",
            "qualite",
            "Montrer ce qui est à corriger, et chez qui.",
        ),
        "relancer": ("flows.cli.year", "relancer", "Relancer qui doit quelque chose."),
        "versions": (
            "flows.cli.versions",
            "versions",
            "Montrer les versions d'un dépôt.",
        ),
        "completer": (
            "flows.cli.completing",
            "completer",
            "Compléter ce que le canal d'un dépôt ne dit pas.",
        ),
        "deroger": ("flows.cli.deposits", "deroger", "Admettre un dépôt tardif."),
        "utilite": ("flows.cli.acts", "utilite", "Fixer l'utilité sociale d'un ACI."),
        "aci": ("flows.cli.aci", "aci", "Montrer l'aide de chaque chantier."),
        "avis": ("flows.cli.acts", "avis", "Enregistrer l'avis d'un conseil citoyen."),
        "innovation": (
            "flows.cli.criteria",
            "innovation",
            "Noter un critère d'innovation d'une action.",
        ),
        "mutualiser": (
            "flows.cli.criteria",
            "mutualiser",
            "Proposer les actions à mettre en commun.",
        ),
        "fiche": (
            "flows.cli.criteria",
            "fiche",
            "Montrer la fiche d'une action, et l'écrire.",
        ),
        "proposer": (
            "flows.cli.scenarios",
            "proposer",
            "Calculer de nouveau la proposition.",
        ),
        "scenario": (
            "flows.cli.scenarios",
            "scenario",
            "Essayer des changements, sans rien toucher d'officiel.",
        ),
        "comparer": (
            "flows.cli.scenarios_comparing",
            "comparer",
            "Comparer des scénarios à la proposition.",
        ),
        "prix": (
            "flows.cli.scenarios",
            "prix",
            "Montrer ce que coûte chaque contrainte.",
        ),
        "seance": (
            "flows.cli.committee",
            "seance",
            "Écrire le classeur d'un comité, lire ce qu'il a rempli.",
        ),
        "decider": (
            "flows.cli.deciding",
            "decider",
            "Enregistrer arbitrages et actes.",
        ),
        "enveloppe": (
            "flows.cli.envelopes",
            "enveloppe",
            "Montrer les enveloppes, en autoriser un dépassement.",
        ),
        "modifier": (
            "flows.cli.amending",
            "modifier",
            "Modifier la programmation figée, en une version nouvelle.",
        ),
        "bilan": ("flows.cli.acts", "bilan", "Enregistrer le bilan d'une action."),
        "donnees": (
            "flows.cli.data",
            "donnees",
            "Contrôler les données de l'année.",
        ),
        "tracer": (
            "flows.cli.audit",
            "tracer",
            "Dire pourquoi : montant, avis, règle.",
        ),
        "verifier": (
            "flows.cli.audit",
            "verifier",
            "Vérifier le journal et les pièces.",
        ),
        "exporter": (
            "flows.cli.audit",
            "exporter",
            "Écrire le dossier pour un auditeur.",
        ),
    }


@click.command(
    cls=Programmation,
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
)
@click.option(
    "--dossier",
    metavar="DOSSIER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Le dossier de travail (sinon celui de PROGRAMMATION_DOSSIER).",
)
@click.version_option(__version__, message="%(version)s", help="Afficher la version.")
def programmation(dossier: Path | None) -> None:
    """Conduire la programmation annuelle d'un contrat de ville."""
    if dossier is not None:
        os.environ["PROGRAMMATION_DOSSIER"] = str(dossier)
