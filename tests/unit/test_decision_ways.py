"""Who decides what: a grant, an entry in one's own budget, nothing."""

from __future__ import annotations

from pathlib import Path as FilePath

import pytest

from contrat_de_ville.adapters.campaign_files import load_campaign
from contrat_de_ville.domain.criteria_paths import DecisionPath, Path
from contrat_de_ville.domain.decision_ways import is_inscribed, refuse_valued
from contrat_de_ville.domain.programming import Candidate, Request, rank_candidates
from contrat_de_ville.domain.programming_choices import terms_of
from contrat_de_ville.domain.programming_problem import build_problem
from contrat_de_ville.errors import BadInputError


SHIPPED = FilePath(__file__).resolve().parents[2] / "config/campagnes/cv195_2017.yaml"


def path(one: Path) -> DecisionPath:
    """Return a way of deciding, by its code."""
    return DecisionPath(path=one, label="", sentence="")


class TestInscribed:
    """The agglomération does not grant to itself."""

    def test_its_own_part_of_what_it_carries(self) -> None:
        """CAPH enters its part in its budget; the State decides as usual."""
        own = path(Path.MAITRISE_OUVRAGE)

        assert [is_inscribed(own, code) for code in ("CAPH", "ETAT")] == [True, False]

    def test_what_others_carry(self) -> None:
        """CAPH grants to another porteur as any funder does."""
        assert not is_inscribed(path(Path.SUBVENTION), "CAPH")


class TestValued:
    """A landlord's engagement is valued, never granted."""

    def test_an_amount_is_refused_with_its_sentence(self) -> None:
        """One centime on a TFPB engagement is refused, the line named."""
        with pytest.raises(BadInputError, match="2017-0042/ETAT : 0,01") as caught:
            refuse_valued(path(Path.TFPB), "2017-0042/ETAT", 1)

        assert "jamais accordé en subvention" in str(caught.value)

    @pytest.mark.parametrize("amount", [None, 0])
    def test_nothing_and_zero_are_accepted(self, amount: int | None) -> None:
        """A refusal, or no decision yet, is what may be said of it."""
        refuse_valued(path(Path.TFPB), "2017-0042/ETAT", amount)

    def test_other_actions_are_granted(self) -> None:
        """An ordinary action may be granted anything."""
        refuse_valued(path(Path.SUBVENTION), "2017-0042/ETAT", 4_000_00)


def test_nothing_is_proposed_for_a_valued_engagement() -> None:
    """The optimiser may grant nothing to it, and says why."""
    candidate = Candidate(
        key="a",
        numero="2017-0001",
        criteria={},
        cash_centimes=10_000_00,
        requests=(Request(funder="ETAT", centimes=2_000_00),),
        is_valued=True,
    )
    ranking = rank_candidates([candidate], {})
    terms = terms_of(load_campaign(SHIPPED))
    (dossier,) = build_problem([candidate], ranking, terms).dossiers

    assert dossier.line("ETAT").most_centimes == 0
    assert "jamais accordé en subvention" in dossier.line("ETAT").cap_reason
