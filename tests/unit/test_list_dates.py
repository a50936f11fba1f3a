"""The way a column of dates is written, established from all its cells."""

from __future__ import annotations

from datetime import date

import pytest

from contrat_de_ville.domain.list_dates import (
    DateConvention,
    DateOrder,
    date_texts,
    establish_dates,
)
from contrat_de_ville.domain.list_numbers import (
    AmbiguousCellError,
    ContraryCellError,
)
from contrat_de_ville.errors import BadInputError


DAY_FIRST = ["25/12/2026", "03/04/2027"]
MONTH_FIRST = ["12/25/2026", "03/04/2027"]


class TestEstablish:
    """The order is what at least one cell shows and hardly any contradicts."""

    @pytest.mark.parametrize(
        ("texts", "order"),
        [
            (DAY_FIRST, DateOrder.JMA),
            (MONTH_FIRST, DateOrder.MJA),
            (["2027-04-03", "3 mars 2017", ""], DateOrder.ISO),
            (["45000", "44000"], DateOrder.SERIE_1900),
            (["03/04/2027", "05/06/2027"], DateOrder.OUVERT),
            (["05/05/2027"], DateOrder.OUVERT),
            (["25/12/2026", "12/25/2026"], DateOrder.OUVERT),
            (["2027-04-03"] * 19 + ["03/04/2027"], DateOrder.ISO),
            (["2027-04-03"] * 18 + ["03/04/2027"], DateOrder.OUVERT),
            (["31/31/2027", "bientôt"], DateOrder.ISO),
            ([], DateOrder.ISO),
        ],
    )
    def test_the_order(self, texts: list[str], order: DateOrder) -> None:
        """A day above twelve shows it; ISO and words need no order."""
        assert establish_dates(texts).order is order


class TestRead:
    """A cell is read as its column is written, or refused by name."""

    @pytest.mark.parametrize(
        ("column", "text", "day"),
        [
            (DAY_FIRST, "03/04/2027", date(2027, 4, 3)),
            (DAY_FIRST, "3.4.2027", date(2027, 4, 3)),
            (DAY_FIRST, "03/04/2027 00:00:00", date(2027, 4, 3)),
            (DAY_FIRST, "2027-04-03", date(2027, 4, 3)),
            (MONTH_FIRST, "03/04/2027", date(2027, 3, 4)),
            (MONTH_FIRST, "05/05/2027", date(2027, 5, 5)),
            (["05/05/2027"], "05/05/2027", date(2027, 5, 5)),
            (["03/04/2027", "05/06/2027"], "25/12/2026", date(2026, 12, 25)),
            (["45000", "44000"], "45000", date(2023, 3, 15)),
            ([], "3 mars 2017", date(2017, 3, 3)),
            ([], "mardi 1er août 2017", date(2017, 8, 1)),
            ([], "12 févr. 2017", date(2017, 2, 12)),
            ([], "2017-03-28T10:00:00Z", date(2017, 3, 28)),
            ([], "", None),
        ],
    )
    def test_reads(self, column: list[str], text: str, day: date | None) -> None:
        """Hours are left out; a date with one reading needs no order."""
        assert establish_dates(column).read(text) == day

    def test_serials_of_1904(self) -> None:
        """Day 0 of an old Mac workbook is 1 January 1904: 45000 is four years on."""
        convention = DateConvention(order=DateOrder.SERIE_1904, is_declared=True)

        assert convention.read("45000") == date(2027, 3, 16)

    def test_two_readings_are_refused(self) -> None:
        """« 03/04/2027 » alone is neither 3 April nor 4 March."""
        with pytest.raises(AmbiguousCellError, match="a deux lectures"):
            establish_dates(["03/04/2027", "05/06/2027"]).read("03/04/2027")

    @pytest.mark.parametrize(
        ("column", "text"),
        [
            (DAY_FIRST, "12/25/2026"),
            (MONTH_FIRST, "25/12/2026"),
            (["2027-04-03"], "25/12/2026"),
            (DAY_FIRST, "45000"),
            (["45000"], "25/12/2026"),
        ],
    )
    def test_a_contrary_cell_is_refused(self, column: list[str], text: str) -> None:
        """A cell that only reads against its column is not read."""
        with pytest.raises(ContraryCellError, match="n'est pas écrit comme sa colonne"):
            establish_dates(column).read(text)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("29/02/2027", "ce jour n'existe pas"),
            ("2027-13-01", "ce jour n'existe pas"),
            ("31/12/9999", "n'est pas entre 1990 et 2100"),
            ("01/01/1900", "n'est pas entre 1990 et 2100"),
            ("fin de l'action", "n'est pas une date lisible"),
            ("03/04/17", "n'est pas une date lisible"),
            ("٠٣/٠٤/٢٠٢٧", "n'est pas une date lisible"),
            ("3 jui 2017", "n'est pas une date lisible"),
        ],
    )
    def test_what_is_no_date_is_refused(self, text: str, found: str) -> None:
        """A day that does not exist, a far year, two digits or other words."""
        with pytest.raises(BadInputError, match=found):
            establish_dates(DAY_FIRST).read(text)


class TestSentence:
    """The report says what was established and by how much."""

    @pytest.mark.parametrize(
        ("convention", "said"),
        [
            (
                establish_dates(["25/12/2026"] * 19 + ["12/25/2026"]),
                (
                    "« D » : les dates sont écrites jour/mois/année "
                    "(montré par 19 cellule(s), contredit par 1)."
                ),
            ),
            (establish_dates([]), "« D » : aucune date n'y est écrite."),
            (
                DateConvention(order=DateOrder.MJA, is_declared=True),
                "« D » : les dates sont écrites mois/jour/année (déclaré par le plan).",
            ),
            (
                establish_dates(["03/04/2027"]),
                (
                    "« D » : rien ne montre l'ordre du jour et du mois ; les dates à "
                    "deux lectures (« 03/04/2027 ») sont refusées."
                ),
            ),
        ],
    )
    def test_each(self, convention: DateConvention, said: str) -> None:
        """Each case has its sentence."""
        assert convention.sentence("D") == said


def test_the_days_of_a_period() -> None:
    """Two days are found whatever joins them, and one is one."""
    assert date_texts("2017-06-27_2018-06-27") == ["2017-06-27", "2018-06-27"]
    assert date_texts("du 01/02/2017 au 3/4/2017") == ["01/02/2017", "3/4/2017"]
    assert date_texts("2018-11-20/fin de l'action") == ["2018-11-20"]
