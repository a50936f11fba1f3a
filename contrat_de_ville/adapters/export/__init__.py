"""What leaves the system for an auditor: the dossier, and our own verification."""

from __future__ import annotations

from contrat_de_ville.adapters.export.dossier import DossierSummary, export_dossier
from contrat_de_ville.adapters.export.verification import VerifyReport, verify_cycle


__all__ = ["DossierSummary", "VerifyReport", "export_dossier", "verify_cycle"]
