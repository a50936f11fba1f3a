"""The « dont » of the envelopes, in a campaign file and as they are checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contrat_de_ville.adapters.campaign_files import campaign_as_dict, load_campaign
from contrat_de_ville.domain.campaign import Campaign, EnvelopePart
from contrat_de_ville.domain.campaign_checks import (
    InconsistentCampaignError,
    check_campaign,
)
from contrat_de_ville.domain.campaign_parts import part_problems
from contrat_de_ville.domain.frozen import campaign_from
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.errors import BadFileError
from tests.builders import ORIENTATIONS, build_campaign


SHIPPED = Path(__file__).resolve().parents[2] / "config/campagnes/cv195_2017.yaml"
DRE = EnvelopePart(
    code="DRE", label="réussite éducative", centimes=1_000_00, orientations=("5.DRE.1",)
)


def with_parts(*parts: EnvelopePart, envelope: int | None = 50_000_00) -> Campaign:
    """Return the small campaign, its first funder with these parts."""
    campaign = build_campaign()
    first = replace(campaign.funders[0], parts=parts, envelope_centimes=envelope)
    return replace(campaign, funders=(first, *campaign.funders[1:]))


def problems(*parts: EnvelopePart, envelope: int | None = 50_000_00) -> list[str]:
    """Return what is wrong with these parts, in ordinary spaces."""
    found = part_problems(with_parts(*parts, envelope=envelope), ORIENTATIONS)
    return [one.replace(NBSP, " ").replace(NARROW_NBSP, " ") for one in found]


class TestChecks:
    """Each problem has its sentence."""

    def test_a_sound_part(self) -> None:
        """A part within its envelope, over known orientations, is accepted."""
        assert problems(DRE) == []

    def test_parts_that_are_the_whole_envelope(self) -> None:
        """Parts may take all of the envelope, and not a centime more."""
        assert problems(DRE, envelope=1_000_00) == []
        assert problems(DRE, envelope=999_99) == [
            (
                "Financeur ETAT : ses parts « dont » font 1 000 €, soit 0,01 € de plus "
                "que son enveloppe (999,99 €)."
            )
        ]

    def test_a_part_without_an_envelope(self) -> None:
        """There is no « dont » of what was not announced."""
        assert problems(DRE, envelope=None) == [
            (
                "Financeur ETAT : des parts « dont » sont déclarées sans enveloppe. "
                "Annoncez l'enveloppe, ou retirez-les."
            )
        ]

    def test_two_parts_over_the_same_line(self) -> None:
        """An orientation and its axe in two parts would count one line twice."""
        axe_5 = replace(DRE, code="ECOLE", orientations=(), axes=(5,))

        assert problems(DRE, axe_5) == [
            (
                "Financeur ETAT : les parts « DRE » et « ECOLE » visent toutes deux "
                "l'orientation 5.DRE.1 ; une ligne ne compte que dans une part."
            )
        ]

    def test_two_parts_of_the_same_code(self) -> None:
        """A code names one part; apart from it, they do not overlap."""
        other = replace(DRE, orientations=("5.1",))

        assert problems(DRE, other) == [
            "Financeur ETAT : la part « DRE » est donnée 2 fois."
        ]

    def test_unknown_axe_and_orientation(self) -> None:
        """What the note does not have is named."""
        axes = replace(DRE, code="A", orientations=(), axes=(9,))

        assert problems(replace(DRE, orientations=("5.9",)), axes) == [
            (
                "Financeur ETAT, part « DRE » : l'orientation « 5.9 » n'est pas dans "
                "la note."
            ),
            "Financeur ETAT, part « A » : l'axe 9 n'est pas dans la note.",
        ]

    @pytest.mark.parametrize(
        "changes",
        [{"orientations": ()}, {"axes": (2,)}],
        ids=["neither", "both"],
    )
    def test_axes_or_orientations(self, changes: dict[str, object]) -> None:
        """A part says what it serves, one way and one only."""
        (found,) = problems(replace(DRE, **changes))  # type: ignore[arg-type]

        assert found.startswith("Financeur ETAT, part « DRE » : dites à quoi elle sert")

    def test_a_negative_part(self) -> None:
        """A part under zero is refused with its amount."""
        assert problems(replace(DRE, centimes=-100)) == [
            "Financeur ETAT, part « DRE » : le montant est négatif (-1 €)."
        ]

    def test_the_check_of_a_campaign_holds_them_to_the_note(self) -> None:
        """Checked as a whole, with the note's orientations, a campaign says it too."""
        shipped = load_campaign(SHIPPED)
        wrong = replace(
            shipped.funders[0], parts=(replace(DRE, orientations=("9.1",)),)
        )
        with pytest.raises(InconsistentCampaignError) as caught:
            check_campaign(
                replace(shipped, funders=(wrong, *shipped.funders[1:])),
                expected_quartiers=10,
                expected_conseils_par_quartier=1,
                orientations=ORIENTATIONS,
            )

        assert caught.value.problems == (
            (
                "Financeur ETAT, part « DRE » : l'orientation « 9.1 » n'est pas dans "
                "la note."
            ),
        )


class TestFile:
    """The part as it is written."""

    def test_the_shipped_campaign_has_one(self) -> None:
        """ETAT sets 120 000 € for the réussite éducative, in its 620 000 €."""
        state = load_campaign(SHIPPED).funders[0]

        assert state.parts == (
            EnvelopePart(
                code="DRE",
                label="réussite éducative",
                centimes=120_000_00,
                orientations=("5.DRE.1", "5.DRE.2", "5.DRE.3", "5.DRE.4"),
            ),
        )

    def test_it_is_frozen_and_read_back(self) -> None:
        """What was frozen gives the same campaign, its parts included."""
        campaign = with_parts(DRE, replace(DRE, code="B", axes=(2,), is_reserved=True))

        assert campaign_from(campaign_as_dict(campaign)) == campaign

    def test_a_campaign_frozen_before_there_were_parts(self) -> None:
        """An older record has no parts, and is read all the same."""
        record = campaign_as_dict(build_campaign())
        for funder in record["funders"]:
            del funder["parts"]

        assert campaign_from(record) == build_campaign()

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("montant: 120 000", "montant:", "une part d'enveloppe est sans montant"),
            ("montant: 120 000", "montant: 120.5", "est écrit avec un point"),
            (
                "orientations: [",
                "axes: [cinq]\n        orientations: [",
                "numéros d'axe",
            ),
            (
                "orientations: [",
                "axes: [true]\n        orientations: [",
                "numéros d'axe",
            ),
            ("reservee: false", "reservee: non", "true ou false"),
            ("reservee: false", "reserve: false", "reserve"),
        ],
    )
    def test_what_cannot_be_read(
        self, tmp_path: Path, before: str, after: str, expected: str
    ) -> None:
        """A wrong value is refused with its place and its remedy."""
        text = SHIPPED.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path = tmp_path / SHIPPED.name
        path.write_text(text.replace(before, after), encoding="utf-8")

        with pytest.raises(BadFileError, match=expected):
            load_campaign(path)
