"""The workbook a committee fills: written with what it needs, read back with checks."""

from __future__ import annotations

from contrat_de_ville.adapters.committee.reading import CommitteeFile, read_committee
from contrat_de_ville.adapters.committee.workbook import committee_workbook


__all__ = ["CommitteeFile", "committee_workbook", "read_committee"]
