"""What arrived for a deposit, what was checked in it, what state it reached."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select

from contrat_de_ville.adapters.store.models import (
    Constat,
    Depot,
    Derogation,
    FichierRefuse,
    VersionDepot,
)
from contrat_de_ville.adapters.tracing.record import Section, masked, section
from contrat_de_ville.adapters.tracing.source import Source
from contrat_de_ville.adapters.wording import state_label
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.depots import Severity
from contrat_de_ville.domain.known_depots import siren_of


_SEVERITIES = {Severity.BLOQUANT: "bloquant", Severity.A_VERIFIER: "à vérifier"}


def arrival_section(source: Source, depot: Depot) -> Section:
    """Tell each file received: name, hash, instants, late or not."""
    said = [_say_version(one) for one in depot.versions]
    said += [
        f"Fichier écarté : « {one.file_name} », reçu le "
        f"{french_instant(one.received_at)}. {one.reason} Empreinte {one.piece_sha256}"
        for one in _refused(source, depot)
    ]
    return section("Ce qui est arrivé", said, empty="Aucun fichier.")


def findings_section(depot: Depot) -> Section:
    """Tell what the checks found: cell, value, sentence, remedy, source."""
    said = [line for one in depot.versions for line in _say_checks(one)]
    return section("Ce qui a été contrôlé", said, empty="Pas encore contrôlé.")


def state_section(source: Source, depot: Depot) -> Section:
    """Tell where the deposit stands and why, derogations included."""
    said = [f"{state_label(depot.state)}. {masked(depot.state_reason)}".strip()]
    derogations = source.session.scalars(
        select(Derogation)
        .where(Derogation.cycle_id == source.cycle.id, _concerns(depot))
        .order_by(Derogation.decided_at)
    )
    said += [_say_derogation(one) for one in derogations]
    return section("État", said, empty="Inconnu.")


def _say_derogation(one: Derogation) -> str:
    whom = "au porteur " if one.porteur_siret else ""
    return (
        f"Dérogation accordée {whom}le {french_instant(one.decided_at)} (auteur : "
        f"{one.author}), valable jusqu'au {french_instant(one.until)}, motif : "
        f"{one.reason}"
    )


def _concerns(depot: Depot) -> ColumnElement[bool]:
    """Return what tells the derogations of a deposit, or of its porteur beforehand."""
    own = Derogation.numero == depot.numero
    siren = siren_of(depot.porteur_siret)
    if not siren or not any(one.is_late for one in depot.versions):
        return own
    return or_(own, Derogation.porteur_siret.startswith(siren, autoescape=True))


def _say_version(version: VersionDepot) -> str:
    timing = "hors délai" if version.is_late else "dans les délais"
    timing += f", {version.fenetre}" if version.fenetre else ""
    place = f" ({version.place})" if version.place else ""
    return (
        f"Version {version.version} : « {version.file_name} »{place}, reçue le "
        f"{french_instant(version.received_at)} ({timing}), enregistrée le "
        f"{french_instant(version.registered_at)}. Empreinte {version.piece_sha256}"
    )


def _say_checks(version: VersionDepot) -> Iterator[str]:
    if version.checked_at is None:
        yield f"Version {version.version} : pas encore contrôlée."
        return
    at = french_instant(version.checked_at)
    found = len(version.constats)
    count = f"{found} constat{'s' if found > 1 else ''}" if found else "rien à redire"
    yield f"Version {version.version}, contrôlée le {at} : {count}."
    for one in version.constats:
        yield _say_finding(one)


def _say_finding(one: Constat) -> str:
    severity = _SEVERITIES[Severity(one.severity)]
    where = one.cell or one.field or "ensemble du dépôt"
    source = f" Source : {one.source}" if one.source else ""
    return (
        f"{where} ({severity}, {one.rule}), valeur lue « {masked(one.value)} » : "
        f"{masked(one.sentence)} {masked(one.remedy)}{source}"
    )


def _refused(source: Source, depot: Depot) -> list[FichierRefuse]:
    """Return what was set aside because of this deposit.

    Before a row said so itself, only the journal did, of files of one deposit.
    """
    hashes = {
        sha256
        for entry in source.entries
        if entry["acte"] == "fichier.refuse"
        and entry["objet"] == f"depot:{depot.numero}"
        for sha256 in entry["entrees"]
    }
    return list(
        source.session.scalars(
            select(FichierRefuse)
            .where(
                FichierRefuse.cycle_id == source.cycle.id,
                or_(
                    FichierRefuse.numero == depot.numero,
                    and_(
                        FichierRefuse.numero == "",
                        FichierRefuse.place == "",
                        FichierRefuse.piece_sha256.in_(hashes),
                    ),
                ),
            )
            .order_by(FichierRefuse.received_at)
        )
    )
