"""The porteur's own workbook, sent back with what is to be mended in its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contrat_de_ville.adapters.corrections_sheet import Correction, write_corrections
from contrat_de_ville.adapters.deposit_answers import kept_answers
from contrat_de_ville.adapters.deposit_book import DepositBook, Remark
from contrat_de_ville.adapters.deposit_layout import Place, places
from contrat_de_ville.adapters.deposit_workbook import workbook_bytes
from contrat_de_ville.domain.depots import DepositForm, Finding, Severity
from contrat_de_ville.domain.form import FormDefinition


def annotated_workbook(
    form: DepositForm,
    findings: Sequence[Finding],
    definition: FormDefinition,
    lists: Mapping[str, Mapping[str, str]],
    numero: str = "",
) -> bytes:
    """Return the form filled with *form*, each finding in the margin of its cell.

    A first sheet lists the findings in the order of the form, with a link to each
    cell; what the deposit says and the form has no cell for is listed after them.
    Corrected, the workbook is read as any deposit: the reader looks neither at that
    sheet nor at the margins. It carries *numero*, by which the deposit is recognised
    when its SIRET and its title are what was mended.

    Raises:
        BadInputError: a list the form names is not given.
    """
    answers, leftovers = kept_answers(definition, form)
    corrections = in_form_order(findings, definition)

    def write_first(book: DepositBook) -> None:
        write_corrections(book, corrections, leftovers)

    return workbook_bytes(
        definition, lists, answers, _remarks(corrections), write_first, numero
    )


def in_form_order(
    findings: Iterable[Finding], definition: FormDefinition
) -> tuple[Correction, ...]:
    """Return the findings in the order of the form's cells; those of no cell last."""
    placed = places(definition)
    ranks = {code: rank for rank, code in enumerate(placed)}
    corrections = []
    for one in findings:
        code = _code_of(one, placed)
        corrections.append(Correction(finding=one, code=code, place=placed.get(code)))
    return tuple(sorted(corrections, key=lambda one: ranks.get(one.code, len(ranks))))


def _code_of(finding: Finding, placed: Mapping[str, Place]) -> str:
    """Return the code of the finding's cell; of several (« femmes »), the first."""
    if finding.field in placed:
        return finding.field
    several = (code for code in placed if code.startswith(f"{finding.field}."))
    return next(several, finding.field)


def _remarks(corrections: Iterable[Correction]) -> dict[str, Remark]:
    """Gather what is said of one cell; the gravest gives its colour."""
    said: dict[str, list[Finding]] = {}
    for one in corrections:
        if one.place is not None:
            said.setdefault(one.code, []).append(one.finding)
    return {
        code: Remark(
            severity=_gravest(findings),
            text="\n\n".join(f"{one.sentence}\n→ {one.remedy}" for one in findings),
        )
        for code, findings in said.items()
    }


def _gravest(findings: Iterable[Finding]) -> Severity:
    is_blocking = any(one.severity is Severity.BLOQUANT for one in findings)
    return Severity.BLOQUANT if is_blocking else Severity.A_VERIFIER
