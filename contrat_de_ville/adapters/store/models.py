"""The tables. Everything hangs on a cycle: one contrat, one year.

Money is integer centimes; null is « no decision yet », zero is « refused ».
Constraints stand in the database: they hold whoever writes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contrat_de_ville.adapters.store.columns import Base, Instant


# 32 bits stop at 21 million euros.
Centimes = Annotated[int, mapped_column(BigInteger)]


def _cycle_key() -> Mapped[int]:
    return mapped_column(ForeignKey("cycle.id"), index=True)


def _instant() -> Mapped[datetime]:
    return mapped_column(Instant)


def _maybe_instant() -> Mapped[datetime | None]:
    return mapped_column(Instant, default=None)


class Cycle(Base):
    """One contrat, one year: the frozen campaign and where the year stands."""

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("contrat", "annee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contrat: Mapped[str]
    annee: Mapped[int]
    opened_at: Mapped[datetime] = _instant()
    # Large, and the same for the whole year: loaded only when it is asked for.
    campaign: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    campaign_sha256: Mapped[str]
    rules_version: Mapped[str]
    consultation_opened_at: Mapped[datetime | None] = _maybe_instant()
    consultation_closed_at: Mapped[datetime | None] = _maybe_instant()
    proposed_at: Mapped[datetime | None] = _maybe_instant()
    frozen_at: Mapped[datetime | None] = _maybe_instant()
    closed_at: Mapped[datetime | None] = _maybe_instant()

    @property
    def code(self) -> str:
        """Name of the cycle in the journal and in keys: ``CV195-2017``."""
        return f"{self.contrat}-{self.annee}"


class Enveloppe(Base):
    """What a funder brings to a cycle; an overrun is authorised by a signed act."""

    __tablename__ = "enveloppe"
    __table_args__ = (
        UniqueConstraint("cycle_id", "funder"),
        CheckConstraint("montant_centimes >= 0", name="montant_positif"),
        CheckConstraint("depassement_centimes >= 0", name="depassement_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    funder: Mapped[str]
    montant_centimes: Mapped[Centimes]
    depassement_centimes: Mapped[Centimes] = mapped_column(default=0)


class EnveloppePart(Base):
    """What is set within a funder's envelope for a perimeter: « dont » so much.

    It is in the envelope, never beside it. Lines of the perimeter (``Ligne.part``)
    hold together in it; what is reserved is not for the others.
    """

    __tablename__ = "enveloppe_part"
    __table_args__ = (
        UniqueConstraint("cycle_id", "funder", "part"),
        CheckConstraint("part <> ''", name="part_nommee"),
        CheckConstraint("montant_centimes >= 0", name="montant_positif"),
        CheckConstraint("depassement_centimes >= 0", name="depassement_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    funder: Mapped[str]
    part: Mapped[str]
    label: Mapped[str]
    montant_centimes: Mapped[Centimes]
    depassement_centimes: Mapped[Centimes] = mapped_column(default=0)
    is_reserved: Mapped[bool] = mapped_column(default=False)


class ActeEnveloppe(Base):
    """A signed act on an envelope: an overrun authorised, or the amount revised.

    ``part`` is empty for the whole envelope. Append-only: a contrary act undoes it.
    """

    __tablename__ = "acte_enveloppe"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    funder: Mapped[str]
    part: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    before_centimes: Mapped[Centimes]
    after_centimes: Mapped[Centimes]
    author: Mapped[str]
    acte: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime] = _instant()


class Porteur(Base):
    """A body that may carry actions, known by its SIRET and never by its name."""

    __tablename__ = "porteur"

    siret: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    email: Mapped[str]


class Piece(Base):
    """Evidence kept by its SHA-256; the bytes are in the folder ``pieces``."""

    __tablename__ = "piece"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_entier"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    size: Mapped[int]
    stored_at: Mapped[datetime] = _instant()


class Depot(Base):
    """One action deposited; its versions hold what was received."""

    __tablename__ = "depot"
    __table_args__ = (
        UniqueConstraint("cycle_id", "numero"),
        CheckConstraint("current_version >= 1", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    numero: Mapped[str]
    porteur_siret: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    title_key: Mapped[str]
    # What every pass asks of every deposit, so that no version need be read.
    porteur_email: Mapped[str]
    is_chantier: Mapped[bool]
    ends_on: Mapped[date | None]
    state: Mapped[str]
    state_reason: Mapped[str] = mapped_column(default="")
    state_since: Mapped[datetime | None] = _maybe_instant()
    # When nothing blocking was first left: the two months of instruction begin.
    complete_at: Mapped[datetime | None] = _maybe_instant()
    current_version: Mapped[int]
    # Which way it came, and what that way calls it and its porteur.
    channel: Mapped[str] = mapped_column(default="CLASSEUR")
    reference: Mapped[str] = mapped_column(default="")
    applicant_number: Mapped[str] = mapped_column(default="")
    versions: Mapped[list[VersionDepot]] = relationship(
        back_populates="depot", order_by="VersionDepot.version"
    )
    lines: Mapped[list[Ligne]] = relationship(
        back_populates="depot", order_by="Ligne.funder"
    )
    avis: Mapped[list[Avis]] = relationship(
        back_populates="depot", order_by="Avis.conseil"
    )
    aide: Mapped[AideAci | None] = relationship(back_populates="depot")
    bilan: Mapped[Bilan | None] = relationship(back_populates="depot")


class VersionDepot(Base):
    """One file received for a deposit: as written, as understood, as checked.

    ``place`` says where it stands in a file of several deposits. ``deposited_at`` is
    what its channel says, ``fenetre`` the window of the call it was counted in.
    """

    __tablename__ = "version_depot"
    __table_args__ = (
        UniqueConstraint("depot_id", "version"),
        UniqueConstraint("cycle_id", "piece_sha256", "received_at", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    version: Mapped[int]
    piece_sha256: Mapped[str] = mapped_column(ForeignKey("piece.sha256"))
    file_name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="CLASSEUR")
    reference: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = _instant()
    deposited_at: Mapped[datetime | None] = _maybe_instant()
    registered_at: Mapped[datetime] = _instant()
    is_late: Mapped[bool]
    fenetre: Mapped[str] = mapped_column(default="")
    # Hash of the answers: what a channel sends again unchanged is no new version.
    contents_sha256: Mapped[str] = mapped_column(default="")
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    action: Mapped[dict[str, Any]] = mapped_column(JSON)
    unreadable: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    funders: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    checked_at: Mapped[datetime | None] = _maybe_instant()
    depot: Mapped[Depot] = relationship(back_populates="versions")
    constats: Mapped[list[Constat]] = relationship(
        back_populates="version", order_by="Constat.id"
    )


class FichierRefuse(Base):
    """A file, or a row of one, that did not become a deposit: kept, with the reason.

    ``is_refused`` is false for what was no deposit to begin with (a total, a blank)
    or changes nothing; ``numero`` is the deposit it repeats or would have replaced.
    """

    __tablename__ = "fichier_refuse"
    __table_args__ = (
        UniqueConstraint("cycle_id", "piece_sha256", "received_at", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    piece_sha256: Mapped[str] = mapped_column(ForeignKey("piece.sha256"))
    file_name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = _instant()
    reason: Mapped[str]
    is_refused: Mapped[bool] = mapped_column(default=True)
    numero: Mapped[str] = mapped_column(default="")


class Constat(Base):
    """One finding of a check: rule, cell, value, sentence, remedy.

    A finding that a new version keeps (same rule, same field) keeps ``opened_at``;
    one that it mends is closed, on the row of the version that had it.
    """

    __tablename__ = "constat"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version_depot.id"), index=True)
    rule: Mapped[str]
    severity: Mapped[str]
    field: Mapped[str]
    cell: Mapped[str]
    value: Mapped[str]
    sentence: Mapped[str]
    remedy: Mapped[str]
    source: Mapped[str]
    opened_at: Mapped[datetime] = _instant()
    closed_at: Mapped[datetime | None] = _maybe_instant()
    closed_by_version: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[VersionDepot] = relationship(back_populates="constats")


class Derogation(Base):
    """A late deposit, or a porteur's to come, admitted by someone and for a reason.

    Of a deposit it has the ``numero``, of a porteur the ``porteur_siret``.
    """

    __tablename__ = "derogation"
    __table_args__ = (UniqueConstraint("cycle_id", "numero", "porteur_siret", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    numero: Mapped[str]
    porteur_siret: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    until: Mapped[datetime] = _instant()
    author: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime] = _instant()


class UtiliteSociale(Base):
    """What the committee set for one chantier's utilité sociale; never computed."""

    __tablename__ = "utilite_sociale"
    __table_args__ = (
        UniqueConstraint("depot_id"),
        CheckConstraint("montant_centimes >= 0", name="montant_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"))
    montant_centimes: Mapped[Centimes]
    author: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime] = _instant()


