"""What each mistake does to the text of a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from contrat_de_ville.demonstration.mistakes import Mistake
from contrat_de_ville.demonstration.stable import between, number, pick
from contrat_de_ville.demonstration.territoire import BRUAY
from contrat_de_ville.demonstration.writing import Written, write_amount
from contrat_de_ville.domain.depots import BudgetText
from contrat_de_ville.domain.form import FEMMES, HOMMES
from contrat_de_ville.domain.money import parse_centimes


_UNBALANCED_BY = (50_000, -30_000, 9_000, 100_000)
_ELSEWHERE = {"59526": "59172"}
_OTHER_AXE = {"7": "3.1"}


def slip(written: Written, mistake: Mistake, *keys: object) -> Written:
    """Return the form with that mistake in it; *keys* choose where there is a choice.

    A mistake that is not in the text (a late deposit…) leaves the form as it is.
    """
    apply = _SLIPS.get(mistake)
    return apply(written, number(mistake, *keys)) if apply else written


def changed(written: Written, **fields: str) -> Written:
    """Return the form with other texts in some fields."""
    return replace(written, fields=written.fields | fields)


def with_amount(
    written: Written, account: str, change: Callable[[str], str]
) -> Written:
    """Return the form with the first line of *account* typed otherwise."""
    at = next(i for i, line in enumerate(written.budget) if line.account == account)
    line = written.budget[at]
    changed_line = replace(line, amount=change(line.amount))
    return replace(
        written,
        budget=(*written.budget[:at], changed_line, *written.budget[at + 1 :]),
    )


def without_ages(written: Written) -> Written:
    """Return the form with nothing in the grid of ages."""
    grid = {
        code: ""
        for code in written.fields
        if code.startswith((f"{FEMMES}.", f"{HOMMES}."))
    }
    return replace(written, fields=written.fields | grid)


def shifted(by_centimes: int, habit: int = 0) -> Callable[[str], str]:
    """Return what types an amount again, with *by_centimes* more."""
    return lambda text: write_amount(parse_centimes(text) + by_centimes, habit)


def _unbalance(written: Written, drawn: int) -> Written:
    by = pick(_UNBALANCED_BY, drawn)
    return with_amount(written, "64", shifted(by))


def _differ_in_kind(written: Written, _: int) -> Written:
    """Type less under 87 and as much more under 79: only 86 and 87 differ."""
    less = with_amount(written, "87", shifted(-40_000))
    return with_amount(less, "79", shifted(40_000))


def _wrong_siret(written: Written, drawn: int) -> Written:
    """Type one digit of the SIRET wrong, so that the check digit tells."""
    siret = written.fields["porteur_siret"]
    at = between(5, 13, drawn)
    wrong = str((int(siret[at]) + 1) % 10)
    return changed(written, porteur_siret=siret[:at] + wrong + siret[at + 1 :])


def _short_siret(written: Written, _: int) -> Written:
    return changed(written, porteur_siret=written.fields["porteur_siret"][:-1])


def _missing_piece(written: Written, drawn: int) -> Written:
    pieces = [one.strip() for one in written.fields["pieces"].split(";")]
    pieces.remove(pick(pieces, drawn))
    return changed(written, pieces=" ; ".join(pieces))


def _unreadable_amount(written: Written, _: int) -> Written:
    """Type letters O for the zeros: « 12 OOO »."""
    at = next(i for i, line in enumerate(written.budget) if line.funder is not None)
    line = written.budget[at]
    typed = replace(line, amount=line.amount.replace("0", "O"))
    budget: tuple[BudgetText, ...] = (
        *written.budget[:at],
        typed,
        *written.budget[at + 1 :],
    )
    return replace(written, budget=budget)


def _end_before_start(written: Written, _: int) -> Written:
    return changed(written, date_debut="01/03/2017", date_fin="28/02/2017")


def _unknown_quartier(written: Written, _: int) -> Written:
    return changed(written, quartiers="QP059999")


def _no_rna(written: Written, _: int) -> Written:
    return changed(written, porteur_rna="")


def _too_many_women(written: Written, _: int) -> Written:
    """Count more women than people; who does leaves the grid of ages empty."""
    women = int(written.fields["beneficiaires"]) + 7
    return changed(without_ages(written), beneficiaires_femmes=str(women))


def _other_orientation(written: Written, _: int) -> Written:
    axe = written.fields["action_axe"]
    return changed(written, action_orientation=_OTHER_AXE.get(axe, "7.1"))


def _other_epci(written: Written, _: int) -> Written:
    return changed(written, communes=BRUAY)


def _outside_the_quartier(written: Written, _: int) -> Written:
    commune = written.fields["communes"]
    return changed(written, communes=_ELSEWHERE.get(commune, "59526"))


_SLIPS: dict[Mistake, Callable[[Written, int], Written]] = {
    Mistake.BUDGET_DESEQUILIBRE: _unbalance,
    Mistake.NATURE_86_87: _differ_in_kind,
    Mistake.SIRET_FAUX: _wrong_siret,
    Mistake.SIRET_13_CHIFFRES: _short_siret,
    Mistake.PIECE_MANQUANTE: _missing_piece,
    Mistake.MONTANT_ILLISIBLE: _unreadable_amount,
    Mistake.FIN_AVANT_DEBUT: _end_before_start,
    Mistake.QUARTIER_INCONNU: _unknown_quartier,
    Mistake.RNA_ABSENT: _no_rna,
    Mistake.FEMMES_PLUS_NOMBREUSES: _too_many_women,
    Mistake.ORIENTATION_AUTRE_AXE: _other_orientation,
    Mistake.COMMUNE_AUTRE_EPCI: _other_epci,
    Mistake.COMMUNE_HORS_QUARTIER: _outside_the_quartier,
}
