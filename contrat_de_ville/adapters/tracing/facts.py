"""The trace of one journal line, and of one message."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select

from contrat_de_ville.adapters.store.models import JournalLine, Message, Piece
from contrat_de_ville.adapters.tracing.exchanges import say_message
from contrat_de_ville.adapters.tracing.record import Trace, masked, section, trace_of
from contrat_de_ville.adapters.tracing.source import Entry, Source, parse_utc, unknown
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.journal import line_hash


def trace_entry(source: Source, rank: str) -> Trace:
    """Tell one line of the journal and what it cites.

    Raises:
        BadInputError: the journal has no such line.
    """
    seq = int(rank)
    if seq >= len(source.entries):
        raise unknown(
            f"Le journal de {source.cycle.code} a {len(source.entries)} lignes, "
            f"de 0 à {len(source.entries) - 1} : la ligne {seq} n'existe pas."
        )
    entry = source.entries[seq]
    return trace_of(
        title=f"Journal {source.cycle.code}, ligne {seq} : {entry['acte']}",
        sections=(
            section("Fait", _say_fact(source, entry)),
            section(
                "Pièces", _say_evidence(source, entry), empty="Aucune pièce citée."
            ),
            section("Chaîne", _say_chain(source, seq)),
        ),
    )


def trace_message(source: Source, asked: str) -> Trace:
    """Tell one message, found by its Message-ID or by its number.

    Raises:
        BadInputError: the cycle has no such message.
    """
    message = _find_message(source, asked)
    return trace_of(
        title=f"Message {message.message_id}",
        sections=(
            section(
                "Ce qui a été écrit",
                [
                    say_message(message),
                    f"Objet : {masked(message.subject)}",
                    f"À propos de : {message.objet}",
                    f"Contenu exact (.eml) : pièce {message.eml_sha256}",
                ],
            ),
            source.journal_section(
                lambda entry: entry["donnees"].get("message") == message.message_id
            ),
        ),
    )


def _find_message(source: Source, asked: str) -> Message:
    identity = f"<{asked.strip('<>')}>"
    is_number = asked.isascii() and asked.isdigit() and len(asked) < len("2147483647")
    by_number = [Message.id == int(asked)] if is_number else []
    message = source.session.scalars(
        select(Message).where(
            Message.cycle_id == source.cycle.id,
            or_(Message.message_id == identity, *by_number),
        )
    ).first()
    if message is None:
        raise unknown(f"Aucun message « {asked} » dans le cycle {source.cycle.code}.")
    return message


def _say_fact(source: Source, entry: Entry) -> Iterator[str]:
    yield f"Le {french_instant(parse_utc(entry))} (heure de Paris)"
    yield f"Acte : {entry['acte']}, étape {entry['etape']}"
    yield f"Objet : {entry['objet']}"
    yield f"Acteur : {entry['acteur']}"
    yield f"Règle : {entry['regle'] or 'acte humain'}, par {entry['code']}"
    for one in source.say_data(entry):
        yield f"Donnée : {one}"


def _say_evidence(source: Source, entry: Entry) -> Iterator[str]:
    cited = [("Utilisée", one) for one in entry["entrees"]]
    cited += [("Produite", one) for one in entry["sorties"]]
    for how, sha256 in cited:
        yield f"{how} : {sha256}{_name_of(source, sha256)}"


def _name_of(source: Source, sha256: str) -> str:
    piece = source.session.get(Piece, sha256)
    if piece is not None:
        return f", fichier « {piece.file_name} »"
    template = source.session.scalars(
        select(Message.template).where(
            Message.cycle_id == source.cycle.id, Message.eml_sha256 == sha256
        )
    ).first()
    return "" if template is None else f", message {template}"


def _say_chain(source: Source, seq: int) -> Iterator[str]:
    line = source.session.get_one(JournalLine, (source.cycle.id, seq))
    yield f"Empreinte de la ligne précédente : {line.prev}"
    yield f"Empreinte de cette ligne : {line_hash(line.ligne)}"
    yield f"Texte : {line.ligne}"
