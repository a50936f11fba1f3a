"""What the database refuses within an envelope, on SQLite and on PostgreSQL alike.

Lines of a part (« dont ») above what is set for it, and the other lines above what
the reserved parts leave them. The whole envelope is held by ``guards``.
"""

from __future__ import annotations

from contrat_de_ville.adapters.store.guards import STAGES


_OVER_PART = """
    SELECT 1 FROM enveloppe_part p
    WHERE p.cycle_id = NEW.cycle_id AND p.funder = NEW.funder
      AND p.montant_centimes + p.depassement_centimes < (
        SELECT coalesce(sum({stage}), 0) FROM ligne l
        WHERE l.cycle_id = p.cycle_id AND l.funder = p.funder AND l.part = p.part)"""
_OVER_REST = """
    SELECT 1 FROM enveloppe e
    WHERE e.cycle_id = NEW.cycle_id AND e.funder = NEW.funder
      AND e.montant_centimes + e.depassement_centimes - (
        SELECT coalesce(sum(p.montant_centimes), 0) FROM enveloppe_part p
        WHERE p.cycle_id = e.cycle_id AND p.funder = e.funder AND p.is_reserved
      ) < (
        SELECT coalesce(sum({stage}), 0) FROM ligne l
        WHERE l.cycle_id = e.cycle_id AND l.funder = e.funder AND l.part NOT IN (
          SELECT q.part FROM enveloppe_part q
          WHERE q.cycle_id = e.cycle_id AND q.funder = e.funder AND q.is_reserved))"""

_SQLITE_OVERRUN = """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
  SELECT RAISE(ABORT, 'ENVELOPPE_DEPASSEE') WHERE EXISTS ({over_part})
    OR EXISTS ({over_rest});
END"""
_SQLITE_KEPT = (
    """
CREATE TRIGGER enveloppe_part_sans_retrait BEFORE DELETE ON enveloppe_part BEGIN
  SELECT RAISE(ABORT, 'ENVELOPPE_INALTERABLE');
END""",
    """
CREATE TRIGGER enveloppe_part_sans_transfert BEFORE UPDATE ON enveloppe_part
WHEN OLD.cycle_id <> NEW.cycle_id OR OLD.funder <> NEW.funder OR OLD.part <> NEW.part
BEGIN
  SELECT RAISE(ABORT, 'ENVELOPPE_INALTERABLE');
END""",
)

_POSTGRES_OVERRUN = """
CREATE FUNCTION enveloppe_parts_tenues() RETURNS trigger AS $$
BEGIN
  -- The lock makes two sessions take turns on one envelope.
  PERFORM 1 FROM enveloppe
    WHERE cycle_id = NEW.cycle_id AND funder = NEW.funder FOR UPDATE;
  IF {conditions} THEN RAISE EXCEPTION 'ENVELOPPE_DEPASSEE'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql"""
_POSTGRES_TRIGGERS = (
    *(
        f"""CREATE TRIGGER {table}_parts AFTER INSERT OR UPDATE ON {table}
  FOR EACH ROW EXECUTE FUNCTION enveloppe_parts_tenues()"""
        for table in ("ligne", "enveloppe", "enveloppe_part")
    ),
    """CREATE TRIGGER enveloppe_part_sans_retrait
  BEFORE DELETE OR TRUNCATE ON enveloppe_part
  FOR EACH STATEMENT EXECUTE FUNCTION enveloppe_inalterable()""",
    """CREATE TRIGGER enveloppe_part_sans_transfert BEFORE UPDATE ON enveloppe_part
  FOR EACH ROW
  WHEN (OLD.cycle_id <> NEW.cycle_id OR OLD.funder <> NEW.funder
        OR OLD.part <> NEW.part)
  EXECUTE FUNCTION enveloppe_inalterable()""",
)


def part_guard_statements(dialect: str) -> tuple[str, ...]:
    """Return the statements that install these guards on that kind of database."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> tuple[str, ...]:
    overruns = [
        _SQLITE_OVERRUN.format(
            name=f"{table}_parts_{stage}_{event.lower()}",
            event=event,
            table=table,
            over_part=_OVER_PART.format(stage=stage),
            over_rest=_OVER_REST.format(stage=stage),
        )
        for stage in STAGES
        for table in ("ligne", "enveloppe", "enveloppe_part")
        for event in ("INSERT", "UPDATE")
    ]
    return (*overruns, *_SQLITE_KEPT)


def _postgresql() -> tuple[str, ...]:
    conditions = " OR ".join(
        f"EXISTS ({condition.format(stage=stage)})"
        for stage in STAGES
        for condition in (_OVER_PART, _OVER_REST)
    )
    return (_POSTGRES_OVERRUN.format(conditions=conditions), *_POSTGRES_TRIGGERS)
