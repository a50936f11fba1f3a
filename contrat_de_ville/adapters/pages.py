"""The one way our offline pages are rendered: in the sandbox, every text escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment


SHARED_TEMPLATES = Path(__file__).parent / "templates"


def page_environment(*folders: Path) -> SandboxedEnvironment:
    """Return an environment that looks in *folders*, then among the shared templates.

    What porteurs wrote is escaped, and a field that does not exist stops the page.
    """
    return SandboxedEnvironment(
        loader=FileSystemLoader([*folders, SHARED_TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
