from __future__ import annotations

from datetime import date, datetime

import pytest

from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.completeness import examined_by, is_complete
from contrat_de_ville.domain.depots import Finding, Severity
from contrat_de_ville.domain.findings_life import Following, OpenFinding, follow
from tests.builders import build_action, build_campaign


FIRST, SECOND = paris(date(2016, 12, 12)), paris(date(2017, 1, 6))
PIECES = build_campaign().required_pieces


def opened(
    ident: int, rule: str, field: str = "action_intitule", at: datetime = FIRST
) -> OpenFinding:
    """Return a finding of the version before."""
    return OpenFinding(ident=ident, rule=rule, field=field, opened_at=at)


def found(rule: str, field: str = "action_intitule", value: str = "") -> Finding:
    """Return a finding of the new version."""
    return Finding(
        rule=rule,
        severity=Severity.BLOQUANT,
        field=field,
        sentence="Une phrase.",
        remedy="Un remède.",
        value=value,
    )


class TestFollow:
    """What a new version keeps, mends and brings."""

    def test_a_first_version_opens_everything_now(self) -> None:
        """Without a version before, each finding is opened by this check."""
        following = follow([], [found("A"), found("B")], FIRST)

        assert following == Following(opened_at=(FIRST, FIRST), closed=())

    def test_what_is_still_found_keeps_its_date(self) -> None:
        """Same rule and same field: the finding goes on, whatever its value now."""
        following = follow([opened(1, "A")], [found("A", value="autre")], SECOND)

        assert following == Following(opened_at=(FIRST,), closed=())

    def test_what_is_found_no_more_is_closed(self) -> None:
        """Half corrected: one is closed, the other goes on with its date."""
        before = [opened(1, "A"), opened(2, "B")]

        assert follow(before, [found("B")], SECOND) == Following(
            opened_at=(FIRST,), closed=(1,)
        )

    def test_the_same_rule_elsewhere_is_another_finding(self) -> None:
        """A mistake moved to another field closes the old one and opens a new one."""
        following = follow([opened(1, "A", "date_debut")], [found("A")], SECOND)

        assert following == Following(opened_at=(SECOND,), closed=(1,))

    def test_as_many_of_one_kind_as_before_go_on(self) -> None:
        """Of two lines found wrong in one field, one mended closes one, the latest."""
        before = [opened(1, "A"), opened(2, "A", at=SECOND)]
        third = paris(date(2017, 1, 9))

        assert follow(before, [found("A")], third) == Following(
            opened_at=(FIRST,), closed=(2,)
        )

    def test_a_perfect_version_closes_all(self) -> None:
        """Nothing found any more: everything is closed."""
        before = [opened(1, "A"), opened(2, "B")]

        assert follow(before, [], SECOND).closed == (1, 2)


class TestCompleteness:
    """The clock of the file starts when nothing blocking is left, pieces included."""

    def test_what_is_only_to_verify_does_not_stop_the_clock(self) -> None:
        """A file with only « à vérifier » points is complete."""
        assert is_complete([Severity.A_VERIFIER], build_action(), PIECES)

    @pytest.mark.parametrize(
        ("severities", "changes"),
        [
            (["BLOQUANT"], {}),
            ([], {"pieces": ("statuts", "comptes", "attestation")}),
            ([], {"porteur_kind": None}),
        ],
    )
    def test_what_is_missing_stops_it(
        self, severities: list[str], changes: dict[str, object]
    ) -> None:
        """A blocking point, a missing piece or an unknown porteur: no clock."""
        assert not is_complete(severities, build_action(**changes), PIECES)

    @pytest.mark.parametrize(
        ("complete_on", "until"),
        [
            (date(2017, 1, 5), date(2017, 3, 5)),
            # February has no 31st.
            (date(2016, 12, 31), date(2017, 2, 28)),
        ],
    )
    def test_two_months_from_date_to_date(self, complete_on: date, until: date) -> None:
        """Silence is a refusal two months after completeness, in legal time."""
        assert examined_by(paris(complete_on)) == until
