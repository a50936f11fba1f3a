"""What must hold of a form's definition as a whole, so that it can be read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from contrat_de_ville.domain.form import (
    ACTION,
    DEMANDE,
    IDENTITE,
    BudgetRow,
    FormDefinition,
    age_codes,
    budget_label,
    label_key,
)
from contrat_de_ville.errors import BadFileError


def check_form(path: Path, form: FormDefinition) -> None:
    """Refuse what could not be found again, or would contradict itself.

    Raises:
        BadFileError: equal codes, equal labels of a sheet, a detail that does not
            follow its account, a request to a funder that has no line under 74.
    """
    codes = [one.code for one in form.fields]
    refuse_repeats(path, "le code", codes + [code for _, _, code in age_codes(form)])
    _check_labels(path, form)
    for rows in (form.charges, form.produits):
        _check_details(path, rows)
    _check_funders(path, form)


def refuse_repeats(path: Path, what: str, values: Iterable[str]) -> None:
    """Refuse a value written twice.

    Raises:
        BadFileError: *what* is there twice with one value.
    """
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BadFileError(
                path.as_posix(),
                f"{what} « {value} » est écrit deux fois.",
                "Gardez-en un, ou distinguez-les.",
            )
        seen.add(value)


def _check_labels(path: Path, form: FormDefinition) -> None:
    """Refuse two equal labels where the workbook is read back by them."""
    names = [label_key(name) for name in form.sheets.values()]
    refuse_repeats(path, "le nom de feuille", names)
    for sheet in (IDENTITE, ACTION):
        fields = [one for one in form.fields if one.sheet == sheet]
        texts = [one.label for one in fields] + [one.band for one in fields if one.band]
        labels = [label_key(text) for text in texts]
        refuse_repeats(path, f"dans « {sheet} », le libellé", labels)
    bands = [label_key(label) for label in form.age_bands.values()]
    refuse_repeats(path, "la tranche d'âge", bands)
    rows = [label_key(budget_label(row)) for row in (*form.charges, *form.produits)]
    refuse_repeats(path, "le poste du budget", rows)


def _check_details(path: Path, rows: Sequence[BudgetRow]) -> None:
    account = None
    for row in rows:
        account = account if row.is_detail else row.account
        if account is None or not row.account.startswith(account):
            raise BadFileError(
                path.as_posix(),
                f"le détail {row.account} ne suit pas le compte qu'il détaille.",
                "Placez-le sous ce compte : 601 sous 60.",
            )


def _check_funders(path: Path, form: FormDefinition) -> None:
    funders = [row.funder for row in form.produits if row.funder]
    refuse_repeats(path, "dans les produits, le financeur", funders)
    for field in form.fields:
        expected = f"{DEMANDE}.{field.funder}"
        if field.funder and (field.code != expected or field.funder not in funders):
            raise BadFileError(
                path.as_posix(),
                f"le champ « {field.code} » et le financeur « {field.funder} » ne vont "
                f"pas ensemble : le code attendu est « {expected} », et ce financeur "
                "doit avoir sa ligne sous le compte 74.",
                "Accordez le champ et le budget.",
            )
