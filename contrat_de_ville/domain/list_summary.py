"""Sets the totals of a summary sheet beside the sums of the detail it sums up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contrat_de_ville.domain.list_headers import header_key
from contrat_de_ville.domain.lists import ListRow, RowLabel, SummaryCheck


_BREAKS = {RowLabel.ENTETE, RowLabel.TOTAL}
_NO_REQUEST = {*_BREAKS, RowLabel.VIDE}


def check_summary(
    rows: Iterable[ListRow],
    written: Mapping[str, int],
    *,
    group: str,
    amount: str,
    total: str,
) -> tuple[SummaryCheck, ...]:
    """Compare each group of the summary, then those it forgets, then its total.

    The group of a row that writes none is that of the row above, up to the last
    header or total: tables name a theme once, on the first row of its block. Every
    row that is a request counts, whatever became of it: the summary's author counted
    refused rows too. *total* is what the summary calls its grand total.
    """
    sums, names = _sums(rows, group=group, amount=amount)
    keys = {header_key(name): name for name in written if name != total}
    checks = [
        SummaryCheck(
            group=name,
            written_centimes=written[name],
            computed_centimes=sums.get(key),
        )
        for key, name in keys.items()
    ]
    checks += [
        SummaryCheck(
            group=names[key], written_centimes=None, computed_centimes=sums[key]
        )
        for key in sums
        if key not in keys
    ]
    whole = SummaryCheck(
        group=total,
        written_centimes=written.get(total),
        computed_centimes=sum(sums.values()),
    )
    return (*checks, whole)


def _sums(
    rows: Iterable[ListRow], *, group: str, amount: str
) -> tuple[dict[str, int], dict[str, str]]:
    """Sum an amount by group; also return how each group is first written."""
    sums: dict[str, int] = {}
    names: dict[str, str] = {}
    current = ""
    for row in rows:
        labels = set(row.labels)
        if labels & _BREAKS:
            current = ""
        if labels & _NO_REQUEST:
            continue
        current = row.values.get(group) or current
        centimes = row.amounts.get(amount)
        if centimes is not None:
            key = header_key(current)
            names.setdefault(key, current or "(sans groupe)")
            sums[key] = sums.get(key, 0) + centimes
    return sums, names
