"""The room in an envelope, and in what is set within it."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from contrat_de_ville.domain.campaign import EnvelopePart, Funder
from contrat_de_ville.domain.envelopes import (
    Engaged,
    EnvelopeAccount,
    EnvelopeExceededError,
    EnvelopeStand,
    PartStand,
    part_of,
    require_parts_within,
    require_room,
    rooms,
    spoken,
)
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.errors import BadInputError
from tests.builders import build_action, build_campaign


def part(code: str = "DRE", **changes: object) -> EnvelopePart:
    """Return a part over two orientations, or over what *changes* say."""
    plain = EnvelopePart(
        code=code,
        label="réussite éducative",
        centimes=1_000_00,
        orientations=("5.DRE.1", "5.DRE.2"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields of the class


def stand(**changes: object) -> EnvelopeStand:
    """Return an envelope of 10 000 €, of which 1 000 € for DRE."""
    plain = EnvelopeStand(
        funder="ETAT",
        amount_centimes=10_000_00,
        parts=(
            PartStand(code="DRE", label="réussite éducative", amount_centimes=1_000_00),
        ),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields of the class


def engaged(**amounts: int | None) -> list[Engaged]:
    """Return lines by part; ``libre`` is no part."""
    return [
        Engaged(part="" if name == "libre" else name, centimes=amount)
        for name, amount in amounts.items()
    ]


def plain(text: object) -> str:
    """Return a sentence with ordinary spaces."""
    return str(text).replace(NBSP, " ").replace(NARROW_NBSP, " ")


class TestPartOf:
    """In which « dont » an action counts."""

    @staticmethod
    def of(
        declared: tuple[EnvelopePart, ...], axe: int | None, orientation: str
    ) -> str:
        """Return the part of an action for a funder with these parts."""
        funder = Funder(
            code="ETAT", name="État", envelope_centimes=10_000_00,
            email="e@etat.example", is_demonstration=True, parts=declared,
        )  # fmt: skip
        campaign = build_campaign(funders=(funder,))
        return part_of(campaign, "ETAT", build_action(axe=axe, orientation=orientation))

    def test_an_orientation_of_the_part(self) -> None:
        """An action of 5.DRE.2 counts in the part that names it."""
        assert self.of((part(),), 5, "5.DRE.2") == "DRE"

    def test_an_axe_of_the_part(self) -> None:
        """An action of axe 2 counts in the part of axe 2, whatever its orientation."""
        declared = (part(), part("EMPLOI", orientations=(), axes=(2,)))

        assert self.of(declared, 2, "") == "EMPLOI"

    def test_elsewhere(self) -> None:
        """An action of another orientation of the same axe counts in none."""
        assert self.of((part(),), 5, "5.1") == ""

    def test_without_axe_nor_orientation(self) -> None:
        """What names neither axe nor orientation counts in none."""
        assert self.of((part(), part("X", orientations=(), axes=(1,))), None, "") == ""

    def test_a_funder_without_parts_or_unknown(self) -> None:
        """Where nothing is declared, or nobody known, there is no part."""
        campaign = build_campaign()
        action = build_action(orientation="5.DRE.1")

        assert [part_of(campaign, code, action) for code in ("ETAT", "AUTRE")] == [
            "",
            "",
        ]


class TestRooms:
    """The three things that hold the lines of a funder."""

    def test_the_whole_then_the_parts(self) -> None:
        """A part that is not reserved takes nothing from the others."""
        found = [(one.label, one.credit_centimes) for one in rooms(stand())]

        assert found == [
            ("Enveloppe ETAT", 10_000_00),
            ("Enveloppe ETAT, dont réussite éducative", 1_000_00),
        ]

    def test_what_reserved_parts_leave(self) -> None:
        """Reserved, 1 000 € of 10 000 € leave 9 000 €, and the overrun of 500 €."""
        reserved = replace(stand().parts[0], is_reserved=True)
        envelope = stand(parts=(reserved,), overrun_centimes=500_00)
        last = list(rooms(envelope))[-1]

        assert (last.label, last.credit_centimes) == (
            "Enveloppe ETAT, hors part réservée (réussite éducative)",
            9_500_00,
        )
        assert [last.counts("DRE"), last.counts("")] == [False, True]


class TestRequireRoom:
    """What would exceed is refused, to the centime, with its sentence."""

    def test_exactly_full_is_accepted(self) -> None:
        """The whole envelope may be programmed, its part included."""
        require_room(stand(), [], engaged(libre=9_000_00, DRE=1_000_00))

    def test_one_centime_over_the_envelope(self) -> None:
        """The sentence says what there is, is used, is added, and what exceeds."""
        before = engaged(libre=9_500_00, DRE=None)
        with pytest.raises(EnvelopeExceededError) as caught:
            require_room(stand(), before, engaged(libre=9_500_00, DRE=500_01))

        assert plain(caught.value) == (
            "Enveloppe ETAT : 10 000 € disponibles, 9 500 € déjà programmés, "
            "500,01 € s'y ajouteraient, soit 0,01 € de trop. Rien n'a été enregistré. "
            "Baissez un montant, ou faites autoriser un dépassement par "
            "« programmation enveloppe ETAT --depasser … »."
        )

    def test_one_centime_over_a_part(self) -> None:
        """The part is told, not the envelope it is in, which has room left."""
        with pytest.raises(EnvelopeExceededError) as caught:
            require_room(stand(), engaged(DRE=800_00), engaged(DRE=1_000_01))

        assert plain(caught.value).startswith(
            "Enveloppe ETAT, dont réussite éducative : 1 000 € disponibles, 800 € déjà "
            "programmés, 200,01 € s'y ajouteraient, soit 0,01 € de trop."
        )
        assert "enveloppe ETAT --part DRE --depasser" in str(caught.value)

    def test_one_centime_over_what_reserved_parts_leave(self) -> None:
        """Lines of no reserved part share what the reserved ones leave."""
        reserved = replace(stand().parts[0], is_reserved=True)
        with pytest.raises(EnvelopeExceededError) as caught:
            require_room(stand(parts=(reserved,)), [], engaged(libre=9_000_01))

        assert caught.value.room.credit_centimes == 9_000_00
        assert caught.value.above == 1

    def test_an_authorised_overrun_is_told(self) -> None:
        """With 500 € authorised above, the sentence says so."""
        envelope = stand(overrun_centimes=500_00)
        with pytest.raises(
            EnvelopeExceededError, match="dépassement autorisé"
        ) as caught:
            require_room(envelope, engaged(libre=1), engaged(libre=10_500_01))

        assert caught.value.above == 1

    def test_an_envelope_taken_away_adds_nothing(self) -> None:
        """Where the envelope is lowered, nothing is said to be added."""
        lines = engaged(libre=9_000_00)
        with pytest.raises(EnvelopeExceededError) as caught:
            require_room(stand(amount_centimes=8_999_99), lines, lines)

        assert "ajouteraient" not in str(caught.value)
        assert "soit 0,01" in str(caught.value)

    def test_no_decision_yet_counts_for_nothing(self) -> None:
        """A line without an amount takes no room."""
        require_room(stand(), [], engaged(libre=None, DRE=None))

    def test_the_error_survives_pickling(self) -> None:
        """A worker's error is read whole by who launched it."""
        error = EnvelopeExceededError(next(rooms(stand())), 10_000_00, 1)

        assert str(pickle.loads(pickle.dumps(error))) == str(error)


