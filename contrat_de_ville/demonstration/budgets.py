"""A balanced budget around what is asked, by account of the national form."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.demonstration.chantiers import ChantierFacts
from contrat_de_ville.demonstration.sketches import Sketch
from contrat_de_ville.demonstration.stable import between, chance
from contrat_de_ville.demonstration.weights import split_whole
from contrat_de_ville.domain.depots import BudgetLine, PorteurKind, Side


CHARGES = {
    "60": "Achats",
    "61": "Services extérieurs",
    "62": "Autres services extérieurs",
    "63": "Impôts et taxes",
    "64": "Charges de personnel",
    "65": "Autres charges de gestion courante",
    "66": "Charges financières",
    "67": "Charges exceptionnelles",
    "68": "Dotations aux amortissements",
    "86": "Emplois des contributions volontaires en nature",
}
#: Lines of the produits, in the form's order: key → (account, label, funder).
PRODUITS: dict[str, tuple[str, str, str | None]] = {
    "70": ("70", "Ventes, prestations", None),
    "ETAT": ("74", "État, politique de la ville (programme 147)", "ETAT"),
    "CAPH": ("74", "Communauté d'agglomération, crédits spécifiques", "CAPH"),
    "DEPARTEMENT": ("74", "Département", "DEPARTEMENT"),
    "CAF": ("74", "Caisse d'allocations familiales", "CAF"),
    "COMMUNES": ("74", "Communes", None),
    "PUBLICS": ("74", "Autres financeurs publics", None),
    "75": ("75", "Cotisations, dons, mécénat", None),
    "76": ("76", "Produits financiers", None),
    "78": ("78", "Report de ressources", None),
    "79": ("79", "Autofinancement", None),
    "87": ("87", "Contributions volontaires en nature", None),
}
# Aid per post of an ACI in 2017 (19 655 € full time), at 26 hours a week.
_AIDE_AU_POSTE = 19_655 * 26 // 35
_SALES_PER_SALARIE = 4_600
# What the porteur finds besides the funders, at least, in percent of the requests:
# most keep public money under four fifths, a few do not.
_OTHER_PCT, _OTHER_SHORT_PCT, _SHORT_OF_OWN_PCT = 28, 12, 8
_PUBLIC_PCT = 79
_LEAST_COFUNDING = 300
_TENS = 10
# What an account is made of, for those who say it, with usual weights.
_DETAILS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "60": (
        ("601", "Matières et fournitures", 50),
        ("604", "Prestations de services", 30),
        ("606", "Autres fournitures", 20),
    ),
    "62": (
        ("622", "Rémunérations intermédiaires et honoraires", 40),
        ("623", "Publicité, publication", 20),
        ("625", "Déplacements, missions", 40),
    ),
}
_DETAILED_PCT = 45
# Highest part the State is asked for, in percent: ordinary, innovative.
_STATE_PCT, _STATE_INNOVATIVE_PCT = 50, 78


def build_budget(
    seed: int, sketch: Sketch, asked: dict[str, int], facts: ChantierFacts | None
) -> tuple[BudgetLine, ...]:
    """Return the lines of a budget whose two sides are equal, 86 equal to 87.

    Args:
        seed: of the whole demonstration.
        sketch: the action.
        asked: euros asked of each funder.
        facts: what a chantier d'insertion says of itself, if it is one.
    """
    produits = dict(asked)
    if facts is None:
        total = _cash_total(seed, sketch, asked)
        produits |= _other_resources(seed, sketch, total, sum(asked.values()))
    else:
        produits |= _chantier_resources(seed, facts)
    charges = _parts(sum(produits.values()), _charge_weights(seed, sketch))
    in_kind = _in_kind(seed, sketch)
    if in_kind:
        charges["86"] = produits["87"] = in_kind
    lines = _lines(charges, produits, _odd_centimes(seed, sketch))
    is_detailed = chance(_DETAILED_PCT, seed, "detailed", sketch.idea.title)
    return tuple(_with_details(lines)) if is_detailed else lines


def _cash_total(seed: int, sketch: Sketch, asked: dict[str, int]) -> int:
    """Return a total no funder carries alone, in hundreds of euros."""
    ceiling = _STATE_INNOVATIVE_PCT if sketch.is_innovative else _STATE_PCT
    is_short = chance(_SHORT_OF_OWN_PCT, seed, "short", sketch.idea.title)
    other = _OTHER_SHORT_PCT if is_short else _OTHER_PCT
    least = max(
        sum(asked.values()) * (100 + other) // 100,
        asked.get("ETAT", 0) * 100 // ceiling,
    )
    return max(sketch.size, least + 100) // 100 * 100


def _other_resources(
    seed: int, sketch: Sketch, total: int, asked: int
) -> dict[str, int]:
    """Return what comes from elsewhere: other public bodies, then own resources."""
    keys = (seed, "resources", sketch.idea.title)
    rest = total - asked
    room = max(0, total * _PUBLIC_PCT // 100 - asked)
    cofunders = _cofunders(sketch.porteur.kind, *keys)
    own = _own_weights(sketch.porteur.kind, *keys)
    public = min(room, rest * between(0, 60, "public", *keys) // 100) // 10 * 10
    if not cofunders or public < _LEAST_COFUNDING:
        return _parts(rest, own)
    return _parts(public, cofunders) | _parts(rest - public, own)


def _cofunders(kind: PorteurKind, *keys: object) -> dict[str, int]:
    """Weigh communes and other public bodies; few others ask them anything."""
    if kind not in {PorteurKind.ASSOCIATION, PorteurKind.CCAS}:
        return {}
    others = {"PUBLICS": 35} if chance(20, "publics", *keys) else {}
    return {"COMMUNES": 65, **others}


def _own_weights(kind: PorteurKind, *keys: object) -> dict[str, int]:
    """Weigh what is the porteur's own; public bodies simply pay."""
    if kind is not PorteurKind.ASSOCIATION:
        return {"79": 1}
    usual = {"79": 75, "75": 60, "70": 50, "78": 6, "76": 2}
    kept = {
        key: between(10, 40, *keys, key)
        for key, percent in usual.items()
        if chance(percent, *keys, "kept", key)
    }
    return kept or {"79": 1}


