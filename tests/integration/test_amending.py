"""A frozen programming changed, and the decisions that follow, each notified once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import select, update

from contrat_de_ville.adapters.evidence import path_of
from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.finding import require_cycle
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import (
    Bilan,
    Cycle,
    Depot,
    Enveloppe,
    Ligne,
    Message,
    Programmation,
)
from contrat_de_ville.adapters.workspace import DATABASE_VARIABLE, Workspace
from contrat_de_ville.domain.envelopes import EnvelopeExceededError
from contrat_de_ville.domain.habilitations import UnauthorisedError
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.errors import BadInputError
from flows.cli.commands import programmation
from flows.cli.french import run
from tasks.amending import compare_versions, read_programming_versions, record_amendment
from tasks.decisions import record_acte
from tasks.freezing import Signed
from tasks.notifying import record_notifications
from tests.frozen_builder import (
    AFTER,
    ARBITRATED,
    ATELIERS,
    DELIBERATION,
    FORMATION,
    REUSSITE,
    TFPB,
    build_arbitrated,
    build_frozen,
)
from tests.store_builder import EMAIL, REF


SIGNED = Signed(
    reason="Désistement partiel de l'association.",
    author="copil",
    minute="PV du 17/04/2017",
)
# 500 € go from the workshops to the réussite éducative.
TRANSFER = {(ATELIERS, "CAPH"): 1_500_00, (REUSSITE, "CAPH"): 1_500_00}
Stored = dict[tuple[str, str], int | None]


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def anywhere(
    request: pytest.FixtureRequest,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Workspace]:
    """Give a frozen year, on each kind of database."""
    url = request.getfixturevalue(request.param)
    monkeypatch.setenv(DATABASE_VARIABLE, url)
    build_frozen()
    space = Workspace(workspace.folder, url)
    yield space
    space.store().close()


@pytest.fixture
def frozen(workspace: Workspace) -> Workspace:
    """Give a frozen year on SQLite."""
    build_frozen()
    return workspace


def amounts(space: Workspace, stage: str = "arbitre_centimes") -> Stored:
    """Return the amounts of a stage, by deposit and funder."""
    with space.store().reading() as session:
        return {
            (line.depot.numero, line.funder): getattr(line, stage)
            for line in session.scalars(select(Ligne))
        }


def journal(space: Workspace, act: str) -> list[dict[str, Any]]:
    """Return the lines of the journal that tell such acts."""
    with space.store().reading() as session:
        cycle = require_cycle(session, REF, lock=False)
        entries = map(json.loads, read_lines(session, cycle.id))
        return [one for one in entries if one["acte"] == act]


def letters(space: Workspace) -> dict[str, str]:
    """Return the notifications by intention, with what they say."""
    with space.store().reading() as session:
        found = session.scalars(
            select(Message).where(Message.template == "to_porteur_notification")
        )
        return {
            one.intention: message_from_bytes(one.eml, policy=default).get_content()
            for one in found
        }


def tight(space: Workspace, funder: str, centimes: int) -> None:
    """Leave a funder that envelope."""
    with space.store().writing() as session:
        session.execute(
            update(Enveloppe)
            .where(Enveloppe.funder == funder)
            .values(montant_centimes=centimes)
        )


class TestVersions:
    """A change is a version more, and the one before is as it was."""

    def test_version_2_has_its_hash_its_motive_and_its_difference(
        self, anywhere: Workspace
    ) -> None:
        """The transfer of 500 € makes version 2; version 1 is not touched."""
        report = record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
        first, second = read_programming_versions(REF)
        with anywhere.store().reading() as session:
            kept = session.scalars(
                select(Programmation).where(Programmation.version == 2)
            ).one()
            content = canonical_json({"lignes": kept.rows})

        assert (first.version, first.total_centimes, first.changes) == (
            1,
            14_000_00,
            (),
        )
        assert (second.version, second.total_centimes, second.sha256) == (
            2,
            14_000_00,
            sha256_hex(content),
        )
        assert (second.reason, second.author, second.minute) == (
            SIGNED.reason,
            "Comité de pilotage",
            SIGNED.minute,
        )
        assert [(one.numero, one.difference) for one in second.changes] == [
            (ATELIERS, -500_00),
            (REUSSITE, 500_00),
        ]
        assert path_of(anywhere.pieces, second.sha256).read_bytes() == content
        assert report.summary.startswith("Version 2 : 2 lignes changées")
        assert verify_cycle(REF).faults == ()

    def test_the_first_version_holds_each_stage_of_each_line(
        self, frozen: Workspace
    ) -> None:
        """What is frozen of a line: demand, avis, proposal, arbitrage, who and why."""
        with frozen.store().reading() as session:
            rows = session.scalars(select(Programmation.rows)).one()
        kept = {(one["numero"], one["financeur"]): one for one in rows}

        assert len(rows) == len(ARBITRATED)
        assert kept[REUSSITE, "ETAT"] == {
            "numero": REUSSITE,
            "financeur": "ETAT",
            "part": "DRE",
            "demande_centimes": 4_000_00,
            "avis_technique": None,
            "propose_centimes": None,
            "arbitre_centimes": 3_000_00,
            "motif": "Décision du comité de pilotage.",
            "auteur": "copil",
            "proces_verbal": "PV du 28/03/2017",
        }

    def test_the_journal_tells_the_difference(self, frozen: Workspace) -> None:
        """Versions by their hashes, totals and lines before and after, no motive."""
        record_amendment(REF, {(ATELIERS, "CAPH"): 1_500_00}, SIGNED, at=AFTER)
        (line,) = journal(frozen, "programmation.modifiee")
        first, second = read_programming_versions(REF)

        assert (line["entrees"], line["sorties"]) == ([first.sha256], [second.sha256])
        assert line["acteur"] == "copil"
        assert line["donnees"] == {
            "version": 2,
            "lignes": 8,
            "lignes_changees": 1,
            "avant_centimes": 14_000_00,
            "total_centimes": 13_500_00,
            "proces_verbal": SIGNED.minute,
            "empreinte_motif": sha256_hex(SIGNED.reason.encode()),
            f"{ATELIERS}/CAPH_avant_centimes": 2_000_00,
            f"{ATELIERS}/CAPH_centimes": 1_500_00,
        }

    def test_two_versions_are_compared(self, frozen: Workspace) -> None:
        """From version 1 to 3, what came back in between is no difference."""
        record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
        back = {(ATELIERS, "CAPH"): 2_000_00, (REUSSITE, "CAPH"): 500_00}
        record_amendment(REF, back, SIGNED, at=AFTER)
        changes = compare_versions(REF, 1, 3)

        assert [(one.numero, one.before_centimes, one.after_centimes)
                for one in changes] == [(REUSSITE, 1_000_00, 500_00)]  # fmt: skip
        assert verify_cycle(REF).faults == ()
        assert amounts(frozen)[ATELIERS, "CAPH"] == 2_000_00

    def test_a_version_that_does_not_exist(self, frozen: Workspace) -> None:
        """It is named, with those there are."""
        assert len(amounts(frozen)) == len(ARBITRATED)
        with pytest.raises(BadInputError, match="pas de version 7"):
            compare_versions(REF, 1, 7)

    def test_a_rehearsal_leaves_one_version(self, frozen: Workspace) -> None:
        """Tried and undone: the difference is told, nothing is kept."""
        before = sorted(frozen.pieces.rglob("*"))
        report = record_amendment(REF, TRANSFER, SIGNED, at=AFTER, a_blanc=True)

        assert len(report.rows) == 2
        assert len(read_programming_versions(REF)) == 1
        assert amounts(frozen) == ARBITRATED
        assert sorted(frozen.pieces.rglob("*")) == before


class TestMoney:
    """An amendment holds in the envelopes, to the centime."""

    def test_a_transfer_in_a_full_envelope(self, anywhere: Workspace) -> None:
        """What goes down is written first: nothing is exceeded in between."""
        tight(anywhere, "CAPH", 5_000_00)
        # By deposit, the line that goes up comes before the one that goes down.
        raised = {(ATELIERS, "CAPH"): 1_999_00, (REUSSITE, "CAPH"): 1_001_00}
        record_amendment(REF, raised, SIGNED, at=AFTER)
        lowered = {(ATELIERS, "CAPH"): 2_000_00, (REUSSITE, "CAPH"): 1_000_00}
        record_amendment(REF, lowered, SIGNED, at=AFTER)

        assert amounts(anywhere) == ARBITRATED

    def test_one_centime_over_is_refused_whole(self, anywhere: Workspace) -> None:
        """The sentence counts to the centime, and neither line moved."""
        tight(anywhere, "CAPH", 5_000_00)
        over = TRANSFER | {(REUSSITE, "CAPH"): 1_500_01}
        with pytest.raises(EnvelopeExceededError) as caught:
            record_amendment(REF, over, SIGNED, at=AFTER)

        assert caught.value.above == 1
        assert amounts(anywhere) == ARBITRATED
        assert len(read_programming_versions(REF)) == 1

    def test_a_line_that_was_never_arbitrated(self, frozen: Workspace) -> None:
        """Zero is then a decision: the difference is from nothing to zero."""
        with frozen.store().writing() as session:
            line = session.scalars(
                select(Ligne)
                .join(Depot)
                .where(Depot.numero == ATELIERS, Ligne.funder == "CAPH")
            ).one()
            line.arbitre_centimes = None
        record_amendment(REF, {(ATELIERS, "CAPH"): 0}, SIGNED, at=AFTER)
        (told,) = [
            one
            for one in journal(frozen, "ligne.arbitree")
            if "avant_centimes" in one["donnees"]
        ]

        assert told["donnees"]["avant_centimes"] is None
        assert amounts(frozen)[ATELIERS, "CAPH"] == 0


class TestRefusals:
    """What an amendment is not."""

    def test_before_the_freeze(self, workspace: Workspace) -> None:
        """While nothing is frozen, the line is arbitrated, not amended."""
        build_arbitrated()
        with pytest.raises(BadInputError, match="n'est pas encore figée"):
            record_amendment(REF, TRANSFER, SIGNED, at=AFTER)

        assert amounts(workspace) == ARBITRATED

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"reason": " "}, "sans motif"),
            ({"author": ""}, "sans signataire"),
            ({"minute": ""}, "sans procès-verbal"),
        ],
    )
    def test_unsigned(
        self, frozen: Workspace, changes: dict[str, str], expected: str
    ) -> None:
        """It has a motive, a function and a minute."""
        with pytest.raises(BadInputError, match=expected):
            record_amendment(REF, TRANSFER, replace(SIGNED, **changes), at=AFTER)

        assert amounts(frozen) == ARBITRATED

    def test_by_a_function_that_may_not(self, frozen: Workspace) -> None:
        """The technical committee does not amend; the refusal is told."""
        with pytest.raises(UnauthorisedError):
            record_amendment(
                REF, TRANSFER, replace(SIGNED, author="comite_technique"), at=AFTER
            )

        assert len(journal(frozen, "habilitation.refusee")) == 1
        assert amounts(frozen) == ARBITRATED

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            ({}, "Aucune ligne"),
            ({(ATELIERS, "CAPH"): 2_000_00}, "déjà de 2"),
            ({(ATELIERS, "CAPH"): 2_000_01}, "pour une demande de"),
            ({(ATELIERS, "CAPH"): -1}, "pour une demande de"),
            ({(ATELIERS, "CAF"): 1}, "ne demande rien à « CAF »"),
            ({("2017-0042", "CAPH"): 1}, "Aucun dépôt 2017-0042"),
            ({(TFPB, "ETAT"): 1_000_00}, "jamais accordé en subvention"),
        ],
    )
    def test_what_cannot_be(
        self,
        frozen: Workspace,
        wanted: dict[tuple[str, str], int],
        expected: str,
    ) -> None:
        """Each has its sentence; a sound line beside it is not recorded either."""
        beside = {(REUSSITE, "ETAT"): 2_000_00} if wanted else {}
        with pytest.raises(BadInputError, match=expected):
            record_amendment(REF, wanted | beside, SIGNED, at=AFTER)

        assert amounts(frozen) == ARBITRATED

    def test_once_the_year_is_closed(self, frozen: Workspace) -> None:
        """A closed year is amended no more."""
        with frozen.store().writing() as session:
            session.execute(update(Cycle).values(closed_at=AFTER))
        with pytest.raises(BadInputError, match="clos"):
            record_amendment(REF, TRANSFER, SIGNED, at=AFTER)


def decide(funder: str, acte: str, at: Any = DELIBERATION) -> str:
    """Record a funder's act; return its summary in ordinary spaces."""
    summary = record_acte(REF, funder, acte, at.date(), at=at).summary
    return summary.replace(NBSP, " ").replace(NARROW_NBSP, " ")


