"""click, said in French: help, usage errors, and our own errors as one sentence."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import click
from click import Context, HelpFormatter
from rich.console import Console

from contrat_de_ville.errors import ContratDeVilleError


_USAGE_ERROR = 2
_FAILURE = 1


class FrenchCommand(click.Command):
    """A command whose help is in French."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write « Utilisation »."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), "Utilisation : ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options under a French heading."""
        records = [one.get_help_record(ctx) for one in self.get_params(ctx)]
        with formatter.section("Options "):
            formatter.write_dl([one for one in records if one is not None])

    def get_help_option(self, ctx: Context) -> click.Option | None:
        """Say what ``--help`` does, in French."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Afficher cette aide."
        return option


class FrenchGroup(FrenchCommand, click.Group):
    """A group that imports a command only when it runs.

    ``lazy`` maps a command's name to its module, its attribute and its one line of
    help, so that showing the help imports nothing heavy.
    """

    lazy: ClassVar[Mapping[str, tuple[str, str, str]]] = {}

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the commands in the order of the year."""
        del ctx
        return list(self.lazy)

    def get_command(self, ctx: Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of that name."""
        del ctx
        if cmd_name not in self.lazy:
            return None
        module, attribute, _ = self.lazy[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands, then the options."""
        with formatter.section("Commandes "):
            formatter.write_dl([(name, one[2]) for name, one in self.lazy.items()])
        FrenchCommand.format_options(self, ctx, formatter)


def run(command: click.Command, arguments: Sequence[str]) -> int:
    """Run *command*; say any error in one French sentence; return the exit code."""
    try:
        result: Any = command.main(
            list(arguments), prog_name="programmation", standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "programmation"
        _say(f"{usage_sentence(error)} Voyez « {path} --help ».")
        return _USAGE_ERROR
    except click.exceptions.Abort:
        _say("Interrompu : rien de plus n'a été fait.")
        return _FAILURE
    except ContratDeVilleError as error:
        _say(str(error))
        return _FAILURE
    return result if isinstance(result, int) else 0


def usage_sentence(error: click.UsageError) -> str:
    """Say in French what is wrong with the arguments."""
    if isinstance(error, click.NoSuchOption):
        close = ", ".join(error.possibilities or ())
        hint = f" Vouliez-vous dire {close} ?" if close else ""
        return f"L'option « {error.option_name} » n'existe pas.{hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else "un argument"
        return f"Il manque {name}."
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else "argument"
        return f"{name} : {_french_value(error.message)}"
    if error.message.startswith("No such command"):
        name = error.message.partition("'")[2].partition("'")[0]
        return f"La commande « {name} » n'existe pas."
    return "Les arguments ne conviennent pas à cette commande."


def _french_value(message: str) -> str:
    """Say in French why click refuses a value; our own types already do."""
    if "is not one of" in message:
        value, _, accepted = message.rstrip(".").partition(" is not one of ")
        return f"{value} n'est pas accepté ; au choix : {accepted}."
    if "is not a valid integer" in message:
        return f"{message.partition(' is not')[0]} n'est pas un nombre entier."
    if "does not exist" in message:
        name = message.partition("'")[2].rpartition("'")[0]
        return f"« {name} » n'existe pas. Vérifiez le chemin."
    return message


def _say(sentence: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        sentence, style="bold red", markup=False
    )
