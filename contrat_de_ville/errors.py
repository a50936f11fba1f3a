"""What can go wrong, said so that a coordinator knows what to do next.

Every error raised on purpose derives from :class:`ContratDeVilleError`; its text
is French prose in three parts: what was found, where, what to do. The fields are
passed to ``Exception.__init__`` so that an error survives pickling.
"""

from __future__ import annotations


class ContratDeVilleError(Exception):
    """Something a person must mend; its text is meant for that person."""


class BadFileError(ContratDeVilleError):
    """A file cannot be used as it is."""

    def __init__(self, file_name: str, found: str, remedy: str) -> None:
        super().__init__(file_name, found, remedy)
        self.file_name, self.found, self.remedy = file_name, found, remedy

    def __str__(self) -> str:
        return f"Fichier « {self.file_name} » : {self.found} {self.remedy}"


class BadInputError(ContratDeVilleError):
    """A value given by a person is not acceptable."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found, remedy)
        self.found, self.remedy = found, remedy

    def __str__(self) -> str:
        return f"{self.found} {self.remedy}"


class UnknownCycleError(ContratDeVilleError):
    """No campaign or no open cycle is known for this contrat and this year."""

    def __init__(self, contrat: str, annee: int, known: tuple[str, ...]) -> None:
        super().__init__(contrat, annee, known)
        self.contrat, self.annee, self.known = contrat, annee, known

    def __str__(self) -> str:
        listed = ", ".join(self.known) or "aucun"
        return (
            f"Aucun cycle {self.annee} n'est connu pour le contrat {self.contrat} "
            f"(connus : {listed}). Vérifiez l'année, ou ouvrez le cycle par "
            f"« programmation ouvrir {self.annee} »."
        )
