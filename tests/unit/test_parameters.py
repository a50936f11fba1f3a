"""Figures by name and by date."""

from __future__ import annotations

import json
import pickle
from datetime import date

import pytest

from contrat_de_ville.domain.parameters import (
    DatedValue,
    Parameter,
    ParameterEndedError,
    ParameterNotYetInForceError,
    Parameters,
    Reference,
    UncheckedParameterError,
    UnknownParameterError,
    require_checked,
)
from contrat_de_ville.errors import ContratDeVilleError


SAYS = Reference(title="Note", href="note.txt", quote="1000 €")


def parameter(name: str, checked_on: date, *values: tuple[date, object]) -> Parameter:
    """Build a parameter from its dated values."""
    return Parameter(
        name=name,
        description="Un chiffre",
        unit="EUR",
        values=tuple(
            DatedValue(starts_on=on, value=value, reference=SAYS)
            for on, value in values
        ),
        last_value_still_valid_on=checked_on,
    )


AIDE = parameter(
    "aci.aide",
    date(2018, 1, 1),
    (date(2017, 1, 1), 1000),
    (date(2018, 1, 1), 1100),
    (date(2020, 1, 1), None),
)
JOURS = parameter("relances.jours", date(2016, 12, 31), (date(2017, 1, 1), ("J", "V")))
PARAMETERS = Parameters(by_name={one.name: one for one in (JOURS, AIDE)})


class TestValue:
    """The value in force is the latest that has begun."""

    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (date(2017, 1, 1), 1000),
            (date(2017, 12, 31), 1000),
            (date(2018, 1, 1), 1100),
            (date(2019, 12, 31), 1100),
        ],
    )
    def test_takes_the_latest_begun(self, on: date, expected: int) -> None:
        """A value holds from its first day to the eve of the next one."""
        assert expected == PARAMETERS.value("aci.aide", on)

    def test_gives_the_sentence_of_the_value(self) -> None:
        """The reference is the one of the value in force."""
        assert PARAMETERS.reference("aci.aide", date(2017, 6, 1)) == SAYS

    def test_says_when_the_name_is_unknown(self) -> None:
        """A wrong name is answered by the nearest right one."""
        with pytest.raises(UnknownParameterError, match=r"proches : « aci\.aide »"):
            PARAMETERS.value("aci.aides", date(2017, 1, 1))

    def test_says_when_no_name_is_near(self) -> None:
        """A name unlike any other gets no suggestion."""
        with pytest.raises(UnknownParameterError, match="proches : aucun"):
            PARAMETERS.value("xyz", date(2017, 1, 1))

    def test_says_when_it_has_not_begun(self) -> None:
        """Before the first value, the message gives its first day."""
        with pytest.raises(ParameterNotYetInForceError, match="le 1er janvier 2017"):
            PARAMETERS.value("aci.aide", date(2016, 12, 31))

    def test_says_when_it_has_ended(self) -> None:
        """From the day of the null value on, the message gives that day."""
        with pytest.raises(ParameterEndedError, match="pris fin le 1er janvier 2020"):
            PARAMETERS.value("aci.aide", date(2020, 1, 1))


class TestInForce:
    """What a campaign freezes."""

    def test_is_sorted_and_survives_json(self) -> None:
        """Values are by name, in order, and equal once read back from JSON."""
        actual = PARAMETERS.in_force(date(2017, 1, 1))

        assert list(actual) == ["aci.aide", "relances.jours"]
        assert actual == {"aci.aide": 1000, "relances.jours": ["J", "V"]}
        assert actual == json.loads(json.dumps(actual))

    def test_leaves_out_what_has_ended_or_not_begun(self) -> None:
        """An ended parameter and one not begun are absent, not null."""
        assert PARAMETERS.in_force(date(2021, 1, 1)) == {"relances.jours": ["J", "V"]}
        assert PARAMETERS.in_force(date(2016, 1, 1)) == {}


class TestChecked:
    """Nobody opens a year on figures not read again."""

    def test_names_what_was_last_read_before_the_year(self) -> None:
        """31 December 2016 is too old for 2017; 1 January 2018 is enough for 2018."""
        assert PARAMETERS.unchecked_for(2017) == ("relances.jours",)
        assert PARAMETERS.unchecked_for(2018) == ("relances.jours",)
        assert PARAMETERS.unchecked_for(2019) == ("aci.aide", "relances.jours")

    def test_refuses_the_year_and_says_what_to_do(self) -> None:
        """The refusal lists the names, the year and the key to update."""
        with pytest.raises(UncheckedParameterError) as caught:
            require_checked(PARAMETERS, 2019)

        words = ["aci.aide, relances.jours", "2019", "last_value_still_valid_on"]
        assert [one for one in words if one not in str(caught.value)] == []

    def test_lets_the_year_open_when_all_was_read(self) -> None:
        """Nothing is said when every parameter was read for the year."""
        require_checked(Parameters(by_name={"aci.aide": AIDE}), 2018)


@pytest.mark.parametrize(
    "error",
    [
        UnknownParameterError("a", ("b",)),
        ParameterNotYetInForceError("a", date(2016, 1, 1), date(2017, 1, 1)),
        ParameterEndedError("a", date(2017, 1, 1), date(2016, 1, 1)),
        UncheckedParameterError(("a",), 2017),
    ],
)
def test_errors_survive_pickling(error: ContratDeVilleError) -> None:
    """An error says the same after travelling between processes."""
    again = pickle.loads(pickle.dumps(error))

    assert str(error) == str(again)
