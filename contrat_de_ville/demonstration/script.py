"""The script of the demonstration year: what people send, and when.

What they decide afterwards is in :mod:`contrat_de_ville.demonstration.decisions`.
Everything follows from the seed; nothing reads a clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from contrat_de_ville.demonstration import arrivals
from contrat_de_ville.demonstration.actions import build_actions
from contrat_de_ville.demonstration.calendrier import CLOTURE
from contrat_de_ville.demonstration.decisions import (
    LegalAct,
    arbitration,
    avis,
    bilan,
    legal_acts,
    utilite_sociale,
)
from contrat_de_ville.demonstration.deposits import DemoDeposit
from contrat_de_ville.demonstration.mistakes import (
    SENT_AGAIN,
    Mistake,
    assign_mistakes,
    corrected_titles,
)
from contrat_de_ville.demonstration.porteurs import slug
from contrat_de_ville.demonstration.slips import (
    changed,
    shifted,
    slip,
    with_amount,
    without_ages,
)
from contrat_de_ville.demonstration.writing import Written, write_form
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.form import DEMANDE


#: When the late deposit is accepted all the same, and why.
DEROGATION_AT = paris(date(2017, 1, 5), time(10, 30))
DEROGATION_REASON = (
    "Panne de messagerie du porteur constatée le 16 décembre 2016 au soir, signalée le "
    "lendemain ; dossier complet, action reconduite. Valeur de démonstration."
)
_SET_TIMES: dict[Mistake, datetime] = {
    Mistake.DEPOT_TARDIF_61_S: CLOTURE + timedelta(seconds=61),
    Mistake.DEPOT_TARDIF_DEROGATION: paris(date(2016, 12, 17), time(8, 42, 10)),
    Mistake.DEPOT_TARDIF: paris(date(2016, 12, 22), time(16, 5, 33)),
    Mistake.DERNIERE_SECONDE: CLOTURE,
}
_RESENT_AFTER = timedelta(minutes=14)
_LONGEST_STEM = 70


def build_deposits(seed: int = 2017) -> tuple[DemoDeposit, ...]:
    """Return every file of the year in the order of arrival.

    Args:
        seed: same seed, same files to the letter.
    """
    actions = build_actions(seed)
    made = assign_mistakes(actions, seed)
    corrected = corrected_titles(made, seed)
    sent = [
        deposit
        for action in actions
        for deposit in _deposits(action, made.get(action.title), seed)
    ]
    answers = [_correction(one, seed) for one in actions if one.title in corrected]
    return tuple(
        sorted(sent + answers, key=lambda one: (one.arrives_at, one.file_name))
    )


def _deposits(
    action: Action, mistake: Mistake | None, seed: int
) -> tuple[DemoDeposit, ...]:
    written = write_form(action, seed)
    if mistake in SENT_AGAIN:
        return _sent_twice(action, written, mistake, seed)
    if mistake is not None:
        written = slip(written, mistake, seed, action.title)
    ordinary = arrivals.ordinary(seed, action.title)
    at = _SET_TIMES.get(mistake, ordinary) if mistake else ordinary
    return (_deposit(action, written, at, mistake),)


def _sent_twice(
    action: Action, written: Written, mistake: Mistake | None, seed: int
) -> tuple[DemoDeposit, ...]:
    """Return two files of one action; the second one bears the mistake's name."""
    at = arrivals.early(seed, action.title)
    if mistake is Mistake.DOUBLON_EXACT:
        first = _deposit(action, written, at, None)
        return first, replace(
            first,
            file_name=first.file_name.replace(".xlsx", " (1).xlsx"),
            arrives_at=at + _RESENT_AFTER,
            mistake=mistake,
        )
    first = _deposit(action, _draft(written), at, None)
    second = _deposit(action, written, arrivals.later(at, seed, action.title), mistake)
    suffix = "_v2" if mistake is Mistake.NOUVELLE_VERSION else ""
    name = second.file_name if suffix else f"dossier-{slug(action.porteur_name)}.xlsx"
    return first, replace(second, file_name=name.replace(".xlsx", f"{suffix}.xlsx"))


def _draft(written: Written) -> Written:
    """Return an earlier state of the form: smaller, balanced, nothing shared yet."""
    less = shifted(-20_000)
    smaller = with_amount(with_amount(written, "64", less), "74", less)
    funder = next(one.funder for one in written.budget if one.account == "74")
    asked = f"{DEMANDE}.{funder}"
    fields = {asked: less(written.fields[asked])} if asked in written.fields else {}
    fewer = int(written.fields["beneficiaires"]) * 3 // 4
    women = min(fewer, int(written.fields["beneficiaires_femmes"]))
    return changed(
        without_ages(smaller),
        beneficiaires=str(fewer),
        beneficiaires_femmes=str(women),
        mutualisation="",
        **fields,
    )


def _correction(action: Action, seed: int) -> DemoDeposit:
    """Return the same action, right this time, in the correction window."""
    at = arrivals.correcting(seed, action.title)
    deposit = _deposit(action, write_form(action, seed), at, None)
    return replace(
        deposit,
        file_name=deposit.file_name.replace(".xlsx", "_corrige.xlsx"),
        is_correction=True,
    )


def _deposit(
    action: Action, written: Written, at: datetime, mistake: Mistake | None
) -> DemoDeposit:
    return DemoDeposit(
        file_name=_file_name(action),
        arrives_at=at,
        fields=written.fields,
        budget=written.budget,
        mistake=mistake.value if mistake else "",
    )


def _file_name(action: Action) -> str:
    """Name the file after porteur and title, cut between two words."""
    stem = f"{slug(action.porteur_name)}_{slug(action.title)}"
    if len(stem) > _LONGEST_STEM:
        stem = stem[:_LONGEST_STEM].rpartition("-")[0]
    return f"{stem}.xlsx"


__all__ = [
    "DEROGATION_AT",
    "DEROGATION_REASON",
    "DemoDeposit",
    "LegalAct",
    "arbitration",
    "avis",
    "bilan",
    "build_deposits",
    "legal_acts",
    "utilite_sociale",
]
