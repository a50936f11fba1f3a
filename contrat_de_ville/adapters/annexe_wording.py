"""How the annex of an act says things: its title, what it leaves out, its seal."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.aci import FUNDER as AGGLOMERATION
from contrat_de_ville.domain.annexe import Annexe, AnnexeLine, AnnexeSection
from contrat_de_ville.domain.calendar import PARIS, french_date, french_instant
from contrat_de_ville.domain.criteria_paths import Path
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.number_words import euros_in_letters
from contrat_de_ville.domain.steps import plural


def annexe_title(annexe: Annexe) -> str:
    """Name the act: a délibération where it is the agglomération's own."""
    act = "à la délibération" if annexe.funder == AGGLOMERATION else "à l'acte"
    what = "Annexe" if annexe.act else "Projet d'annexe"
    return f"{what} {act} – programmation {annexe.annee}"


def total_sentence(annexe: Annexe) -> str:
    """Arrest the total of the grants, in figures and in letters."""
    count = plural(len(annexe.grants.lines), "subvention")
    total = annexe.grants.total_centimes
    return (
        f"Arrêté à {count} pour un total de {format_euros(total)} "
        f"({euros_in_letters(total)})."
    )


def notices(annexe: Annexe) -> tuple[str, ...]:
    """Say what a reader must know before voting on it."""
    return tuple(_notices(annexe))


def _notices(annexe: Annexe) -> Iterator[str]:
    if annexe.is_demonstration:
        yield "Valeurs de démonstration : ce document ne vaut pas décision."
    if annexe.seal.version == 0:
        yield "La programmation n'est pas figée : les montants peuvent encore changer."
    elif not annexe.is_decided:
        yield (
            "Montants arbitrés par le comité de pilotage, avant l'acte du financeur "
            "là où la colonne « Acte » est vide."
        )
    if annexe.replaced:
        count = plural(len(annexe.replaced), "ligne")
        are = "ont été décidées" if len(annexe.replaced) > 1 else "a été décidée"
        yield (
            f"{count} de cette annexe {are} à nouveau par un acte postérieur : "
            f"{', '.join(annexe.replaced)}."
        )
    if annexe.tfpb_centimes:
        yield (
            f"{format_euros(annexe.tfpb_centimes)} sont retenus pour des engagements "
            "TFPB, qui ne sont pas des subventions : à corriger avant le vote."
        )
    if annexe.waiting_count:
        count = plural(annexe.waiting_count, "demande")
        agreed = "non comptées" if annexe.waiting_count > 1 else "non comptée"
        yield f"{count} sans arbitrage : {agreed}."


def left_out(annexe: Annexe) -> str:
    """Say how many requests are not in the list, or nothing."""
    if not annexe.refused_count:
        return ""
    count = plural(annexe.refused_count, "demande non retenue", "demandes non retenues")
    return f"{count} : sans montant, hors de cette liste."


def common_act(annexe: Annexe) -> str:
    """Name the act the annex goes with, or every grant's where it is the same."""
    if annexe.act is not None:
        return annexe.act.label
    acts = {one.act for one in annexe.grants.lines}
    return acts.pop() if annexe.is_decided and len(acts) == 1 else ""


def remark_header(annexe: Annexe, section: AnnexeSection) -> str:
    """Head the last column of a section; nothing where it would teach nothing."""
    if section.path is Path.TFPB:
        return "Aide retenue" if annexe.tfpb_centimes else ""
    if section.path is Path.MAITRISE_OUVRAGE:
        return ""
    is_told_otherwise = any(_is_otherwise(one) for one in section.lines)
    return "Acte" if is_told_otherwise or not common_act(annexe) else ""


def remark(line: AnnexeLine, section: AnnexeSection) -> str:
    """Name the act of a grant, with what the COPIL had retained if it was otherwise."""
    if section.path is Path.TFPB:
        return format_euros(line.granted_centimes) if line.granted_centimes else ""
    if not line.is_decided:
        return ""
    if not _is_otherwise(line):
        return line.act
    return f"{line.act} (arbitré : {format_euros(line.arbitrated_centimes)})".strip()


def _is_otherwise(line: AnnexeLine) -> bool:
    arbitrated = line.arbitrated_centimes
    return arbitrated is not None and arbitrated != line.amount_centimes


def seal_lines(annexe: Annexe) -> tuple[tuple[str, str], ...]:
    """Return what proves the annex, label and text; a blank is left to be filled."""
    seal = annexe.seal
    if not seal.version:
        frozen = "non figée"
    else:
        when = seal.frozen_at.astimezone(PARIS).date() if seal.frozen_at else None
        on = f", figée le {french_date(when)}" if when else ""
        frozen = f"version {seal.version}{on}"
    head = f"ligne {seal.journal_rank}" if seal.journal_rank is not None else ""
    return (
        ("Programmation", frozen),
        ("Empreinte de la programmation (SHA-256)", seal.sha256),
        ("Relevé du comité de pilotage", safe_text(seal.minute)),
        ("Dernière ligne du journal", head),
        ("Empreinte de cette ligne (SHA-256)", seal.journal_head),
        ("État au", french_instant(annexe.as_of)),
    )


def amount_header(section: AnnexeSection) -> str:
    """Head the amounts of a section: a grant, one's own money, or a valuation."""
    return {
        Path.SUBVENTION: "Montant",
        Path.MAITRISE_OUVRAGE: "Crédits propres",
        Path.TFPB: "Valorisation",
    }[section.path]


def council_text(annexe: Annexe) -> str:
    """Say when the council votes on it, where it is known."""
    if annexe.council_at is None:
        return ""
    on = french_date(annexe.council_at.astimezone(PARIS).date())
    return f"Conseil communautaire du {on}"
