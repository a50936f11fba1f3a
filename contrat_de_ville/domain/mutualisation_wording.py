"""What actions share, said in French to who will decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contrat_de_ville.domain.criteria_hints import listed
from contrat_de_ville.domain.criteria_sentences import label_of
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.mutualisation_records import SharedGroup, SharedPair


def group_facts(group: SharedGroup, frozen: Frozen) -> tuple[str, ...]:
    """Tell what the actions of a group share, the field first."""
    near = _once(code for one in group.pairs for code in one.near)
    words = _once(word for one in group.pairs for word in one.words)
    told = (
        _say_field(group.field, frozen),
        _say_publics(group.publics, frozen),
        _say_near(near, frozen),
        f"mots communs : {', '.join(words)}" if words else "",
        *_say_porteurs(group),
    )
    return tuple(one for one in told if one)


def pair_facts(pair: SharedPair, frozen: Frozen) -> tuple[str, ...]:
    """Tell what the two actions of a pair share."""
    told = (
        f"{pair.text_pct} % de mots communs : {', '.join(pair.words)}",
        _say_publics(pair.publics, frozen),
        _say_near(pair.near, frozen),
        "même porteur" if pair.is_same_porteur else "",
    )
    return tuple(one for one in told if one)


def _say_field(field: str, frozen: Frozen) -> str:
    if field not in frozen.orientations():
        return f"même champ : {field}"
    return f"même orientation : {field} – {label_of(frozen, 'orientations', field)}"


def _say_publics(publics: tuple[str, ...], frozen: Frozen) -> str:
    labels = [label_of(frozen, "publics", code) for code in publics]
    return f"publics communs : {' ; '.join(labels)}" if labels else ""


def _say_near(communes: tuple[str, ...], frozen: Frozen) -> str:
    """Tell where quartiers touch: on a commune that both stand on."""
    names = dict(frozen.campaign.communes)
    for one in frozen.campaign.quartiers:
        names |= one.communes
    found = [names.get(code, code) for code in communes]
    return f"quartiers qui se touchent à {listed(found)}" if found else ""


def _say_porteurs(group: SharedGroup) -> Iterator[str]:
    count = len({one.siret for one in group.members})
    if count < len(group.members):
        yield "un même porteur" if count == 1 else f"{count} porteurs"


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
