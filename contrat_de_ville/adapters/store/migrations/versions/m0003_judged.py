"""What persons judge: innovation scored, actions brought together or not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "innovation_notee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["depot_id"], ["depot.id"], name=op.f("fk_innovation_notee_depot_id_depot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_innovation_notee")),
        sa.UniqueConstraint(
            "depot_id", "criterion", name=op.f("uq_innovation_notee_depot_id_criterion")
        ),
    )
    op.create_index(
        op.f("ix_innovation_notee_depot_id"), "innovation_notee", ["depot_id"]
    )
    op.create_table(
        "mutualisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("numeros", sa.JSON(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_mutualisation_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutualisation")),
    )
    op.create_index(op.f("ix_mutualisation_cycle_id"), "mutualisation", ["cycle_id"])


def downgrade() -> None:
    """Refuse: what persons judged is not thrown away."""
    raise RuntimeError
