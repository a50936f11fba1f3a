"""How Alembic reaches our database: by the connection it is handed."""

from __future__ import annotations

from alembic import context

from contrat_de_ville.adapters.store import models


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Cycle.metadata,
    render_as_batch=True,
)
context.run_migrations()