def _chantier_resources(seed: int, facts: ChantierFacts) -> dict[str, int]:
    """Return the resources of a chantier: State aid to posts, sales, own funds."""
    return {
        "PUBLICS": facts.salaries * _AIDE_AU_POSTE,
        "70": facts.salaries * _SALES_PER_SALARIE,
        "79": between(2_000, 9_000, seed, "own funds", facts.asked, step=500),
    }


def _charge_weights(seed: int, sketch: Sketch) -> dict[str, int]:
    keys = (seed, "charges", sketch.idea.title)
    staff = (75, 85) if sketch.orientation in {"2.1", "2.2"} else (35, 65)
    weights = {
        "60": between(8, 20, *keys, "60"),
        "61": between(4, 12, *keys, "61"),
        "62": between(6, 22, *keys, "62"),
        "64": between(*staff, *keys, "64"),
    }
    for account, percent in {"63": 45, "65": 30, "66": 4, "67": 3, "68": 15}.items():
        if chance(percent, *keys, "kept", account):
            weights[account] = between(1, 3, *keys, account)
    return weights


def _parts(euros: int, weights: dict[str, int]) -> dict[str, int]:
    """Divide euros by weight, in tens, and drop what comes to nothing."""
    parts = split_whole(euros, weights, _TENS)
    return {key: part for key, part in parts.items() if part}


def _in_kind(seed: int, sketch: Sketch) -> int:
    keys = (seed, "in kind", sketch.idea.title)
    return between(600, 6_000, *keys, step=100) if chance(35, "given", *keys) else 0


def _odd_centimes(seed: int, sketch: Sketch) -> int:
    """Return centimes to move between two charges: few budgets are round."""
    keys = (seed, "centimes", sketch.idea.title)
    return between(1, 99, *keys) if chance(10, "odd", *keys) else 0


def _lines(
    charges: dict[str, int], produits: dict[str, int], odd_centimes: int
) -> tuple[BudgetLine, ...]:
    moved = {"60": odd_centimes, "62": -odd_centimes}
    left = (
        _line(Side.CHARGE, account, label, charges[account], moved.get(account, 0))
        for account, label in CHARGES.items()
        if account in charges
    )
    right = (
        _line(Side.PRODUIT, account, label, produits[key], 0, funder)
        for key, (account, label, funder) in PRODUITS.items()
        if key in produits
    )
    return (*left, *right)


def _with_details(lines: tuple[BudgetLine, ...]) -> Iterator[BudgetLine]:
    """Add what the first accounts are made of; the parts are theirs, not more."""
    for line in lines:
        yield line
        details = _DETAILS.get(line.account, ())
        weights = {account: weight for account, _, weight in details}
        parts = split_whole(line.amount_centimes, weights) if details else {}
        for account, label, _ in details:
            yield BudgetLine(
                side=line.side,
                account=account,
                label=label,
                amount_centimes=parts[account],
                is_detail=True,
            )


def _line(
    side: Side,
    account: str,
    label: str,
    euros: int,
    centimes: int,
    funder: str | None = None,
) -> BudgetLine:
    return BudgetLine(
        side=side,
        account=account,
        label=label,
        amount_centimes=euros * 100 + centimes,
        funder=funder,
    )
