"""The current financing plan of a DAUPHIN record: its budget and its funders.

Postes go to the accounts of the form, their lines to its details. Under the poste
of the subsidies, every line is a funder's part with its own status, its avis and
its amounts: none of them says anything of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contrat_de_ville.adapters.channels.budget_rows import BudgetRows, Post, Sum
from contrat_de_ville.adapters.channels.dauphin_map import DauphinMap
from contrat_de_ville.adapters.channels.dauphin_values import NotedValues
from contrat_de_ville.adapters.channels.json_values import Amount, Node
from contrat_de_ville.adapters.channels.words import Statuses, words
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.received import FunderLine, LineStatus


_SIDES = (("depense", Side.CHARGE), ("recette", Side.PRODUIT))
_STATED = ("statut", "statutLabel", "financeur", "montantVote", "dateDecision")
_AVIS = (("avisPriseEnCharge", "Prise en charge"), ("avisRecevabilite", "Recevabilité"))


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of a poste, with the reference of what holds it."""

    holder: str
    node: Node
    amount: Amount

    @property
    def reference(self) -> str:
        return self.node.at("reference").line()

    @property
    def label(self) -> str:
        """The funder's own name first: the label of a line may be a hint to fill."""
        names = (
            self.node.at(path).line()
            for path in ("financement.financeur.title", "libelle", "reference")
        )
        return next((name for name in names if name), "?")

    @property
    def is_funder(self) -> bool:
        """Tell whether someone is asked, or has answered, on this line."""
        financing = self.node.at("financement")
        return any(financing.at(key).is_said for key in _STATED) or any(
            self.node.at(key).is_said for key, _ in _AVIS
        )


