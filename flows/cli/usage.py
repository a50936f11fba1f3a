"""What is wrong with the arguments of a command, said in French."""

from __future__ import annotations

import re

import click


_NOT_FOUND = "No such command"
_EXTRA = "Got unexpected extra argument"
# A value that holds an apostrophe is quoted by click with the other mark.
_QUOTED = re.compile(r"""(['"])(.*?)\1""")


def usage_sentence(error: click.UsageError) -> str:
    """Say in French what is wrong with the arguments."""
    if isinstance(error, click.NoSuchOption):
        close = ", ".join(error.possibilities or ())
        hint = f" Vouliez-vous dire {close} ?" if close else ""
        return f"L'option « {error.option_name} » n'existe pas.{hint}"
    if isinstance(error, click.MissingParameter):
        return f"Il manque {_name_of(error.param)}."
    if isinstance(error, click.BadParameter):
        return f"{_name_of(error.param)} : {_value_sentence(error.message)}"
    if isinstance(error, click.BadOptionUsage):
        needs = "attend une valeur" if "requires" in error.message else "va seule"
        return f"L'option « {error.option_name} » {needs}."
    return _command_sentence(error.message)


def place_sentence(error: OSError) -> str:
    """Say that a file or a folder cannot be used where the command needs it."""
    name = f"« {error.filename} »" if error.filename else "demandé"
    return (
        f"Le fichier ou le dossier {name} ne peut pas être ouvert ou écrit. Vérifiez "
        "son nom, ses droits et la place qui reste."
    )


def _name_of(param: click.Parameter | None) -> str:
    """Return what the person types: ``--au`` for an option, NUMERO for an argument."""
    if param is None:
        return "un argument"
    is_option = isinstance(param, click.Option)
    return max(param.opts, key=len) if is_option else param.human_readable_name


def _command_sentence(message: str) -> str:
    if message.startswith(_NOT_FOUND):
        return f"La commande {_quoted(message)} n'existe pas."
    if message.startswith(_EXTRA):
        extra = message.partition("(")[2].removesuffix(")")
        return f"« {extra} » est de trop."
    if message.startswith("Missing command"):
        return "Il manque la commande."
    return "Les arguments ne conviennent pas à cette commande."


def _value_sentence(message: str) -> str:
    """Say why click refuses a value; our own types already say it in French."""
    if " is not one of " in message:
        accepted = message.rpartition(" is not one of ")[2].rstrip(".")
        choices = accepted.replace("'", "")
        return f"{_quoted(message)} n'est pas accepté. Au choix : {choices}."
    if "is not a valid integer" in message:
        return f"{_quoted(message)} n'est pas un nombre entier."
    if message.endswith("is a file."):
        return f"{_quoted(message)} est un fichier. Donnez un dossier."
    if "is not readable" in message:
        return f"{_quoted(message)} ne peut pas être lu. Vérifiez ses droits."
    return message


def _quoted(message: str) -> str:
    """Return the first value click quotes, between French quotes."""
    found = _QUOTED.search(message)
    return f"« {found[2] if found else ''} »"
