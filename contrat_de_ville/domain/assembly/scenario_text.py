"""Changes written on a command line: short French, read strictly, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from contrat_de_ville.domain.assembly.constraints import (
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.scenario import (
    Change,
    ChangeEnvelope,
    DropConstraint,
    Fate,
    Scenario,
    SetConstraint,
    SetFate,
)
from contrat_de_ville.domain.assembly.scenario_causes import unread
from contrat_de_ville.domain.assembly.wording import plain
from contrat_de_ville.domain.balance import PUBLICS
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP, parse_centimes
from contrat_de_ville.errors import BadInputError


FORMS = (
    "enveloppe ETAT -10 %",
    "enveloppe ETAT +20 000 €",
    "enveloppe ETAT 600 000 €",
    "enveloppes -5 %",
    "action 2017-0012 imposée",
    "action 2017-0012 imposée en entier",
    "action 2017-0012 exclue",
    "action 2017-0012 libre",
    "axe 3 au moins 15 %",
    "axe 3 au plus 40 %",
    "plafond par porteur 20 000 €",
    "quartier Arenberg au moins 2 actions",
    "public femmes au moins 3 actions",
    "continuité 60 %",
    "minimum utile 1 000 €",
    "minimum utile 1 000 € par financeur et 2 000 € par action",
    "sans plafond par porteur",
    "sans plancher axe 3",
)
"""Everything that can be written, by example."""

_AMOUNT = r"[0-9][0-9 ]*(?:,[0-9]{1,2})? ?€"
_PCT = r"(?P<pct>[0-9]{1,3}) ?%"
_FATES = "|".join(plain(one) for one in Fate)
_COUNT = r"au moins (?P<count>[0-9]{1,3}) actions?"
_AXES = range(1, 8)
_HUNDRED = 100
_SPACES = str.maketrans(dict.fromkeys((NBSP, NARROW_NBSP, "\t"), " "))
_MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2011", "-"))


def parse_scenario(name: str, texts: list[str]) -> Scenario:
    """Read a named scenario from the changes a person wrote, in their order.

    Raises:
        BadInputError: a change cannot be understood.
    """
    if not name.strip():
        raise BadInputError("Le scénario n'a pas de nom.", "Donnez-lui en un.")
    changes = tuple(parse_change(one) for one in texts)
    return Scenario(name=name.strip(), changes=changes)


def parse_change(text: str) -> Change:
    """Read one change. Capitals, accents and kinds of spaces do not matter.

    Raises:
        BadInputError: the text is none of :data:`FORMS`.
    """
    composed = unicodedata.normalize("NFC", text)
    written = " ".join(composed.translate(_SPACES).translate(_MINUSES).split())
    for pattern, read in _READERS:
        # Compared without accents, a letter for a letter; names keep theirs.
        found = pattern.fullmatch("".join(map(plain, written)))
        if found is not None:
            parts = {
                name: written[slice(*found.span(name))]
                for name, value in found.groupdict().items()
                if value is not None
            }
            return read(text.strip(), parts)
    raise unread(written, FORMS)


def _envelope(text: str, parts: dict[str, str]) -> Change:
    funder = plain(parts.get("funder", "")).upper()
    sign = {"+": 1, "-": -1}.get(parts.get("sign", ""), 0)
    if "pct" in parts:
        return ChangeEnvelope(text=text, funder=funder, pct=sign * int(parts["pct"]))
    centimes = parse_centimes(parts["amount"])
    if sign:
        return ChangeEnvelope(text=text, funder=funder, delta_centimes=sign * centimes)
    return ChangeEnvelope(text=text, funder=funder, to_centimes=centimes)


def _fate(text: str, parts: dict[str, str]) -> Change:
    by_plain = {plain(one): one for one in Fate}
    fate = by_plain[plain(parts["fate"])]
    return SetFate(text=text, numero=parts["numero"].upper(), fate=fate)


def _axe(text: str, parts: dict[str, str]) -> Change:
    axe, pct = int(parts["axe"]), _pct(text, parts)
    if axe not in _AXES:
        raise BadInputError(
            f"« {text} » : il n'y a pas d'axe {axe}.", "Les axes vont de 1 à 7."
        )
    is_floor = plain(parts["side"]) == "moins"
    constraint = (PlancherAxe if is_floor else PlafondAxe)(axe=axe, pct=pct)
    return SetConstraint(text=text, constraint=constraint)


def _pct(text: str, parts: dict[str, str]) -> int:
    pct = int(parts["pct"])
    if pct > _HUNDRED:
        raise BadInputError(
            f"« {text} » : {pct} % dépasse le tout.", "Écrivez 100 % au plus."
        )
    return pct


def _ceiling(text: str, parts: dict[str, str]) -> Change:
    centimes = parse_centimes(parts["amount"])
    return SetConstraint(text=text, constraint=PlafondPorteur(centimes=centimes))


def _quartier(text: str, parts: dict[str, str]) -> Change:
    named, count = parts["name"], int(parts["count"])
    constraint = CouvertureQuartier(code=named, nom=named, count=count)
    return SetConstraint(text=text, constraint=constraint)


def _public(text: str, parts: dict[str, str]) -> Change:
    code = plain(parts["name"])
    if code not in PUBLICS:
        raise BadInputError(
            f"« {text} » : le public « {parts['name']} » n'est pas de la note.",
            f"Écrivez l'un de ces codes : {', '.join(PUBLICS)}.",
        )
    count = int(parts["count"])
    constraint = CouverturePublic(code=code, nom=PUBLICS[code], count=count)
    return SetConstraint(text=text, constraint=constraint)


def _continuity(text: str, parts: dict[str, str]) -> Change:
    return SetConstraint(text=text, constraint=Continuite(pct=_pct(text, parts)))


def _minimum(text: str, parts: dict[str, str]) -> Change:
    by_action = parts.get("action")
    constraint = MinimumUtile(
        line_centimes=parse_centimes(parts["amount"]),
        action_centimes=parse_centimes(by_action) if by_action else 0,
    )
    return SetConstraint(text=text, constraint=constraint)


def _drop(text: str, parts: dict[str, str]) -> Change:
    return DropConstraint(text=text, slot=parts["slot"])


_Reader = Callable[[str, dict[str, str]], Change]
_BY_FUNDER = r"(?: par financeur(?: et (?P<action>" + _AMOUNT + r") par action)?)?"
_BY = rf"(?P<sign>[+-]) ?(?:{_PCT}|(?P<amount>{_AMOUNT}))"
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"enveloppes?(?: (?P<funder>[a-z_]+))? {_BY}", _envelope),
        (rf"enveloppe (?P<funder>[a-z_]+) (?P<amount>{_AMOUNT})", _envelope),
        (rf"action (?P<numero>[0-9a-z-]+) (?P<fate>{_FATES})", _fate),
        (rf"axe (?P<axe>[0-9]+) au (?P<side>moins|plus) {_PCT}", _axe),
        (rf"plafond par porteur (?P<amount>{_AMOUNT})", _ceiling),
        (rf"quartier (?P<name>.+?) {_COUNT}", _quartier),
        (rf"public (?P<name>[a-z_]+) {_COUNT}", _public),
        (rf"continuite {_PCT}", _continuity),
        (rf"minimum utile (?P<amount>{_AMOUNT}){_BY_FUNDER}", _minimum),
        (r"sans (?P<slot>.+)", _drop),
    )
)
