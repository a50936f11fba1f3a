"""What stops the computation of a chantier's grant, said to whoever can mend it."""

from __future__ import annotations

from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import ContratDeVilleError


class UtiliteSocialeOutOfRangeError(ContratDeVilleError):
    """The committee's part lies outside the range the note allows."""

    def __init__(self, proposed: int, plancher: int, plafond: int) -> None:
        super().__init__(proposed, plancher, plafond)
        self.proposed, self.plancher, self.plafond = proposed, plancher, plafond

    def __str__(self) -> str:
        return (
            f"L'utilité sociale proposée ({format_euros(self.proposed)}) sort de la "
            f"fourchette de la note : {format_euros(self.plancher)} à "
            f"{format_euros(self.plafond)}. Le comité doit fixer un montant dans "
            "cette fourchette."
        )


class UnsignedFigureError(ContratDeVilleError):
    """A figure of the committee that nobody signed, or that has no date."""

    def __init__(self, numero: str) -> None:
        super().__init__(numero)
        self.numero = numero

    def __str__(self) -> str:
        return (
            f"L'utilité sociale du dépôt {self.numero} n'a pas d'auteur ou pas de "
            "date : un montant que personne n'a fixé ne se calcule pas. Enregistrez-le "
            "par « programmation utilite »."
        )


class ChoiceNotImplementedError(ContratDeVilleError):
    """The campaign chose what this version of the rule cannot do."""

    def __init__(
        self, code: str, value: object, accepted: tuple[object, ...], rule: str
    ) -> None:
        super().__init__(code, value, accepted, rule)
        self.code, self.value, self.accepted, self.rule = code, value, accepted, rule

    def __str__(self) -> str:
        listed = ", ".join(_written(one) for one in self.accepted)
        return (
            f"La campagne choisit « {_written(self.value)} » pour {self.code}, que la "
            f"règle {self.rule} ne sait pas appliquer (elle sait : {listed}). Rien "
            "n'est calculé : changez ce choix, ou faites écrire une autre règle."
        )


class InconsistentChoicesError(ContratDeVilleError):
    """Choices of the campaign that lack a figure, or that do not go together."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return " ".join((*self.problems, "Rien n'est calculé : corrigez la campagne."))


class MissingFactError(ContratDeVilleError):
    """A chantier lacks what the campaign's choices need; ``sentence`` asks for it."""

    def __init__(self, numero: str, sentence: str) -> None:
        super().__init__(numero, sentence)
        self.numero, self.sentence = numero, sentence

    def __str__(self) -> str:
        return f"Dépôt {self.numero} : {self.sentence}"


def _written(value: object) -> str:
    """Write a value as the campaign's file does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