class PlanReading:
    """Reads one plan; afterwards ``rows``, ``funders`` and ``asked`` are filled.

    ``asked`` gives, by funder of the call, what its lines ask together and where.
    """

    def __init__(
        self,
        reading: DauphinMap,
        statuses: Statuses,
        definition: FormDefinition,
        values: NotedValues,
    ) -> None:
        self._map, self._statuses, self._values = reading, statuses, values
        self.rows = BudgetRows(definition)
        self.funders: list[FunderLine] = []
        self.asked: dict[str, Sum] = {}
        self._totals = {Side.CHARGE: 0, Side.PRODUIT: 0}

    def read(self, plan: Node) -> None:
        """Read both sides of *plan*, and compare each with the total it states."""
        for name, side in _SIDES:
            for post in plan.at(f"{name}.postes").items():
                reference = post.at("reference").line()
                if side is Side.PRODUIT and reference == self._map.subsidies:
                    self._subsidies(post)
                elif not self._is_technical(post, reference):
                    self._post(side, post, reference)
            stated = self._values.amount(plan.at(f"{name}.montant"))
            self._compare(f"total ({name})", stated, self._totals[side])

    def _is_technical(self, post: Node, reference: str) -> bool:
        """Tell whether this is the portal's own poste, which carries no amount."""
        lines = self._lines(post)
        if reference not in self._map.technical or any(
            one.amount.is_written for one in lines
        ):
            return False
        self._values.note(
            f"{post.place} : poste technique « {reference} » sans montant, non repris."
        )
        return True

    def _post(self, side: Side, node: Node, reference: str) -> None:
        account = self._map.accounts[side].get(reference)
        own = self._map.own[side].get(reference)
        post = Post(
            side=side,
            account=account or own or reference,
            label=node.at("libelle").line() or reference or "Poste sans nom",
        )
        lines = self._lines(node)
        amount = self._stated_or_summed(node, lines, post.label)
        self._count(side, amount)
        if not (account and self.rows.put(post, amount)):
            self.rows.put_own(post, amount)
            if own is None and amount.is_written:
                self._values.note(
                    f"{node.place} : poste « {post.label} » sans ligne au formulaire, "
                    "repris sur une ligne à lui."
                )
        for line in lines:
            self._detail(post, line, amount)
            if line.is_funder:
                self._funder(line, "")

    def _detail(self, post: Post, line: _Line, whole: Amount) -> None:
        """Put a line as a detail; one with no row that repeats its poste is left."""
        reference = self._map.details.get(line.reference, line.reference)
        is_numbered = reference.startswith(post.account) and reference != post.account
        detail = replace(
            post,
            account=reference if is_numbered else post.account,
            label=line.node.at("libelle").line() or line.label,
            is_detail=True,
        )
        repeats = line.amount.centimes == whole.centimes and not line.amount.unreadable
        if not self.rows.put(detail, line.amount) and not repeats:
            self.rows.put_own(detail, line.amount)

    def _subsidies(self, post: Node) -> None:
        lines = [*self._lines(post), *self._lone_subtotals(post)]
        for line in lines:
            code = self._funder_code(line)
            if line.is_funder or line.amount.is_written:
                self._funder(line, code)
            self._subsidy(line, code)
        stated = self._values.amount(post.at("montant"))
        summed = sum(line.amount.centimes or 0 for line in lines)
        if lines and any(line.amount.is_written for line in lines):
            self._compare("total des subventions", stated, summed)
        elif stated.is_written:
            self._nameless(post, stated)

    def _nameless(self, post: Node, stated: Amount) -> None:
        """Keep a total of subsidies that no line explains: nobody is named."""
        self._count(Side.PRODUIT, stated)
        self.rows.put_own(
            Post(
                side=Side.PRODUIT,
                account=self._map.subsidies,
                label=post.at("libelle").line() or "Subventions",
            ),
            stated,
        )
        self._values.note(f"{post.place} : ces subventions ne nomment aucun financeur.")

    def _lone_subtotals(self, post: Node) -> Iterator[_Line]:
        """Yield the sub-postes with an amount and no line; a zero sums nothing."""
        for sub in post.at("sousPostes").items():
            amount = self._values.amount(sub.at("montant"))
            if not sub.at("lignes").items() and (amount.centimes or amount.unreadable):
                yield _Line(holder=sub.at("reference").line(), node=sub, amount=amount)

    def _funder_code(self, line: _Line) -> str:
        kind = line.node.at("financement.financeur.typeFinanceur").line()
        code = self._map.funder(line.holder, kind, line.label)
        prefix = words(line.label).split(maxsplit=1)[:1]
        is_numbered = bool(prefix) and prefix[0].isdecimal()
        if code and is_numbered and prefix[0] != self._map.departement:
            self._values.note(
                f"« {line.label} » est d'un autre département que le "
                f"{self._map.departement} : compté dans ce qui est demandé à ce "
                "financeur, à vérifier."
            )
        return code

    def _subsidy(self, line: _Line, code: str) -> None:
        """Put one subsidy on the budget, under its funder where the call has it."""
        self._count(Side.PRODUIT, line.amount)
        own = self._map.own_subsidies.get(line.holder)
        post = Post(
            side=Side.PRODUIT,
            account=own or self._map.subsidies,
            label=line.label,
            funder=code or None,
            row="" if code else self._map.others.get(line.holder, ""),
        )
        if code and line.amount.centimes is not None:
            asked = self.asked.setdefault(code, Sum())
            asked.add(line.amount)
        named = bool(code or post.row) and self.rows.put(post, line.amount)
        if not named:
            self.rows.put_own(post, line.amount)

    def _funder(self, line: _Line, code: str) -> None:
        financing = line.node.at("financement")
        voted = self._values.amount(financing.at("montantVote")).centimes
        status, label = self._statuses.read(
            financing.at("statutLabel").line(), financing.at("statut").line(), voted
        )
        if label and status is LineStatus.INCONNU:
            self._values.note(
                f"« {line.label} » : le statut « {label} » n'est pas connu, il est "
                "gardé tel quel."
            )
        if comment := line.node.at("commentaire").line():
            self._values.note(f"« {line.label} », commentaire : « {comment} ».")
        proposed = self._values.amount(line.node.at("avisRecevabilite.montantPropose"))
        self.funders.append(
            FunderLine(
                label=line.label,
                place=line.node.place,
                funder=code,
                asked_centimes=line.amount.centimes,
                proposed_centimes=proposed.centimes,
                voted_centimes=voted,
                status=status,
                status_label=label,
                avis=_avis(line.node),
                decided_on=self._values.day(financing.at("dateDecision")),
            )
        )

    def _lines(self, post: Node) -> list[_Line]:
        """Return the lines of a poste and of its sub-postes, in their order."""
        found = [(one.at("reference").line(), one) for one in post.at("lignes").items()]
        for sub in post.at("sousPostes").items():
            holder = sub.at("reference").line()
            found += [(holder, one) for one in sub.at("lignes").items()]
        return [
            _Line(
                holder=holder, node=one, amount=self._values.amount(one.at("montant"))
            )
            for holder, one in found
        ]

    def _stated_or_summed(self, node: Node, lines: list[_Line], label: str) -> Amount:
        """Return a poste's amount; without one, what its lines make together."""
        stated = self._values.amount(node.at("montant"))
        written = [line.amount for line in lines if line.amount.is_written]
        if stated.is_written or not written or any(one.unreadable for one in written):
            return stated
        summed = sum(one.centimes or 0 for one in written)
        self._values.note(
            f"{node.place} : « {label} » n'a pas de total ; la somme de ses lignes "
            f"({format_euros(summed)}) est retenue."
        )
        return Amount(place=node.place, centimes=summed)

    def _count(self, side: Side, amount: Amount) -> None:
        self._totals[side] += amount.centimes or 0

    def _compare(self, what: str, stated: Amount, summed: int) -> None:
        if stated.centimes is not None and stated.centimes != summed:
            self._values.note(
                f"{stated.place} : {what} de {format_euros(stated.centimes)}, alors "
                f"que les lignes font {format_euros(summed)}."
            )


def _avis(line: Node) -> str:
    """Return the avis in the portal's words, each with its comment, without names."""
    said = []
    for key, title in _AVIS:
        word = line.at(f"{key}.avis").line()
        comment = line.at(f"{key}.commentaire").line()
        if word or comment:
            said.append(
                f"{title} : {word or 'sans avis'}" + f" ({comment})" * bool(comment)
            )
    return " ; ".join(said)
