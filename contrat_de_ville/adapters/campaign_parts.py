"""Reading the « dont » of a funder's envelope, in a campaign file."""

from __future__ import annotations

from contrat_de_ville.adapters.campaign_section import Section
from contrat_de_ville.domain.campaign import EnvelopePart


_REQUIRED = ("code", "libelle", "montant")
_OPTIONAL = ("axes", "orientations", "reservee")


def read_parts(funder: Section) -> tuple[EnvelopePart, ...]:
    """Return the parts declared under « dont »; a funder may have none.

    Whether they agree with the envelope and with each other is checked elsewhere.

    Raises:
        BadFileError: an unknown or missing key, a value of another kind, or no amount.
    """
    if "dont" not in funder.values:
        return ()
    return tuple(
        EnvelopePart(
            code=item.text("code"),
            label=item.text("libelle"),
            centimes=_amount(item),
            axes=_axes(item),
            orientations=item.texts("orientations"),
            is_reserved=item.flag("reservee", default=False),
        )
        for item in funder.sections("dont", _REQUIRED, _OPTIONAL)
    )


def _amount(item: Section) -> int:
    centimes = item.centimes("montant")
    if centimes is None:
        item.refuse(
            "montant",
            "une part d'enveloppe est sans montant.",
            "Écrivez-le en euros, par exemple 120 000, ou retirez la part.",
        )
    return centimes


def _axes(item: Section) -> tuple[int, ...]:
    """Return the numbers of the axes; true is no number, though Python says it is."""
    values = item.values.get("axes", [])
    if not isinstance(values, list) or any(type(one) is not int for one in values):
        item.refuse(
            "axes",
            "des numéros d'axe sont attendus.",
            "Écrivez-les entre crochets, par exemple [5, 6].",
        )
    return tuple(values)