class TestFigures:
    """An envelope with another figure."""

    def test_its_own_and_that_of_a_part(self) -> None:
        """Only the figure named is changed."""
        whole = stand().with_figure("", "overrun_centimes", 5)
        within = stand().with_figure("DRE", "amount_centimes", 7)

        assert (whole.overrun_centimes, whole.parts) == (5, stand().parts)
        assert (within.amount_centimes, within.parts[0].amount_centimes) == (
            10_000_00,
            7,
        )

    def test_parts_above_their_envelope(self) -> None:
        """An envelope brought under its parts is refused with the difference."""
        require_parts_within(stand(amount_centimes=1_000_00))
        with pytest.raises(BadInputError) as caught:
            require_parts_within(stand(amount_centimes=999_99))

        assert "soit 0,01 € de trop" in plain(caught.value)


def account(**changes: object) -> EnvelopeAccount:
    """Return an account of 10 000 € on which nothing was said."""
    empty = EnvelopeAccount(
        funder="ETAT", label="État", is_whole=True, amount_centimes=10_000_00,
        overrun_centimes=500_00, asked_centimes=0, proposed_centimes=None,
        arbitrated_centimes=None, decided_centimes=None,
    )  # fmt: skip
    return replace(empty, **changes)  # type: ignore[arg-type]  # fields of the class


class TestLeft:
    """What may still be programmed."""

    def test_the_overrun_is_room_too(self) -> None:
        """10 000 € and 500 € authorised, 4 000 € arbitrated: 6 500 € are left."""
        assert account(arbitrated_centimes=4_000_00).left_centimes == 6_500_00

    def test_the_stage_that_takes_most(self) -> None:
        """Until the new act, what was decided still holds its room."""
        used = account(arbitrated_centimes=3_000_00, decided_centimes=4_000_00)

        assert used.left_centimes == 6_500_00

    def test_no_envelope_is_not_an_empty_one(self) -> None:
        """Where none was announced, nothing is said to be left."""
        assert account(amount_centimes=None).left_centimes is None


def test_nothing_said_is_not_zero() -> None:
    """A sum of nothing is nothing; a refusal is an amount."""
    assert [spoken([]), spoken([None, None]), spoken([None, 0]), spoken([2, 3])] == [
        None,
        None,
        0,
        5,
    ]
