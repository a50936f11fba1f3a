"""Composing messages from the templates of ``config/messages``.

A template is a pair of files, ``to_<recipient>_<event>_{subject,body}.txt``, in
Jinja2's sandbox; a field that does not exist stops the composition. The result is
the exact bytes to send: a text, the workbooks that go with it, one recipient, a
stable Message-ID. A value is written on one line and without invisible marks, so that
no text received from outside can add a header, a paragraph or a signature to what we
write.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from jinja2.sandbox import SandboxedEnvironment

from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.calendar import french_date, french_instant
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Letter, message_id
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


LARGEST_MESSAGE = 10_000_000
"""Bytes of a whole message; many relays refuse more (Postfix: 10 240 000)."""
REHEARSAL_MARK = "[RÉPÉTITION]"
_PARTS = ("subject", "body")
# Every space but the no-break ones, which French typography needs.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
# Control characters, orders to change the direction of the text, lone surrogates.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TOO_MANY_BLANK_LINES = re.compile(r"\n{3,}")


def compose(
    letter: Letter,
    *,
    cycle_code: str,
    sender: tuple[str, str],
    at: datetime,
    is_rehearsal: bool,
) -> tuple[str, str, bytes]:
    """Return the subject, the Message-ID and the bytes of a message.

    Args:
        letter: what to write to whom.
        cycle_code: the cycle, part of the Message-ID.
        sender: name and address.
        at: instant of the Date header.
        is_rehearsal: whether the subject is marked as a rehearsal.

    Raises:
        BadInputError: the recipient's address cannot be written to, the template
            does not exist, cannot be read or names a field that was not given, or
            the message is larger than :data:`LARGEST_MESSAGE`.
    """
    if not is_email(letter.recipient):
        raise BadInputError(
            f"L'adresse « {letter.recipient} » ne peut pas recevoir de courrier.",
            "Corrigez-la dans l'annuaire ou dans le dépôt.",
        )
    subject, body = render(letter.template, letter.context)
    if is_rehearsal:
        subject = f"{REHEARSAL_MARK} {subject}"
    identity = message_id(cycle_code, letter.intention, sender[1].partition("@")[2])
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_on_one_line(sender[0]), addr_spec=sender[1])
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = subject
    message["Date"] = at
    message["Message-ID"] = identity
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    _attach(message, letter, identity)
    return subject, identity, _measured(message.as_bytes(), letter)


def _attach(message: EmailMessage, letter: Letter, identity: str) -> None:
    """Add the workbooks, under a boundary that is the same each time.

    No line of base64 or of quoted-printable can hold « =_ »: no part can be taken
    for the end of another one.
    """
    for one in letter.attachments:
        message.add_attachment(
            one.content, maintype="application", subtype=_XLSX, filename=one.name
        )
    if letter.attachments:
        message.set_boundary(f"=_{identity[1:33]}")


def _measured(eml: bytes, letter: Letter) -> bytes:
    """Return *eml*, unless no relay is sure to take it."""
    if len(eml) > LARGEST_MESSAGE:
        names = ", ".join(one.name for one in letter.attachments) or "aucune"
        raise BadInputError(
            f"Le message « {letter.intention} » pèse {len(eml) // 1000} ko avec ses "
            f"pièces jointes ({names}) ; tous les relais n'acceptent pas plus de "
            f"{LARGEST_MESSAGE // 1000} ko.",
            "Joignez moins de pièces.",
        )
    return eml


def render(template: str, context: dict[str, object]) -> tuple[str, str]:
    """Return the subject (on one line) and the body of *template*.

    Raises:
        BadInputError: no such template, one that Jinja cannot read, or a field that
            was not given.
    """
    try:
        subject, body = (
            _environment().get_template(f"{template}_{part}.txt").render(context)
            for part in _PARTS
        )
    except TemplateNotFound as error:
        raise BadInputError(
            f"Le modèle de message « {error.name} » n'existe pas.",
            "Vérifiez le dossier config/messages.",
        ) from None
    except TemplateError as error:
        raise BadInputError(
            f"Le modèle « {template} » ne peut pas être composé ({error.message}).",
            "Corrigez-le dans config/messages : une balise mal fermée, ou un champ "
            "qui n'existe pas.",
        ) from None
    return (
        _on_one_line(subject).strip(),
        _TOO_MANY_BLANK_LINES.sub("\n\n", body.strip()) + "\n",
    )


def has_template(template: str) -> bool:
    """Tell whether both files of *template* are there."""
    files = _environment().list_templates()
    return all(f"{template}_{part}.txt" in files for part in _PARTS)


def _on_one_line(text: str) -> str:
    """Return *text* without line breaks or invisible marks."""
    return _UNSEEN.sub("", _SPACES.sub(" ", text))


def _printed(value: object) -> object:
    """Return what a template prints of *value*."""
    return _on_one_line(value) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    folder: Path = resource_folder("config") / "messages"
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        # Plain text: there is nothing to escape, and « < » must stay readable.
        autoescape=False,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["euros"] = format_euros
    environment.filters["jour"] = french_date
    environment.filters["moment"] = french_instant
    return environment
