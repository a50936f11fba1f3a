from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from contrat_de_ville.adapters.sandbox.answers import SpentError, understood
from contrat_de_ville.domain.depots import BudgetText, DepositForm, Side
from contrat_de_ville.domain.received import (
    Channel,
    FunderLine,
    LineStatus,
    Received,
    ReceivedDeposit,
    SetAside,
    received_as_dict,
)
from contrat_de_ville.errors import BadFileError


FULL = Received(
    channel=Channel.DAUPHIN,
    file_name="dossier.json",
    rows_count=2,
    conventions=("UTF-8",),
    aside=(SetAside(place="$[1]", reason="Vide", is_refused=True),),
    deposits=(
        ReceivedDeposit(
            form=DepositForm(
                fields={"action_intitule": "Fête 🎉"},
                budget=(
                    BudgetText(
                        code="budget.1", side=Side.CHARGE, account="60", label="Achats",
                        amount="12", funder=None,
                    ),
                ),
                cells={"action_intitule": "$[0].titre"},
                form_version="dauphin-1",
            ),
            place="$[0]",
            exercice=2017,
            deposited_at=datetime(2017, 1, 2, 3, 4, tzinfo=UTC),
            funders=(
                FunderLine(
                    label="État", place="$[0].f", asked_centimes=0,
                    status=LineStatus.ACCORDE, decided_on=date(2017, 1, 2),
                ),
            ),
        ),
    ),
)  # fmt: skip


def said(answer):
    """Return what is understood of an answer about « dossier.json »."""
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return understood(content, "dossier.json")


def altered(change):
    """Return an answer with *change* made in it."""
    record = received_as_dict(FULL)
    change(record)
    return {"received": record}


def set_field(value):
    """Return a change: the title of the deposit becomes *value*."""
    return lambda record: record["deposits"][0]["form"]["fields"].update(a=value)


def set_line(**values):
    """Return a change: the funder's line takes these values."""
    return lambda record: record["deposits"][0]["funders"][0].update(values)


class TestUnderstood:
    """An answer is rebuilt as our own records, or refused whole."""

    def test_a_full_answer(self):
        """Every kind of value comes back as it left: dates, instants, none, zero."""
        assert said({"received": received_as_dict(FULL)}) == FULL

    def test_a_nul_is_shown(self):
        """A NUL, that no database stores, reads as the sign of what is unreadable."""
        answer = said(altered(set_field("1\x000 et \\u0000")))

        assert answer.deposits[0].form.fields["a"] == "1\ufffd0 et \\u0000"

    def test_a_refusal(self):
        """A refusal comes back as an error of our own."""
        answer = said({"refused": ["il est vide.", "Recommencez."]})

        assert isinstance(answer, BadFileError)
        assert str(answer) == ("Fichier « dossier.json » : il est vide. Recommencez.")

    def test_no_memory_left(self):
        """A child without memory is told apart: the file may be tried once more."""
        with pytest.raises(SpentError):
            said({"spent": True})

    @pytest.mark.parametrize(
        "change",
        [
            set_field(12),
            set_field(None),
            set_field(["a"]),
            set_field("\ud800"),
            set_line(asked_centimes=1.5),
            set_line(asked_centimes=True),
            set_line(asked_centimes="12"),
            set_line(status="AILLEURS"),
            set_line(decided_on="hier"),
            set_line(unknown="x"),
            lambda record: record.update(rows_count=3),
            lambda record: record.update(rows_count=2.0),
            lambda record: record.update(file_name="autre.json"),
            lambda record: record.update(channel="AILLEURS"),
            lambda record: record.update(conventions=["UTF-8", 8]),
            lambda record: record.update(aside=[{"place": "x"}]),
            lambda record: record.update(deposits=None),
            lambda record: record["deposits"][0].update(form=[]),
            lambda record: record["aside"][0].update(is_refused=1),
            lambda record: record.pop("aside"),
        ],
    )
    def test_a_value_that_is_not_of_its_type(self, change):
        """One wrong value anywhere and nothing of the answer is believed."""
        answer = said(altered(change))

        assert isinstance(answer, BadFileError)
        assert answer.found == "il n'a pas pu être lu."

    @pytest.mark.parametrize(
        "answer",
        [
            b"", b"[]", b"12", b"null", b"{}", b'{"received": ', b'{"refused": "x"}',
            b'{"refused": ["a"]}', b'{"refused": ["a", 3]}', b'{"failed": 3}',
            b'{"received": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"received": 1e999}',
            b'{"refused": ["' + b"x" * 20_001 + b'", ""]}',
        ],
    )  # fmt: skip
    def test_what_is_no_answer(self, answer):
        """Text that is no JSON, too deep, or of another shape is never believed."""
        assert said(answer).found == "il n'a pas pu être lu."

    def test_the_name_of_an_error(self):
        """The name of an unforeseen error is given to whoever will look into it."""
        assert said({"failed": "KeyError"}).found == (
            "il n'a pas pu être lu (KeyError)."
        )
