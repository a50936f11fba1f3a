"""A programming that is computed, compared, discussed, and may be versioned.

The new columns keep their default in the database: to take it away SQLite would
write ``ligne`` anew, and its guards would be lost with the old table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contrat_de_ville.adapters.store.guards_parts import part_guard_statements


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_EMPTY = sa.text("''")
_LINE_TEXTS = (
    "part", "avis_text", "avis_author", "propose_author", "arbitre_author",
    "arbitre_minute",
)  # fmt: skip


def upgrade() -> None:
    for name in _LINE_TEXTS:
        op.add_column("ligne", _added(name))
    op.add_column("ligne", sa.Column("avis_technique", sa.String(), nullable=True))
    op.add_column("ligne", sa.Column("avis_at", _INSTANT, nullable=True))
    op.add_column("ligne", sa.Column("propose_at", _INSTANT, nullable=True))
    for name in ("author", "minute"):
        op.add_column("programmation", _added(name))
    _envelopes()
    _headcounts()
    _programmings()
    for statement in part_guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: what committees decided is not thrown away."""
    raise RuntimeError


_INSTANT = sa.String(length=27)


def _added(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=_EMPTY)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _whole(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _instant(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, _INSTANT, nullable=nullable)


def _json(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.JSON(), nullable=False) for name in names]


def _table(
    name: str, *parts: sa.schema.SchemaItem, of: str = "cycle", unique: str = ""
) -> None:
    """Create a table that hangs on a cycle or on a deposit, with one unicity."""
    key = f"{of}_id"
    uniques = []
    if unique:
        columns = unique.split()
        label = op.f(f"uq_{name}_{'_'.join(columns)}")
        uniques = [sa.UniqueConstraint(*columns, name=label)]
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(key, sa.Integer(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{name}_{key}_{of}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *uniques,
    )
    op.create_index(op.f(f"ix_{name}_{key}"), name, [key])


def _check(table: str, condition: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _envelopes() -> None:
    name = "enveloppe_part"
    _table(
        name,
        *_text("funder", "part", "label"),
        *_whole("montant_centimes", "depassement_centimes"),
        sa.Column("is_reserved", sa.Boolean(), nullable=False),
        _check(name, "part <> ''", "part_nommee"),
        _check(name, "montant_centimes >= 0", "montant_positif"),
        _check(name, "depassement_centimes >= 0", "depassement_positif"),
        unique="cycle_id funder part",
    )
    _table(
        "acte_enveloppe",
        *_text("funder", "part", "kind"),
        *_whole("before_centimes", "after_centimes"),
        *_text("author", "acte", "reason"),
        _instant("decided_at"),
    )


def _headcounts() -> None:
    name = "effectif_aci"
    _table(
        name,
        *_text("base", "territoire"),
        sa.Column("date_reference", sa.Date(), nullable=True),
        sa.Column("effectif_centiemes", sa.Integer(), nullable=False),
        *_text("source"),
        *_json("annexes", "piece_sha256s"),
        *_text("author", "reason"),
        _instant("decided_at"),
        _check(name, "effectif_centiemes >= 0", "effectif_positif"),
        of="depot",
    )


def _programmings() -> None:
    _table(
        "proposition",
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("rule", "inputs_sha256", "sha256", "scenario", "author", "reason"),
        *_json("summary"),
        _instant("computed_at"),
        unique="cycle_id version",
    )
    _table(
        "scenario",
        *_text("name"),
        *_json("changes"),
        *_text("inputs_sha256"),
        *_json("amounts"),
        *_text("value", "bound"),
        _instant("created_at"),
        unique="cycle_id name",
    )
    _table(
        "classeur_comite",
        *_text("kind", "jeton"),
        *_json("rows"),
        _instant("exported_at"),
        _instant("read_at", nullable=True),
        *_text("piece_sha256"),
        unique="jeton",
    )