class TestDecisions:
    """A decision holds until a new act replaces it."""

    def test_an_amendment_decides_nothing(self, anywhere: Workspace) -> None:
        """What CAPH decided stays, and the programming says the new amount."""
        decide("CAPH", "Délibération 1")
        record_amendment(REF, TRANSFER, SIGNED, at=AFTER)

        assert amounts(anywhere, "decide_centimes")[ATELIERS, "CAPH"] == 2_000_00
        assert amounts(anywhere)[ATELIERS, "CAPH"] == 1_500_00

    def test_the_new_act_takes_only_what_differs(self, anywhere: Workspace) -> None:
        """Of four decided lines it takes the two amended, in a full envelope too."""
        tight(anywhere, "CAPH", 5_000_00)
        decide("CAPH", "Délibération 1")
        record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
        summary = decide("CAPH", "Délibération 2", AFTER)
        decided = amounts(anywhere, "decide_centimes")

        assert "2 décisions, 3 000 €" in summary
        assert decided[ATELIERS, "CAPH"] == decided[REUSSITE, "CAPH"] == 1_500_00
        assert verify_cycle(REF).faults == ()

    def test_a_corrected_decision_is_notified_once(self, anywhere: Workspace) -> None:
        """One more letter, that names the decision it replaces; then no other."""
        decide("CAPH", "Délibération 1")
        record_notifications(REF, DELIBERATION, a_blanc=False)
        before = set(letters(anywhere))
        record_amendment(REF, {(ATELIERS, "CAPH"): 1_500_00}, SIGNED, at=AFTER)
        decide("CAPH", "Délibération 2", AFTER)
        record_notifications(REF, AFTER, a_blanc=False)
        again = record_notifications(REF, AFTER, a_blanc=False)
        found = letters(anywhere)
        (key,) = set(found) - before

        assert key == f"notification:CAPH:Délibération 2:{ATELIERS}"
        assert (
            "Cette décision remplace celle du 10 avril 2017 (acte Délibération 1)."
        ) in found[key]
        assert "1 500" in found[key].replace(NARROW_NBSP, " ")
        assert again.effects_count == 0
        assert verify_cycle(REF).faults == ()

    def test_a_decision_replaced_before_anyone_was_told(
        self, frozen: Workspace
    ) -> None:
        """The porteur was told nothing: the letter replaces nothing."""
        decide("CAPH", "Délibération 1")
        record_amendment(REF, {(ATELIERS, "CAPH"): 1_500_00}, SIGNED, at=AFTER)
        decide("CAPH", "Délibération 2", AFTER)
        record_notifications(REF, AFTER, a_blanc=False)
        said = letters(frozen)[f"notification:CAPH:Délibération 2:{ATELIERS}"]

        assert "remplace" not in said

    def test_between_the_act_and_its_letter_the_journal_agrees(
        self, frozen: Workspace
    ) -> None:
        """What was notified stands no more, and nothing else was yet."""
        decide("CAPH", "Délibération 1")
        record_notifications(REF, DELIBERATION, a_blanc=False)
        record_amendment(REF, {(ATELIERS, "CAPH"): 1_500_00}, SIGNED, at=AFTER)
        decide("CAPH", "Délibération 2", AFTER)
        (line,) = journal(frozen, "decision.remplacee")

        assert verify_cycle(REF).faults == ()
        assert line["donnees"] == {
            "avant_centimes": 2_000_00,
            "acte": "Délibération 1",
            "date": "2017-04-10",
            "etait_notifiee": True,
            "montant_centimes": None,
        }

    def test_the_same_act_replaces_nothing(self, frozen: Workspace) -> None:
        """A correction under the reference of the act it corrects is refused."""
        decide("CAPH", "Délibération 1")
        record_amendment(REF, {(ATELIERS, "CAPH"): 1_500_00}, SIGNED, at=AFTER)
        with pytest.raises(BadInputError, match="déjà décidé par Délibération 1"):
            decide("CAPH", "Délibération 1", AFTER)

        assert amounts(frozen, "decide_centimes")[ATELIERS, "CAPH"] == 2_000_00

    def test_an_act_with_nothing_to_decide(self, frozen: Workspace) -> None:
        """A second act on an unchanged programming decides nothing, not zero euro."""
        decide("CAPH", "Délibération 1")
        summary = decide("CAPH", "Délibération 2", AFTER)

        assert "0 décision, –" in summary
        assert len(journal(frozen, "acte.enregistre")) == 1

    def test_a_bilan_asked_already_is_held_to_the_new_amount(
        self, frozen: Workspace
    ) -> None:
        """6 000 € granted, 500 € taken back: the bilan is due on 5 500 €."""
        decide("CAPH", "Délibération 1")
        decide("ETAT", "Arrêté 1")
        with frozen.store().writing() as session:
            depot = session.scalars(select(Depot).where(Depot.numero == ATELIERS)).one()
            depot.bilan = Bilan(
                cycle_id=depot.cycle_id,
                accorde_centimes=6_000_00,
                asked_at=DELIBERATION,
                due_on=AFTER.date(),
            )
        record_amendment(REF, {(ATELIERS, "CAPH"): 1_500_00}, SIGNED, at=AFTER)
        decide("CAPH", "Délibération 2", AFTER)

        with frozen.store().reading() as session:
            assert session.scalars(select(Bilan.accorde_centimes)).one() == 5_500_00


