"""Deposits by several channels, findings that open and close, channels resumed.

On SQLite a table whose constraints change is written anew: the caller has put the
enforcement of foreign keys aside, and checks them before committing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANNEL = sa.text("'CLASSEUR'")
_EMPTY = sa.text("''")
_EMPTY_LIST = sa.text("'[]'")


def upgrade() -> None:
    _depots()
    _versions()
    _refused()
    _findings()
    _derogations()
    _resumed()


def downgrade() -> None:
    """Refuse: what several channels brought cannot go back to one."""
    raise RuntimeError


def _text(name: str, default: sa.TextClause = _EMPTY) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _instant(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=27), nullable=True)


def _without_default(table: str, *names: str) -> None:
    """Leave to the program what the rows of before were given."""
    with op.batch_alter_table(table) as batch:
        for name in names:
            batch.alter_column(name, server_default=None)


def _depots() -> None:
    with op.batch_alter_table("depot") as batch:
        batch.add_column(_instant("state_since"))
        batch.add_column(_instant("complete_at"))
        batch.add_column(_text("channel", _CHANNEL))
        batch.add_column(_text("reference"))
        batch.add_column(_text("applicant_number"))
    _without_default("depot", "channel", "reference", "applicant_number")


def _versions() -> None:
    with op.batch_alter_table("version_depot") as batch:
        batch.add_column(_text("place"))
        batch.add_column(_text("channel", _CHANNEL))
        batch.add_column(_text("reference"))
        batch.add_column(_instant("deposited_at"))
        batch.add_column(_text("fenetre"))
        batch.add_column(_text("contents_sha256"))
        for name in ("funders", "notes"):
            batch.add_column(
                sa.Column(name, sa.JSON(), nullable=False, server_default=_EMPTY_LIST)
            )
        _take_place(batch, "version_depot")
    _without_default(
        "version_depot", "place", "channel", "reference", "fenetre", "contents_sha256",
        "funders", "notes",
    )  # fmt: skip


def _refused() -> None:
    with op.batch_alter_table("fichier_refuse") as batch:
        batch.add_column(_text("place"))
        batch.add_column(_text("numero"))
        batch.add_column(
            sa.Column(
                "is_refused", sa.Boolean(), nullable=False, server_default=sa.true()
            )
        )
        _take_place(batch, "fichier_refuse")
    _without_default("fichier_refuse", "place", "numero", "is_refused")


def _take_place(batch: BatchOperations, table: str) -> None:
    """Let one file hold several deposits, or several rows set aside."""
    before = f"uq_{table}_cycle_id_piece_sha256_received_at"
    batch.drop_constraint(op.f(before), type_="unique")
    batch.create_unique_constraint(
        op.f(f"{before}_place"), ["cycle_id", "piece_sha256", "received_at", "place"]
    )


def _findings() -> None:
    """A finding of before was open since its version was checked."""
    with op.batch_alter_table("constat") as batch:
        batch.add_column(_instant("opened_at"))
        batch.add_column(_instant("closed_at"))
        batch.add_column(sa.Column("closed_by_version", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE constat SET opened_at = (SELECT coalesce(v.checked_at, "
        "v.registered_at) FROM version_depot v WHERE v.id = constat.version_id)"
    )
    with op.batch_alter_table("constat") as batch:
        batch.alter_column(
            "opened_at", existing_type=sa.String(length=27), nullable=False
        )


def _derogations() -> None:
    with op.batch_alter_table("derogation") as batch:
        batch.add_column(_text("porteur_siret"))
        batch.drop_constraint(
            op.f("uq_derogation_cycle_id_numero_kind"), type_="unique"
        )
        batch.create_unique_constraint(
            op.f("uq_derogation_cycle_id_numero_porteur_siret_kind"),
            ["cycle_id", "numero", "porteur_siret", "kind"],
        )
    _without_default("derogation", "porteur_siret")


def _resumed() -> None:
    op.create_table(
        "reprise_canal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_reprise_canal_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reprise_canal")),
        sa.UniqueConstraint(
            "cycle_id", "source", name=op.f("uq_reprise_canal_cycle_id_source")
        ),
    )
    with op.batch_alter_table("reprise_canal") as batch:
        batch.create_index(op.f("ix_reprise_canal_cycle_id"), ["cycle_id"])
