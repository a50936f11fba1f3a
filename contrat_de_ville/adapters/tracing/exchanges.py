"""What was asked of the conseils, what was written, what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import or_, select

from contrat_de_ville.adapters.store.models import Avis, Bilan, Depot, Message
from contrat_de_ville.adapters.tracing.record import Section, masked, section
from contrat_de_ville.adapters.tracing.source import Source
from contrat_de_ville.domain.bilans import to_recover_centimes
from contrat_de_ville.domain.calendar import PARIS, french_date, french_instant
from contrat_de_ville.domain.conseils import AVIS_LABELS, AvisKind
from contrat_de_ville.domain.messages import MESSAGE_LABELS, MessageState
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


def avis_section(source: Source, depot: Depot, quartiers: Sequence[str]) -> Section:
    """Tell which conseils were asked, when, and what each answered."""
    said = [
        f"{source.conseil_name(one.conseil)} : {say_avis(one)}" for one in depot.avis
    ]
    said += [
        f"{one.name} : non constitué, donc non consulté"
        for one in source.frozen.campaign.conseils
        if one.quartier in quartiers and not one.is_constituted
    ]
    return section(
        "Avis des conseils citoyens", said, empty="Aucun conseil n'a été consulté."
    )


def say_avis(avis: Avis) -> str:
    """Say one avis: when it was asked, what was answered, or that nothing was."""
    asked = f"demandé le {french_instant(avis.asked_at)}"
    if avis.avis is None:
        return f"{asked}, attendu"
    label = AVIS_LABELS[AvisKind(avis.avis)]
    if avis.rendered_at is None:
        return f"{asked}, {label}"
    late = " (hors délai)" if avis.is_late else ""
    present = (
        ""
        if avis.members_present is None
        else (f", {plural(avis.members_present, 'membre présent', 'membres présents')}")
    )
    text = f" : « {masked(avis.text)} »" if avis.text else ""
    at = french_instant(avis.rendered_at)
    return f"{asked}, {label}, rendu le {at}{late}{present}{text}"


def messages_about(source: Source, depot: Depot) -> list[Message]:
    """Return the messages about a deposit, those that name it among others included.

    One message may tell a porteur, or a conseil, of several actions; it is filed
    under the first of them only, so its text is read.
    """
    emails = {one.action["porteur_email"] for one in depot.versions}
    asked = {one.conseil for one in depot.avis}
    conseils = source.frozen.campaign.conseils
    emails |= {one.email for one in conseils if one.code in asked}
    about = f"depot:{depot.numero}"
    candidates = source.session.scalars(
        select(Message)
        .where(
            Message.cycle_id == source.cycle.id,
            or_(Message.objet == about, Message.recipient.in_(emails)),
        )
        .order_by(Message.id)
    )
    return [one for one in candidates if one.objet == about or _names(one, depot)]


def messages_section(messages: Sequence[Message]) -> Section:
    """Tell what was written: model, state, relay's answer, instants."""
    said = [say_message(one) for one in messages]
    return section("Messages", said, empty="Aucun message.")


def say_message(message: Message) -> str:
    """Say one message; who received it is shown by domain only."""
    state = MESSAGE_LABELS[MessageState(message.state)]
    answer = f" ({masked(message.answer)})" if message.answer else ""
    settled = (
        f", réglé le {french_instant(message.settled_at)}" if message.settled_at else ""
    )
    return (
        f"{message.template}, à {masked(message.recipient)}, écrit le "
        f"{french_instant(message.created_at)} : {state}{answer}{settled}, "
        f"{plural(message.attempts, 'tentative')}, {message.message_id}"
    )


def bilan_section(depot: Depot) -> Section:
    """Tell the bilan: asked, due, received, what it says."""
    said = [] if depot.bilan is None else _say_bilan(depot.bilan)
    return section("Bilan", said, empty="Aucun bilan demandé à ce jour.")


def _say_bilan(bilan: Bilan) -> Iterator[str]:
    yield (
        f"Demandé le {french_instant(bilan.asked_at)} pour le "
        f"{french_date(bilan.due_on)}, aide accordée : "
        f"{format_euros(bilan.accorde_centimes)}"
    )
    if bilan.received_at is None or bilan.realise_centimes is None:
        yield "Pas encore reçu."
        return
    received = bilan.received_at.astimezone(PARIS).date()
    late = ", en retard" if received > bilan.due_on else ""
    unspent = to_recover_centimes(bilan.accorde_centimes, bilan.realise_centimes)
    yield f"Reçu le {french_date(received)}{late}."
    yield (
        f"Réalisé : {format_euros(bilan.realise_centimes)}, non consommé : "
        f"{format_euros(unspent)}, bénéficiaires : {bilan.beneficiaries_count or '–'}"
    )
    if bilan.comment:
        yield f"Commentaire : {masked(bilan.comment)}"


def _names(message: Message, depot: Depot) -> bool:
    parsed = message_from_bytes(bytes(message.eml), _class=EmailMessage, policy=SMTP)
    text = parsed.get_body(("plain",))
    return text is not None and depot.numero in text.get_content()
