"""The figures of the note in force for a cycle, with the words they come from."""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.domain.frozen import Frozen


_FAMILY = "aci."
_EUROS = (
    "aci.montant_par_salarie",
    "aci.utilite_sociale.plancher",
    "aci.utilite_sociale.plafond",
)


@dataclass(frozen=True, kw_only=True)
class BaremeAci:
    """The figures of the note in force for the cycle, in centimes."""

    par_salarie_centimes: int
    utilite_plancher_centimes: int
    utilite_plafond_centimes: int


@dataclass(frozen=True, kw_only=True)
class ParameterSaid:
    """A figure of the note as the result keeps it: value, date, title and quote.

    An amount is in centimes; a condition (an age, yes or no) is as it is written.
    """

    name: str
    value: int | str | bool
    is_amount: bool
    in_force_on: str
    title: str
    quote: str


def bareme_of(frozen: Frozen) -> BaremeAci:
    """Return the figures of the note, as frozen with the cycle."""
    per_salarie, plancher, plafond = (frozen.euros(name) for name in _EUROS)
    return BaremeAci(
        par_salarie_centimes=per_salarie,
        utilite_plancher_centimes=plancher,
        utilite_plafond_centimes=plafond,
    )


def parameters_said(frozen: Frozen) -> tuple[ParameterSaid, ...]:
    """Return the figures the rule rests on, in force on 1 January of the cycle."""
    names = sorted(one for one in frozen.parameters if one.startswith(_FAMILY))
    return tuple(
        ParameterSaid(
            name=name,
            value=frozen.euros(name) if name in _EUROS else frozen.parameters[name],
            is_amount=name in _EUROS,
            in_force_on=f"{frozen.campaign.annee}-01-01",
            title=frozen.references[name]["titre"],
            quote=frozen.references[name]["citation"],
        )
        for name in names
    )
