"""click, said in French: help, and every error as one sentence."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import click
from click import Context, HelpFormatter
from rich.console import Console

from contrat_de_ville.errors import ContratDeVilleError
from flows.cli.usage import place_sentence, usage_sentence


_USAGE_ERROR = 2
_FAILURE = 1
# What click writes beside an option, and what we write instead.
_NAMES = {" TEXT": " TEXTE", " INTEGER": " NOMBRE"}
_NAME = re.compile(r" [A-Z]+")
_EXTRAS = {"[required]": "(obligatoire)", "[default: (": "(par défaut : ", ")]": ")"}


class FrenchCommand(click.Command):
    """A command whose help is in French."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write « Utilisation »."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), "Utilisation : ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options under a French heading; arguments are in the usage."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [one.get_help_record(ctx) for one in options]
        with formatter.section("Options "):
            formatter.write_dl(
                [
                    (_named(name), _replaced(said, _EXTRAS))
                    for name, said in filter(None, records)
                ]
            )

    def get_help_option(self, ctx: Context) -> click.Option | None:
        """Say what ``--help`` does, in French."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Afficher cette aide."
        return option


class FrenchGroup(FrenchCommand, click.Group):
    """A group whose commands are imported when they are asked for.

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
    except OSError as error:
        _say(place_sentence(error))
        return _FAILURE
    return result if isinstance(result, int) else 0


def _named(option: str) -> str:
    """Name in French what click names itself; our own names are left as they are."""
    return _NAME.sub(lambda found: _NAMES.get(found[0], found[0]), option)


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for before, after in words.items():
        text = text.replace(before, after)
    return text


def _say(sentence: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        sentence, style="bold red", markup=False
    )