class TestWays:
    """What is not decided as a grant."""

    def test_the_agglomeration_writes_itself_nothing(self, anywhere: Workspace) -> None:
        """Its part enters its budget, without a letter; ETAT notifies its own."""
        decide("CAPH", "Délibération 1")
        decide("ETAT", "Arrêté 1")
        record_notifications(REF, DELIBERATION, a_blanc=False)
        about = [key for key in letters(anywhere) if key.endswith(FORMATION)]
        (told,) = journal(anywhere, "decision.inscrite")
        with anywhere.store().reading() as session:
            line = session.scalars(
                select(Ligne)
                .join(Depot)
                .where(Depot.numero == FORMATION, Ligne.funder == "CAPH")
            ).one()
            marked = (line.acte, line.decide_centimes, line.notified_at)

        assert about == [f"notification:ETAT:Arrêté 1:{FORMATION}"]
        assert marked == (
            "Inscription budgétaire : Délibération 1",
            2_000_00,
            DELIBERATION,
        )
        assert told["objet"] == f"ligne:{FORMATION}/CAPH"
        assert told["donnees"] == {
            "montant_centimes": 2_000_00,
            "acte": "Délibération 1",
            "date": "2017-04-10",
        }
        assert verify_cycle(REF).faults == ()

    def test_an_engagement_that_would_be_granted(self, frozen: Workspace) -> None:
        """Arbitrated by whatever way, 1 € on a TFPB engagement stops the act."""
        with frozen.store().writing() as session:
            session.execute(
                update(Ligne)
                .where(
                    Ligne.depot_id
                    == select(Depot.id).where(Depot.numero == TFPB).scalar_subquery(),
                    Ligne.funder == "ETAT",
                )
                .values(arbitre_centimes=100)
            )
        with pytest.raises(BadInputError, match=f"{TFPB}/ETAT : 1"):
            decide("ETAT", "Arrêté 1")

        assert set(amounts(frozen, "decide_centimes").values()) == {None}

    def test_the_convention_counts_all_that_the_porteur_is_granted(
        self, frozen: Workspace
    ) -> None:
        """A correction of one line of 24 000 € in two still speaks of a convention."""
        with frozen.store().writing() as session:
            for numero in (ATELIERS, REUSSITE):
                depot = session.scalars(
                    select(Depot).where(Depot.numero == numero)
                ).one()
                depot.porteur_email = EMAIL
                for line in depot.lines:
                    line.demande_centimes = 12_000_00
                    line.arbitre_centimes = 12_000_00
        decide("CAPH", "Délibération 1")
        record_notifications(REF, DELIBERATION, a_blanc=False)
        record_amendment(REF, {(ATELIERS, "CAPH"): 11_500_00}, SIGNED, at=AFTER)
        decide("CAPH", "Délibération 2", AFTER)
        record_notifications(REF, AFTER, a_blanc=False)
        said = letters(frozen)[f"notification:CAPH:Délibération 2:{ATELIERS}"]

        assert "une convention" in said

    def test_the_convention_counts_a_body_and_not_an_address(
        self, frozen: Workspace
    ) -> None:
        """Two services of one SIREN, 12 000 € each, are 24 000 € to one association."""
        with frozen.store().writing() as session:
            for nic, numero in enumerate((ATELIERS, REUSSITE), start=1):
                depot = session.scalars(
                    select(Depot).where(Depot.numero == numero)
                ).one()
                depot.porteur_siret = f"900000002{nic:05d}"
                depot.porteur_email = f"service-{nic}@reussite.example"
                for line in depot.lines:
                    line.demande_centimes = 12_000_00
                    line.arbitre_centimes = 12_000_00
        decide("CAPH", "Délibération 1")
        record_notifications(REF, DELIBERATION, a_blanc=False)

        told = {key: "une convention" in text for key, text in letters(frozen).items()}
        assert told == {
            f"notification:CAPH:Délibération 1:{ATELIERS}": True,
            f"notification:CAPH:Délibération 1:{REUSSITE}": True,
            f"notification:CAPH:Délibération 1:{TFPB}": False,
        }

    def test_a_deposit_that_is_not_admissible_is_not_amended(
        self, frozen: Workspace
    ) -> None:
        """What is not in the frozen lines cannot be changed in a version of them."""
        with frozen.store().writing() as session:
            depot = session.scalars(select(Depot).where(Depot.numero == ATELIERS)).one()
            depot.state = "DOUBLON"

        with pytest.raises(BadInputError, match="Seul un dépôt recevable"):
            record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
        assert len(read_programming_versions(REF)) == 1


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run « programmation modifier »; return its code and what it said."""
    code = run(programmation, ["modifier", *arguments, "--annee", "2017"])
    captured = capsys.readouterr()
    out, err = (
        text.replace(NBSP, " ").replace(NARROW_NBSP, " ")
        for text in (captured.out, captured.err)
    )
    return code, out, err


TYPED = [
    "--motif", "Désistement", "--par", "Comité de pilotage",
    "--minute", "PV du 17/04/2017", "--au", "30/04/2017",
]  # fmt: skip


class TestCommand:
    """« programmation modifier », as it is typed."""

    def test_one_line_and_another(
        self, frozen: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A line as arguments, another by --ligne, in one version."""
        line = f"{REUSSITE}:CAPH:1 500 €"
        code, out, _ = said(capsys, ATELIERS, "CAPH", "1500", "--ligne", line, *TYPED)

        assert code == 0
        assert "Version 2 : 2 lignes changées, total 14 000 €" in out
        assert amounts(frozen) == ARBITRATED | TRANSFER

    def test_without_argument_it_lists_the_versions(
        self, frozen: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each version with its hash, who, why, and what it changed."""
        record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
        _, out, _ = said(capsys)
        flat = " ".join(out.split())
        versions = read_programming_versions(REF)

        assert "Version 1" in flat
        assert f"Motif : {SIGNED.reason}" in flat
        assert "2 lignes changées, écart total 0 €." in flat
        assert all(one.sha256 in "".join(out.split()) for one in versions)
        assert amounts(frozen) == ARBITRATED | TRANSFER

    def test_two_versions_compared_as_json(
        self, frozen: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Amounts in centimes, before and after."""
        record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
        _, out, _ = said(capsys, "--comparer", "1", "2", "--format", "json")

        assert json.loads(out)[0] == {
            "numero": ATELIERS,
            "funder": "CAPH",
            "before_centimes": 2_000_00,
            "after_centimes": 1_500_00,
        }
        assert amounts(frozen) == ARBITRATED | TRANSFER

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ([ATELIERS], "Que faut-il changer"),
            (["--ligne", "2017-0001:CAPH"], "ne se lit pas"),
            (["--ligne", "2017-0001:CAPH:mille"], "pas un montant lisible"),
            ([ATELIERS, "CAPH", "1", "--ligne", f"{ATELIERS}:CAPH:2"], "deux fois"),
            ([ATELIERS, "CAPH", "1"], "sans motif"),
        ],
    )
    def test_what_is_typed_wrong(
        self,
        frozen: Workspace,
        capsys: pytest.CaptureFixture[str],
        typed: list[str],
        expected: str,
    ) -> None:
        """Each mistake has its sentence, and no version is made."""
        code, _, err = said(capsys, *typed)

        assert code != 0
        assert expected in err
        assert amounts(frozen) == ARBITRATED

    def test_nothing_frozen_yet(
        self, workspace: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Without a version, it says so."""
        build_arbitrated()
        _, out, _ = said(capsys)

        assert "n'est pas encore figée" in out
        assert amounts(workspace) == ARBITRATED
