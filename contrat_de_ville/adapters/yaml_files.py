"""Read YAML files strictly: what is written is what is read, or it is refused.

Plain PyYAML keeps the last of two equal keys, turns ``14:00`` into 840, ``no``
into false and ``2016-10-17T09:00`` into an instant without time zone. Here only
``true``/``false``, ``null``, decimal numbers and full ISO dates are converted;
everything else stays the text it is. Tags, anchors and merges are refused: a
coordinator's file has no use for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import yaml

from contrat_de_ville.errors import BadFileError


# PyYAML speaks English; these are the mistakes people make.
_IN_FRENCH = {
    "mapping values are not allowed": "un « : » ou un retrait inattendu",
    "could not find expected ':'": "il manque un « : »",
    "cannot start any token": "un caractère inattendu, souvent une tabulation",
    "found unexpected end of stream": "des guillemets ne sont pas fermés",
    "expected <block end>": "le retrait des lignes n'est pas régulier",
    "expected ',' or": "un crochet ou une accolade n'est pas fermé",
    "found another document": "le fichier contient plusieurs documents",
    "special characters are not allowed": "un caractère invisible interdit",
}


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader without its guesses; see the module."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 (how PyYAML declares them)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 (PyYAML's own signature)
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                self.refuse(f"la clé « {key} » est écrite deux fois", key_node)
            if isinstance(key, Hashable):
                seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_date(self, node: Any) -> date:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            self.refuse(f"la date {node.value} n'existe pas", node)

    def refuse(self, problem: str, node: Any) -> NoReturn:
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)

    def refuse_token(self) -> NoReturn:
        problem = "les signes « & », « * » et « ! » en tête de valeur sont réservés"
        raise yaml.scanner.ScannerError(None, None, problem, self.get_mark())

    fetch_tag = fetch_anchor = fetch_alias = refuse_token


_TAG = "tag:yaml.org,2002:"
for _kind, _form, _first in (
    ("bool", "true|false", "tf"),
    ("null", "null|", ["n", ""]),
    ("int", "-?(?:0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("timestamp", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
):
    _StrictLoader.add_implicit_resolver(
        _TAG + _kind, re.compile(f"^(?:{_form})$"), list(_first)
    )
_StrictLoader.add_constructor(_TAG + "timestamp", _StrictLoader.construct_date)


def load_yaml(path: Path) -> Any:
    """Read one YAML file; ISO dates become dates, instants stay text.

    Raises:
        BadFileError: the file is absent, not UTF-8, not YAML, writes a key twice,
            or holds a date that does not exist; with the line where there is one.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise BadFileError(
            path.as_posix(), "il est introuvable ou illisible.", "Vérifiez son nom."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFileError(
            path.as_posix(),
            f"ligne {line}, ce n'est pas de l'UTF-8.",
            "Enregistrez-le avec l'encodage UTF-8.",
        ) from None
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise BadFileError(
            path.as_posix(),
            f"{_line(error, text)}{_problem(error)}.",
            "Corrigez la ligne, ou mettez le texte entre guillemets.",
        ) from None


def _line(error: Exception, text: str) -> str:
    """Tell where the mistake was noticed, when the library says it."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"ligne {error.problem_mark.line + 1}, "
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
        return f"ligne {line}, "
    return ""


def _problem(error: Exception) -> str:
    """Say the mistake in French; our own sentences pass as they are."""
    said = getattr(error, "problem", None) or getattr(error, "reason", "") or ""
    if isinstance(error, RecursionError):
        return "il y a trop de niveaux imbriqués"
    known = (french for english, french in _IN_FRENCH.items() if english in said)
    ours = said if said.startswith(("la ", "les ")) else "ce n'est pas du YAML lisible"
    return next(known, ours)


def require_keys(
    path: Path,
    where: str,
    mapping: Any,
    required: Collection[str],
    optional: Collection[str] = (),
) -> dict[str, Any]:
    """Return *mapping* once it holds all of *required* and nothing unknown.

    ``where`` names the place inside the file (``metadata``), empty for its top. An
    unknown key is refused because ignoring it would silently drop what it says.

    Raises:
        BadFileError: not a mapping, a missing key or an unexpected one.
    """
    place = f"dans « {where} », " if where else ""
    allowed = (*required, *optional)
    remedy = f"Clés permises : {', '.join(allowed)}."
    if not isinstance(mapping, dict):
        found = f"{place}des lignes « clé : valeur » sont attendues."
        raise BadFileError(path.as_posix(), found, remedy)
    for key in mapping:
        if key not in allowed:
            close = get_close_matches(str(key), allowed, n=1)
            meant = f" (vouliez-vous dire « {close[0]} » ?)" if close else ""
            found = f"{place}clé inattendue « {key} »{meant}."
            raise BadFileError(path.as_posix(), found, remedy)
    for key in required:
        if key not in mapping:
            found = f"{place}il manque la clé « {key} »."
            raise BadFileError(path.as_posix(), found, remedy)
    return mapping


def require_text(path: Path, where: str, raw: Any) -> str:
    """Return *raw* stripped, when it is a text that says something.

    Raises:
        BadFileError: empty, or a number or a date that lacks its quotes.
    """
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    raise BadFileError(
        path.as_posix(),
        f"« {where} » doit être un texte non vide.",
        "Écrivez-le, entre guillemets s'il ressemble à un nombre ou à une date.",
    )
