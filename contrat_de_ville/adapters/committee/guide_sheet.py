"""The sheet « Mode d'emploi »: what to fill, what is checked, what comes next."""

from __future__ import annotations

from contrat_de_ville.adapters.committee.book import GUIDE, CommitteeBook
from contrat_de_ville.adapters.workbook.book import TABLE_TOP
from contrat_de_ville.domain.committee import CommitteeKind


_FIRST = """\
Feuille « Lignes » : une ligne est une action et un financeur. Seules les cases jaunes
se remplissent ; tout le reste est verrouillé, et comparé à l'export quand le classeur
revient.
"""
_STEPS = {
    CommitteeKind.TECHNIQUE: """\
« Avis technique » : favorable, réservé, défavorable ou ajourné. Vide : aucun avis n'est
enregistré. Un avis défavorable se commente.

« Montant proposé par le comité » : vide, la proposition est gardée ; rempli, il la
remplace devant le COPIL. De 0 à la demande, en euros.

« Commentaire » : obligatoire dès qu'un montant est en dessous de la demande (un refus,
une réduction) ; il devient le motif de la proposition.
""",
    CommitteeKind.COPIL: """\
« Montant arbitré » : vide, la ligne n'est pas encore vue ; 0, elle est refusée. De 0 à
la demande, en euros. Rien n'est prérempli : ce que le comité ne dit pas n'est pas
décidé.

« Motif » : obligatoire pour un refus ou une réduction ; il sera écrit au porteur.

« Déjà arbitré » : ce qui est enregistré. Remplir la ligne à nouveau change l'arbitrage,
tant que la programmation n'est pas figée.
""",
}
_COMMON = """\
« À vérifier » dit ce qui serait refusé à la lecture. Le haut de la feuille et la
feuille « Enveloppes » montrent ce qu'il reste, au fur et à mesure.

Tapez des valeurs, jamais de formule, dans les cases jaunes. N'ajoutez, ne retirez et ne
répétez aucune ligne ; filtrer ne change rien à ce qui est lu.

La lecture dit tout ce qui est à reprendre, case par case, et n'enregistre rien tant
qu'il reste un point : d'abord avec « --a-blanc », pour voir ce qui serait enregistré,
puis sans.

Un classeur rempli en plusieurs fois se relit : ce qui est déjà enregistré ne l'est pas
deux fois. Une ligne arbitrée entre-temps par une autre voie est un conflit, et il est
nommé.
"""
_READ = """\
Pour le lire : programmation seance --lire FICHIER --par {function} --minute "référence
du relevé de décisions" --a-blanc
"""
_FUNCTIONS = {
    CommitteeKind.TECHNIQUE: "comite_technique",
    CommitteeKind.COPIL: "copil",
}


def write_guide(book: CommitteeBook) -> None:
    """Write how the workbook is filled and what is held against it."""
    kind = book.contents.kind
    sheet = book.add_sheet(GUIDE, "Mode d'emploi")
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 112)
    read = _READ.format(function=_FUNCTIONS[kind])
    prose = "\n".join((_FIRST, _STEPS[kind], _COMMON, read))
    for rank, said in enumerate(_paragraphs(prose), start=1):
        row = TABLE_TOP + rank - 1
        sheet.write_number(row, 0, rank, book.step)
        sheet.write_string(row, 1, said, book.step)
        sheet.set_row(row, 34)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _paragraphs(prose: str) -> list[str]:
    """Cut a text at its blank lines; its own line ends say nothing."""
    return [" ".join(one.split()) for one in prose.split("\n\n")]
