"""The annex of the act by which one funder grants: who gets how much, which way.

Grants are apart from what the agglomération does itself (it signs no convention with
itself) and from the engagements of landlords against their tax abatement (TFPB), which
are no grants: only grants are in the total that the act votes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.domain.aci import FUNDER as AGGLOMERATION
from contrat_de_ville.domain.annexe_acts import FunderAct
from contrat_de_ville.domain.balance import is_admissible
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.criteria_paths import Path
from contrat_de_ville.domain.overview import ActionRow, FunderLine, Overview


SECTION_LABELS = {
    Path.SUBVENTION: "Subventions",
    Path.MAITRISE_OUVRAGE: "Actions en maîtrise d'ouvrage communautaire",
    Path.TFPB: "Engagements des bailleurs au titre de la TFPB",
}
SECTION_NOTES = {
    Path.SUBVENTION: "Aides attribuées à leurs bénéficiaires.",
    Path.MAITRISE_OUVRAGE: (
        "L'agglomération porte ces actions et y met ses propres crédits : ils sont "
        "inscrits à son budget, sans subvention ni convention, et ne sont pas dans le "
        "total des subventions."
    ),
    Path.TFPB: (
        "Engagements valorisés en regard de l'abattement de taxe foncière, pour "
        "information : ce ne sont pas des subventions et rien n'est à verser."
    ),
}


@dataclass(frozen=True, kw_only=True)
class AnnexeLine:
    """One action in the annex. Amounts in centimes.

    ``amount_centimes`` is what the funder decided, or what the COPIL retained while it
    has not (``is_decided``); of the agglomération's own action, what it puts in itself;
    of a TFPB engagement, what the action costs. ``granted_centimes`` is what the
    funder's line says in every case.
    """

    numero: str
    axe: int
    title: str
    beneficiary: str
    siret: str
    amount_centimes: int
    granted_centimes: int | None
    arbitrated_centimes: int | None
    is_decided: bool
    act: str


@dataclass(frozen=True, kw_only=True)
class AnnexeAxe:
    """The lines of one axe of the contrat, by number."""

    axe: int
    name: str
    lines: tuple[AnnexeLine, ...]

    @property
    def total_centimes(self) -> int:
        """Sum of the lines."""
        return sum(one.amount_centimes for one in self.lines)


@dataclass(frozen=True, kw_only=True)
class AnnexeSection:
    """The actions that go one way, axe by axe."""

    path: Path
    axes: tuple[AnnexeAxe, ...]

    @property
    def lines(self) -> tuple[AnnexeLine, ...]:
        """Every line, in the order of the paper."""
        return tuple(line for axe in self.axes for line in axe.lines)

    @property
    def total_centimes(self) -> int:
        """Sum of the lines."""
        return sum(axe.total_centimes for axe in self.axes)


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What proves the annex: the frozen programming, and the head of the journal."""

    version: int
    sha256: str
    frozen_at: datetime | None
    minute: str
    journal_rank: int | None = None
    journal_head: str = ""


@dataclass(frozen=True, kw_only=True)
class Annexe:
    """The annex of one funder: of one of its acts, or the project of the next.

    ``act`` is that act; nothing for a project. ``replaced`` has the numbers of the
    lines that a later act decided anew, ``votes_sha256`` the hash of what the act
    decides, by which its file is known.
    ``refused_count`` and ``waiting_count`` count the requests of admissible files that
    it leaves out. ``tfpb_centimes`` is what was nonetheless retained for engagements
    of the TFPB: it should be nothing.
    """

    contrat_name: str
    annee: int
    as_of: datetime
    funder: str
    funder_name: str
    council_at: datetime | None
    is_demonstration: bool
    seal: Seal
    sections: tuple[AnnexeSection, ...]
    refused_count: int
    waiting_count: int
    tfpb_centimes: int
    act: FunderAct | None = None
    replaced: tuple[str, ...] = ()
    votes_sha256: str = ""

    @property
    def grants(self) -> AnnexeSection:
        """What the act votes."""
        return self.sections[0]

    @property
    def is_decided(self) -> bool:
        """Tell whether the funder has decided every grant by an act."""
        return all(one.is_decided for one in self.grants.lines)


