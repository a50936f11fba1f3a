"""What a porteur is told of an adopted proposal, from the computation to the letter."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select, update

from contrat_de_ville.adapters.store.models import Ligne, Message, Proposition
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from tasks.arbitrage import adopt_proposals
from tasks.decisions import record_acte
from tasks.notifying import record_notifications
from tasks.programmation import compute_proposal, read_question, record_proposal
from tests.consulted_year import AFTER, Admitted, build_consulted
from tests.frozen_builder import DELIBERATION, build_frozen
from tests.store_builder import REF


YEAR = (
    Admitted(title="Première", asks={"ETAT": 8_000}, others={"publics": ("jeunes",)}),
    Admitted(title="Seconde", asks={"ETAT": 6_000}, siren="900000002"),
    Admitted(title="Troisième", asks={"ETAT": 5_000}, siren="900000003"),
)
SPENT = "L'enveloppe de l'État est épuisée."


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def propose() -> None:
    """Propose 8 000 € to the first action, of an envelope of 8 500 €."""
    build_consulted(*YEAR, envelopes={"ETAT": 8_500})
    question = read_question(REF)
    assert question is not None
    record_proposal(REF, compute_proposal(question), AFTER, a_blanc=False)


def motives() -> list[str]:
    """Return the motives of what would be adopted, by number."""
    return [
        plain(str(row[4])) for row in adopt_proposals(REF, AFTER, a_blanc=True).rows
    ]


@pytest.mark.usefixtures("workspace")
class TestAdopted:
    """The motive that an adopted proposal carries."""

    def test_it_names_no_other_file(self) -> None:
        """The committee reads what others are worth; the porteur reads the rule."""
        propose()
        with current_workspace().store().reading() as session:
            reasons = session.scalars(select(Ligne.propose_reason)).all()

        assert (
            sum("points par euro demandé, celle-ci" in plain(one) for one in reasons)
            == 2
        )
        assert motives() == ["Demande retenue en entier.", SPENT, SPENT]

    def test_what_a_committee_set_keeps_its_words(self) -> None:
        """The technical committee's own reason goes to the porteur."""
        propose()
        with current_workspace().store().writing() as session:
            session.execute(
                update(Ligne)
                .where(Ligne.demande_centimes == 6_000_00)
                .values(
                    propose_reason="Public déjà suivi.",
                    propose_author="comite_technique",
                )
            )

        assert motives()[1:] == ["Public déjà suivi.", SPENT]

    def test_an_older_proposal_has_a_plain_motive(self) -> None:
        """Recorded without motives, it says no more than what became of the action."""
        propose()
        with current_workspace().store().writing() as session:
            session.execute(update(Proposition).values(summary={"dossiers": []}))

        assert motives()[1] == "L'action n'a pas été retenue dans la programmation."


def test_a_grant_in_full_has_no_remark(workspace: object) -> None:
    """Of the State's lines one is whole, two are reduced, one is refused."""
    del workspace
    build_frozen()
    with current_workspace().store().writing() as session:
        session.execute(update(Ligne).values(arbitre_reason="Le motif."))
    record_acte(REF, "ETAT", "Arrêté 1", DELIBERATION.date(), at=DELIBERATION)
    record_notifications(REF, DELIBERATION, a_blanc=False)
    with current_workspace().store().reading() as session:
        letters = session.scalars(
            select(Message).where(Message.template == "to_porteur_notification")
        )
        body = "".join(
            message_from_bytes(one.eml, policy=default).get_content() for one in letters
        )

    assert plain(body).count("Observation : Le motif.") == 2
    assert plain(body).count("Motif : Le motif.") == 1