class EffectifAci(Base):
    """The headcount someone kept for a chantier's aid; the last one counts.

    ``effectif_centiemes`` is in hundredths of the unit of ``base``.
    """

    __tablename__ = "effectif_aci"
    __table_args__ = (
        CheckConstraint("effectif_centiemes >= 0", name="effectif_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    base: Mapped[str]
    territoire: Mapped[str]
    date_reference: Mapped[date | None]
    effectif_centiemes: Mapped[int]
    source: Mapped[str]
    annexes: Mapped[list[str]] = mapped_column(JSON)
    piece_sha256s: Mapped[list[str]] = mapped_column(JSON)
    author: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime] = _instant()


class AideAci(Base):
    """One chantier's grant with everything that explains it."""

    __tablename__ = "aide_aci"
    __table_args__ = (
        UniqueConstraint("depot_id"),
        CheckConstraint("montant_centimes >= 0", name="montant_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"))
    montant_centimes: Mapped[Centimes]
    is_refused: Mapped[bool]
    explanation: Mapped[dict[str, Any]] = mapped_column(JSON)
    computed_at: Mapped[datetime] = _instant()
    depot: Mapped[Depot] = relationship(back_populates="aide")


class Avis(Base):
    """What a conseil citoyen was asked of an action, and what it answered.

    ``avis`` is null while nothing was said; NON_RENDU once the deadline passed.
    """

    __tablename__ = "avis"
    __table_args__ = (UniqueConstraint("depot_id", "conseil"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    conseil: Mapped[str]
    asked_at: Mapped[datetime] = _instant()
    avis: Mapped[str | None] = mapped_column(default=None)
    text: Mapped[str] = mapped_column(default="")
    members_present: Mapped[int | None] = mapped_column(default=None)
    is_late: Mapped[bool] = mapped_column(default=False)
    rendered_at: Mapped[datetime | None] = _maybe_instant()
    depot: Mapped[Depot] = relationship(back_populates="avis")


class Ligne(Base):
    """One funder's part in one action, each stage at its own date."""

    __tablename__ = "ligne"
    __table_args__ = (
        UniqueConstraint("depot_id", "funder"),
        CheckConstraint("demande_centimes >= 0", name="demande_positive"),
        CheckConstraint("propose_centimes >= 0", name="propose_positif"),
        CheckConstraint("arbitre_centimes >= 0", name="arbitre_positif"),
        CheckConstraint("decide_centimes >= 0", name="decide_positif"),
        CheckConstraint(
            "arbitre_centimes <= demande_centimes", name="arbitre_sous_la_demande"
        ),
        CheckConstraint(
            "decide_centimes <= demande_centimes", name="decide_sous_la_demande"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    funder: Mapped[str]
    # The « dont » of the funder's envelope it counts in; empty: none.
    part: Mapped[str] = mapped_column(default="")
    demande_centimes: Mapped[Centimes]
    # What the funder's service thinks of it: neither a proposal nor a decision.
    avis_technique: Mapped[str | None] = mapped_column(default=None)
    avis_text: Mapped[str] = mapped_column(default="")
    avis_author: Mapped[str] = mapped_column(default="")
    avis_at: Mapped[datetime | None] = _maybe_instant()
    propose_centimes: Mapped[Centimes | None] = mapped_column(default=None)
    propose_reason: Mapped[str] = mapped_column(default="")
    propose_author: Mapped[str] = mapped_column(default="")
    propose_at: Mapped[datetime | None] = _maybe_instant()
    arbitre_centimes: Mapped[Centimes | None] = mapped_column(default=None)
    arbitre_reason: Mapped[str] = mapped_column(default="")
    arbitre_author: Mapped[str] = mapped_column(default="")
    arbitre_minute: Mapped[str] = mapped_column(default="")
    arbitre_at: Mapped[datetime | None] = _maybe_instant()
    decide_centimes: Mapped[Centimes | None] = mapped_column(default=None)
    acte: Mapped[str] = mapped_column(default="")
    acte_on: Mapped[date | None] = mapped_column(default=None)
    notified_at: Mapped[datetime | None] = _maybe_instant()
    depot: Mapped[Depot] = relationship(back_populates="lines")


class Rang(Base):
    """Where an action came in the proposal: its points and what gave them."""

    __tablename__ = "rang"
    __table_args__ = (UniqueConstraint("depot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"))
    rank: Mapped[int]
    points: Mapped[int]
    criteria: Mapped[dict[str, Any]] = mapped_column(JSON)


class InnovationNotee(Base):
    """What a person found of one criterion of innovation, in one action."""

    __tablename__ = "innovation_notee"
    __table_args__ = (UniqueConstraint("depot_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    criterion: Mapped[str]
    is_met: Mapped[bool]
    evidence: Mapped[str]
    author: Mapped[str]
    decided_at: Mapped[datetime] = _instant()


class Mutualisation(Base):
    """Actions that a person accepted to bring together, or set aside, and why."""

    __tablename__ = "mutualisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    numeros: Mapped[list[str]] = mapped_column(JSON)
    is_accepted: Mapped[bool]
    author: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime] = _instant()


class Proposition(Base):
    """A programming computed for the committees; the last version is the one shown.

    ``summary`` holds what explains it: value and bound, what each constraint costs,
    borderline files, and each file's outcome.
    """

    __tablename__ = "proposition"
    __table_args__ = (UniqueConstraint("cycle_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    version: Mapped[int]
    rule: Mapped[str]
    inputs_sha256: Mapped[str]
    sha256: Mapped[str]
    scenario: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    computed_at: Mapped[datetime] = _instant()


class Scenario(Base):
    """A named « what if »: changes as they were written, and what they would give.

    Nothing official is read from it; adopting one computes a new proposition.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("cycle_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    name: Mapped[str]
    changes: Mapped[list[str]] = mapped_column(JSON)
    inputs_sha256: Mapped[str]
    amounts: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)
    value: Mapped[str]
    bound: Mapped[str]
    created_at: Mapped[datetime] = _instant()


class ClasseurComite(Base):
    """A workbook given to a committee, as it left: what comes back is held to it."""

    __tablename__ = "classeur_comite"
    __table_args__ = (UniqueConstraint("jeton"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    kind: Mapped[str]
    jeton: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    exported_at: Mapped[datetime] = _instant()
    read_at: Mapped[datetime | None] = _maybe_instant()
    piece_sha256: Mapped[str] = mapped_column(default="")


class Programmation(Base):
    """A frozen programming: its rows, their hash, and why it was frozen."""

    __tablename__ = "programmation"
    __table_args__ = (UniqueConstraint("cycle_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    version: Mapped[int]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sha256: Mapped[str]
    reason: Mapped[str]
    author: Mapped[str] = mapped_column(default="")
    minute: Mapped[str] = mapped_column(default="")
    frozen_at: Mapped[datetime] = _instant()


class Bilan(Base):
    """The bilan an action owes: asked, due, received."""

    __tablename__ = "bilan"
    __table_args__ = (
        UniqueConstraint("depot_id"),
        CheckConstraint("realise_centimes >= 0", name="realise_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"))
    accorde_centimes: Mapped[Centimes]
    asked_at: Mapped[datetime] = _instant()
    due_on: Mapped[date]
    received_at: Mapped[datetime | None] = _maybe_instant()
    realise_centimes: Mapped[Centimes | None] = mapped_column(default=None)
    beneficiaries_count: Mapped[int | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(default="")
    depot: Mapped[Depot] = relationship(back_populates="bilan")


class Message(Base):
    """One intention to write to one recipient, with the exact bytes to send."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("cycle_id", "intention"),
        UniqueConstraint("message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    intention: Mapped[str]
    message_id: Mapped[str]
    recipient: Mapped[str]
    template: Mapped[str]
    objet: Mapped[str]
    subject: Mapped[str]
    eml: Mapped[bytes] = mapped_column(LargeBinary)
    eml_sha256: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    # When the present attempt began, by the clock: another process may be at it.
    handed_at: Mapped[datetime | None] = _maybe_instant()
    not_before: Mapped[datetime] = _instant()
    created_at: Mapped[datetime] = _instant()
    settled_at: Mapped[datetime | None] = _maybe_instant()
    answer: Mapped[str] = mapped_column(default="")


class JournalLine(Base):
    """One fact, as the exact text that was hashed. Append-only (see ``guards``)."""

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("cycle_id", "prev"),
        UniqueConstraint("hash"),
        CheckConstraint("seq >= 0", name="seq_positive"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prev: Mapped[str]
    hash: Mapped[str]
    ligne: Mapped[str]


class Liste(Base):
    """A list file imported through a declared column map."""

    __tablename__ = "liste"
    __table_args__ = (UniqueConstraint("cycle_id", "piece_sha256", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    piece_sha256: Mapped[str] = mapped_column(ForeignKey("piece.sha256"))
    source: Mapped[str]
    file_name: Mapped[str]
    imported_at: Mapped[datetime] = _instant()
    rows: Mapped[list[RangListe]] = relationship(order_by="RangListe.row_number")


class RangListe(Base):
    """One row of a list: what became of it and why."""

    __tablename__ = "rang_liste"
    __table_args__ = (UniqueConstraint("liste_id", "row_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    liste_id: Mapped[int] = mapped_column(ForeignKey("liste.id"), index=True)
    row_number: Mapped[int]
    outcome: Mapped[str]
    reason: Mapped[str]
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    amounts: Mapped[dict[str, int | None]] = mapped_column(JSON)


class RepriseCanal(Base):
    """Where a channel read page by page stands: what resumes after a stop."""

    __tablename__ = "reprise_canal"
    __table_args__ = (UniqueConstraint("cycle_id", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = _cycle_key()
    source: Mapped[str]
    cursor: Mapped[str]
    updated_at: Mapped[datetime] = _instant()
