"""What the database itself refuses, on SQLite and on PostgreSQL alike.

A programming above its envelope, by one centime, whoever writes; an envelope taken
away from under a programming; a journal line changed or removed. These are triggers,
because no program is trusted with them.
"""

from __future__ import annotations


STAGES = ("arbitre_centimes", "decide_centimes")
"""The stages at which an envelope holds; a proposal binds nobody."""

_SQLITE_OVERRUN = """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
  SELECT RAISE(ABORT, 'ENVELOPPE_DEPASSEE')
  WHERE EXISTS (
    SELECT 1 FROM enveloppe e
    WHERE e.cycle_id = NEW.cycle_id AND e.funder = NEW.funder
      AND e.montant_centimes + e.depassement_centimes < (
        SELECT coalesce(sum({stage}), 0) FROM ligne l
        WHERE l.cycle_id = e.cycle_id AND l.funder = e.funder));
END"""
_SQLITE_KEPT = (
    """
CREATE TRIGGER enveloppe_sans_retrait BEFORE DELETE ON enveloppe BEGIN
  SELECT RAISE(ABORT, 'ENVELOPPE_INALTERABLE');
END""",
    """
CREATE TRIGGER enveloppe_sans_transfert BEFORE UPDATE ON enveloppe
WHEN OLD.cycle_id <> NEW.cycle_id OR OLD.funder <> NEW.funder BEGIN
  SELECT RAISE(ABORT, 'ENVELOPPE_INALTERABLE');
END""",
)
_SQLITE_FROZEN = """
CREATE TRIGGER journal_sans_{event} BEFORE {event} ON journal BEGIN
  SELECT RAISE(ABORT, 'JOURNAL_INALTERABLE');
END"""
# INSERT OR REPLACE deletes silently unless the connection asked otherwise; another
# program than ours would not ask.
_SQLITE_NO_REPLACE = """
CREATE TRIGGER journal_sans_reprise BEFORE INSERT ON journal BEGIN
  SELECT RAISE(ABORT, 'JOURNAL_INALTERABLE')
  WHERE EXISTS (
    SELECT 1 FROM journal j
    WHERE (j.cycle_id = NEW.cycle_id AND j.seq = NEW.seq)
       OR (j.cycle_id = NEW.cycle_id AND j.prev = NEW.prev)
       OR j.hash = NEW.hash);
END"""

_POSTGRES_OVERRUN = """
CREATE FUNCTION enveloppe_tenue() RETURNS trigger AS $$
DECLARE credit bigint; engaged bigint;
BEGIN
  -- The lock makes two sessions take turns on one envelope.
  SELECT montant_centimes + depassement_centimes INTO credit FROM enveloppe
    WHERE cycle_id = NEW.cycle_id AND funder = NEW.funder FOR UPDATE;
  IF credit IS NOT NULL THEN
    SELECT greatest(coalesce(sum(arbitre_centimes), 0),
                    coalesce(sum(decide_centimes), 0))
      INTO engaged FROM ligne
      WHERE cycle_id = NEW.cycle_id AND funder = NEW.funder;
    IF engaged > credit THEN RAISE EXCEPTION 'ENVELOPPE_DEPASSEE'; END IF;
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql"""
_POSTGRES_KEPT = """
CREATE FUNCTION enveloppe_inalterable() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'ENVELOPPE_INALTERABLE'; END $$ LANGUAGE plpgsql"""
_POSTGRES_FROZEN = """
CREATE FUNCTION journal_inalterable() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'JOURNAL_INALTERABLE'; END $$ LANGUAGE plpgsql"""

_POSTGRES_TRIGGERS = (
    """CREATE TRIGGER ligne_enveloppe AFTER INSERT OR UPDATE ON ligne
  FOR EACH ROW EXECUTE FUNCTION enveloppe_tenue()""",
    """CREATE TRIGGER enveloppe_reduite AFTER INSERT OR UPDATE ON enveloppe
  FOR EACH ROW EXECUTE FUNCTION enveloppe_tenue()""",
    """CREATE TRIGGER enveloppe_sans_retrait BEFORE DELETE OR TRUNCATE ON enveloppe
  FOR EACH STATEMENT EXECUTE FUNCTION enveloppe_inalterable()""",
    """CREATE TRIGGER enveloppe_sans_transfert BEFORE UPDATE ON enveloppe
  FOR EACH ROW
  WHEN (OLD.cycle_id <> NEW.cycle_id OR OLD.funder <> NEW.funder)
  EXECUTE FUNCTION enveloppe_inalterable()""",
    """CREATE TRIGGER journal_fige BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_inalterable()""",
)


def guard_statements(dialect: str) -> tuple[str, ...]:
    """Return the statements that install the guards on that kind of database."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> tuple[str, ...]:
    overruns = [
        _SQLITE_OVERRUN.format(
            name=f"{table}_{stage}_{event}",
            event="INSERT" if event == "insert" else "UPDATE",
            table=table,
            stage=stage,
        )
        for stage in STAGES
        for table, event in (
            ("ligne", "insert"),
            ("ligne", "update"),
            ("enveloppe", "insert"),
            ("enveloppe", "update"),
        )
    ]
    frozen = [_SQLITE_FROZEN.format(event=event) for event in ("UPDATE", "DELETE")]
    return (*overruns, *_SQLITE_KEPT, *frozen, _SQLITE_NO_REPLACE)


def _postgresql() -> tuple[str, ...]:
    return (
        _POSTGRES_OVERRUN,
        _POSTGRES_KEPT,
        _POSTGRES_FROZEN,
        *_POSTGRES_TRIGGERS,
    )