def annexe_of(
    overview: Overview,
    funder: str,
    seal: Seal,
    act: FunderAct | None = None,
    *,
    replaced: tuple[str, ...] = (),
    votes_sha256: str = "",
) -> Annexe:
    """Return the annex of a funder, from what is decided or else arbitrated.

    Args:
        overview: the year, reduced to what the act decides where there is one.
        funder: its code.
        seal: what proves it.
        act: the act it goes with; nothing while there is only a project.
        replaced: the numbers of the lines a later act decided anew.
        votes_sha256: the hash of what the act decides.
    """
    named = {row.funder: row.name for row in overview.envelopes}
    lines = [(one, line) for one in overview.actions if (line := _line(one, funder))]
    amounts = [
        _amount(line)
        for one, line in lines
        if is_admissible(one) and one.path != Path.TFPB
    ]
    return Annexe(
        contrat_name=overview.contrat_name,
        annee=overview.annee,
        as_of=overview.as_of,
        funder=funder,
        funder_name=named.get(funder, funder),
        council_at=_council_at(overview, funder, act),
        is_demonstration=bool(overview.demonstration),
        seal=seal,
        sections=tuple(_sections(overview, funder)),
        refused_count=amounts.count(0),
        waiting_count=amounts.count(None),
        tfpb_centimes=sum(
            _amount(line) or 0 for one, line in lines if one.path == Path.TFPB
        ),
        act=act,
        replaced=replaced,
        votes_sha256=votes_sha256,
    )


def _council_at(
    overview: Overview, funder: str, act: FunderAct | None
) -> datetime | None:
    """Return when the council votes on it; an act of another day is of another one."""
    at = overview.council_at
    if funder != AGGLOMERATION or at is None:
        return None
    return at if act is None or at.astimezone(PARIS).date() == act.on else None


def path_of(action: ActionRow, funder: str) -> Path:
    """Return how *funder* decides of an action.

    What the agglomération carries is decided apart by itself alone: another funder
    grants it as it grants anybody.
    """
    path = Path(action.path)
    is_its_own = path is Path.MAITRISE_OUVRAGE and funder == AGGLOMERATION
    return path if path is Path.TFPB or is_its_own else Path.SUBVENTION


def _sections(overview: Overview, funder: str) -> Iterator[AnnexeSection]:
    for path in Path:
        rows = [one for one in overview.actions if path_of(one, funder) is path]
        found = [line for one in rows if (line := _annexe_line(one, funder, path))]
        if found or path is Path.SUBVENTION:
            yield AnnexeSection(path=path, axes=tuple(_axes(overview, found)))


def _axes(overview: Overview, lines: list[AnnexeLine]) -> Iterator[AnnexeAxe]:
    for axe in sorted({one.axe for one in lines}):
        here = [one for one in lines if one.axe == axe]
        yield AnnexeAxe(
            axe=axe,
            name=overview.axes.get(axe, "inconnu du contrat"),
            lines=tuple(sorted(here, key=lambda one: one.numero)),
        )


def _annexe_line(action: ActionRow, funder: str, path: Path) -> AnnexeLine | None:
    """Return the line of an action, or nothing where the act has nothing of it."""
    line = _line(action, funder)
    amount = _shown(action, line, path)
    if not amount:
        return None
    return AnnexeLine(
        numero=action.numero,
        axe=action.axe,
        title=action.title,
        beneficiary=action.porteur,
        siret=action.siret,
        amount_centimes=amount,
        granted_centimes=_amount(line),
        arbitrated_centimes=line.arbitrated_centimes if line else None,
        is_decided=line is not None and line.decided_centimes is not None,
        act=line.act if line else "",
    )


def _shown(action: ActionRow, line: FunderLine | None, path: Path) -> int | None:
    """Return the amount the annex shows; the agglomération's may be its own funds."""
    if path is Path.SUBVENTION:
        return _amount(line)
    if not is_admissible(action):
        return None
    if path is Path.TFPB:
        return action.total_centimes
    return action.own_funds_centimes if line is None else _amount(line)


def _line(action: ActionRow, funder: str) -> FunderLine | None:
    return next((one for one in action.lines if one.funder == funder), None)


def _amount(line: FunderLine | None) -> int | None:
    """Return what is decided, else arbitrated; nothing while nobody has spoken."""
    if line is None:
        return None
    decided = line.decided_centimes
    return line.arbitrated_centimes if decided is None else decided
