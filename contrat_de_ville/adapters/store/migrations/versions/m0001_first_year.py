"""The tables of the first year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contrat_de_ville.adapters.store.guards import guard_statements


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contrat", sa.String(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("campaign", sa.JSON(), nullable=False),
        sa.Column("campaign_sha256", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("consultation_opened_at", sa.String(length=27), nullable=True),
        sa.Column("consultation_closed_at", sa.String(length=27), nullable=True),
        sa.Column("proposed_at", sa.String(length=27), nullable=True),
        sa.Column("frozen_at", sa.String(length=27), nullable=True),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("contrat", "annee", name=op.f("uq_cycle_contrat_annee")),
    )
    op.create_table(
        "piece",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_piece_sha256_entier")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_piece")),
    )
    op.create_table(
        "porteur",
        sa.Column("siret", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("siret", name=op.f("pk_porteur")),
    )
    op.create_table(
        "depot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("porteur_siret", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("porteur_email", sa.String(), nullable=False),
        sa.Column("is_chantier", sa.Boolean(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "current_version >= 1", name=op.f("ck_depot_version_positive")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_depot_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot")),
        sa.UniqueConstraint(
            "cycle_id", "numero", name=op.f("uq_depot_cycle_id_numero")
        ),
    )
    with op.batch_alter_table("depot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_depot_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_depot_porteur_siret"), ["porteur_siret"], unique=False
        )

    op.create_table(
        "derogation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_derogation_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derogation")),
        sa.UniqueConstraint(
            "cycle_id",
            "numero",
            "kind",
            name=op.f("uq_derogation_cycle_id_numero_kind"),
        ),
    )
    with op.batch_alter_table("derogation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_derogation_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "enveloppe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("montant_centimes", sa.BigInteger(), nullable=False),
        sa.Column("depassement_centimes", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "depassement_centimes >= 0", name=op.f("ck_enveloppe_depassement_positif")
        ),
        sa.CheckConstraint(
            "montant_centimes >= 0", name=op.f("ck_enveloppe_montant_positif")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_enveloppe_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enveloppe")),
        sa.UniqueConstraint(
            "cycle_id", "funder", name=op.f("uq_enveloppe_cycle_id_funder")
        ),
    )
    with op.batch_alter_table("enveloppe", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enveloppe_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "fichier_refuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("piece_sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_fichier_refuse_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["piece_sha256"],
            ["piece.sha256"],
            name=op.f("fk_fichier_refuse_piece_sha256_piece"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fichier_refuse")),
        sa.UniqueConstraint(
            "cycle_id",
            "piece_sha256",
            "received_at",
            name=op.f("uq_fichier_refuse_cycle_id_piece_sha256_received_at"),
        ),
    )
    with op.batch_alter_table("fichier_refuse", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fichier_refuse_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "journal",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("ligne", sa.String(), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_journal_seq_positive")),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_journal_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("cycle_id", "seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("cycle_id", "prev", name=op.f("uq_journal_cycle_id_prev")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")),
    )
    op.create_table(
        "liste",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("piece_sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("imported_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_liste_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["piece_sha256"], ["piece.sha256"], name=op.f("fk_liste_piece_sha256_piece")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liste")),
        sa.UniqueConstraint(
            "cycle_id",
            "piece_sha256",
            "source",
            name=op.f("uq_liste_cycle_id_piece_sha256_source"),
        ),
    )
    with op.batch_alter_table("liste", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liste_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("intention", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("objet", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("eml", sa.LargeBinary(), nullable=False),
        sa.Column("eml_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.String(length=27), nullable=True),
        sa.Column("not_before", sa.String(length=27), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("settled_at", sa.String(length=27), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_message_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "cycle_id", "intention", name=op.f("uq_message_cycle_id_intention")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)

    op.create_table(
        "programmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_programmation_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmation")),
        sa.UniqueConstraint(
            "cycle_id", "version", name=op.f("uq_programmation_cycle_id_version")
        ),
    )
    with op.batch_alter_table("programmation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programmation_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "aide_aci",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", sa.BigInteger(), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint(
            "montant_centimes >= 0", name=op.f("ck_aide_aci_montant_positif")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_aide_aci_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aide_aci")),
        sa.UniqueConstraint("depot_id", name=op.f("uq_aide_aci_depot_id")),
    )
    op.create_table(
        "avis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("conseil", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("avis", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("members_present", sa.Integer(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("rendered_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_avis_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_avis_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avis")),
        sa.UniqueConstraint(
            "depot_id", "conseil", name=op.f("uq_avis_depot_id_conseil")
        ),
    )
    with op.batch_alter_table("avis", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_avis_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_avis_depot_id"), ["depot_id"], unique=False
        )

    op.create_table(
        "bilan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("accorde_centimes", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=True),
        sa.Column("realise_centimes", sa.BigInteger(), nullable=True),
        sa.Column("beneficiaries_count", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.CheckConstraint(
            "realise_centimes >= 0", name=op.f("ck_bilan_realise_positif")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_bilan_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_bilan_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bilan")),
        sa.UniqueConstraint("depot_id", name=op.f("uq_bilan_depot_id")),
    )
    with op.batch_alter_table("bilan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bilan_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "ligne",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("demande_centimes", sa.BigInteger(), nullable=False),
        sa.Column("propose_centimes", sa.BigInteger(), nullable=True),
        sa.Column("propose_reason", sa.String(), nullable=False),
        sa.Column("arbitre_centimes", sa.BigInteger(), nullable=True),
        sa.Column("arbitre_reason", sa.String(), nullable=False),
        sa.Column("arbitre_at", sa.String(length=27), nullable=True),
        sa.Column("decide_centimes", sa.BigInteger(), nullable=True),
        sa.Column("acte", sa.String(), nullable=False),
        sa.Column("acte_on", sa.Date(), nullable=True),
        sa.Column("notified_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint(
            "arbitre_centimes <= demande_centimes",
            name=op.f("ck_ligne_arbitre_sous_la_demande"),
        ),
        sa.CheckConstraint(
            "arbitre_centimes >= 0", name=op.f("ck_ligne_arbitre_positif")
        ),
        sa.CheckConstraint(
            "decide_centimes <= demande_centimes",
            name=op.f("ck_ligne_decide_sous_la_demande"),
        ),
        sa.CheckConstraint(
            "decide_centimes >= 0", name=op.f("ck_ligne_decide_positif")
        ),
        sa.CheckConstraint(
            "demande_centimes >= 0", name=op.f("ck_ligne_demande_positive")
        ),
        sa.CheckConstraint(
            "propose_centimes >= 0", name=op.f("ck_ligne_propose_positif")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_ligne_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_ligne_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne")),
        sa.UniqueConstraint(
            "depot_id", "funder", name=op.f("uq_ligne_depot_id_funder")
        ),
    )
    with op.batch_alter_table("ligne", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ligne_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ligne_depot_id"), ["depot_id"], unique=False
        )

    op.create_table(
        "rang",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_rang_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rang")),
        sa.UniqueConstraint("depot_id", name=op.f("uq_rang_depot_id")),
    )
    op.create_table(
        "rang_liste",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("liste_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["liste_id"], ["liste.id"], name=op.f("fk_rang_liste_liste_id_liste")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rang_liste")),
        sa.UniqueConstraint(
            "liste_id", "row_number", name=op.f("uq_rang_liste_liste_id_row_number")
        ),
    )
    with op.batch_alter_table("rang_liste", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rang_liste_liste_id"), ["liste_id"], unique=False
        )

    op.create_table(
        "utilite_sociale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint(
            "montant_centimes >= 0", name=op.f("ck_utilite_sociale_montant_positif")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_utilite_sociale_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utilite_sociale")),
        sa.UniqueConstraint("depot_id", name=op.f("uq_utilite_sociale_depot_id")),
    )
    op.create_table(
        "version_depot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("piece_sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.Column("registered_at", sa.String(length=27), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("action", sa.JSON(), nullable=False),
        sa.Column("unreadable", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_version_depot_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_version_depot_depot_id_depot")
        ),
        sa.ForeignKeyConstraint(
            ["piece_sha256"],
            ["piece.sha256"],
            name=op.f("fk_version_depot_piece_sha256_piece"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_depot")),
        sa.UniqueConstraint(
            "cycle_id",
            "piece_sha256",
            "received_at",
            name=op.f("uq_version_depot_cycle_id_piece_sha256_received_at"),
        ),
        sa.UniqueConstraint(
            "depot_id", "version", name=op.f("uq_version_depot_depot_id_version")
        ),
    )
    with op.batch_alter_table("version_depot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_version_depot_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_version_depot_depot_id"), ["depot_id"], unique=False
        )

    op.create_table(
        "constat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version_depot.id"],
            name=op.f("fk_constat_version_id_version_depot"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_constat")),
    )
    with op.batch_alter_table("constat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_constat_version_id"), ["version_id"], unique=False
        )

    for statement in guard_statements(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Refuse: the first tables hold years of public decisions."""
    raise RuntimeError
