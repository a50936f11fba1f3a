"""The words of the note that each criterion rests on.

Most are quoted in the referentials and the parameters frozen with the campaign. The
others are here: sentences of the note that introduce a list, or call for deposits.
"""

from __future__ import annotations

from contrat_de_ville.domain.frozen import Frozen


PUBLICS = "les efforts seront concentrés, de manière prioritaire, en direction"
APPEL = (
    "Nous appelons donc les porteurs de projets à déposer des actions dans les "
    "domaines suivants"
)
INEXPLORES = (
    "A l’analyse des programmations précédentes certains champs restent inexplorés."
)
CONSEILS = (
    "Ces conseils citoyens doivent être associés à l’élaboration, au suivi et à "
    "l’évaluation des programmations d’actions pour les quartiers et leurs habitants."
)
DRE = (
    "exemple : les actions mobilisées dans le cadre du Dispositif de Réussite éducative"
)
COMMUNAUTAIRE = (
    "Plusieurs actions seront ainsi proposées en maîtrise d'ouvrage communautaire"
)
TFPB = "TFPB : actions pluriannuelles"
SENTENCES = (PUBLICS, APPEL, INEXPLORES, CONSEILS, DRE, COMMUNAUTAIRE, TFPB)
"""What stands here and nowhere else: a test finds each of them in the note."""


def label_of(frozen: Frozen, referential: str, code: str) -> str:
    """Return what a code of a referential is called; a code not known is itself."""
    return str(_entry(frozen, referential, code).get("label", code))


def quote_of(frozen: Frozen, referential: str, code: str) -> str:
    """Return the note's words for a code of a referential; nothing if unknown."""
    return str(_entry(frozen, referential, code).get("quote", ""))


def reference_of(frozen: Frozen, parameter: str) -> str:
    """Return the words that a parameter of the campaign is read in."""
    return str(frozen.references[parameter]["citation"])


def _entry(frozen: Frozen, referential: str, code: str) -> dict[str, object]:
    return dict(frozen.referentials.get(referential, {}).get(code, {}))
