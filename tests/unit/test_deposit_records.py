from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.deposit_records import (
    action_as_dict,
    action_from_dict,
    form_as_dict,
    form_from_dict,
)
from contrat_de_ville.domain.depots import (
    Action,
    BudgetLine,
    BudgetText,
    Chantier,
    DepositForm,
)
from tests.deposit_builder import AMOUNTS, VALUES, deposit_form


FORMS = st.builds(
    DepositForm,
    fields=st.dictionaries(st.text(), st.text()),
    budget=st.lists(st.from_type(BudgetText), max_size=3).map(tuple),
    cells=st.dictionaries(st.text(), st.text()),
    form_version=st.text(),
)
CODES = st.lists(st.text(), max_size=3).map(tuple)
ACTIONS = st.builds(
    Action,
    quartiers=CODES,
    communes=CODES,
    publics=CODES,
    criteres_innovation=CODES,
    participation=CODES,
    pieces=CODES,
    budget=st.lists(st.from_type(BudgetLine), max_size=3).map(tuple),
    chantier=st.none() | st.from_type(Chantier),
)


class TestRecords:
    """A deposit kept as JSON is the same deposit."""

    @given(form=FORMS)
    def test_a_form_comes_back(self, form):
        """Through JSON and back, a form is the same."""
        assert form == form_from_dict(json.loads(json.dumps(form_as_dict(form))))

    @given(action=ACTIONS)
    def test_an_action_comes_back(self, action):
        """Through JSON and back, an action is the same: no date, no null is lost."""
        assert action == action_from_dict(
            json.loads(json.dumps(action_as_dict(action)))
        )

    def test_what_an_action_looks_like(self):
        """Dates are ISO, codes are lists, sides and types are their own codes."""
        action, _ = understand(deposit_form(VALUES, AMOUNTS))
        record = action_as_dict(action)

        assert record["porteur_kind"] == "ASSOCIATION"
        assert record["starts_on"] == "2017-03-01"
        assert record["communes"] == ["59172", "59179"]
        assert record["chantier"] is None
        assert record["budget"][0] == {
            "side": "CHARGE",
            "account": "60",
            "label": "Achats",
            "amount_centimes": 120_050,
            "funder": None,
        }

    def test_plain_types_only(self):
        """The records hold no type of ours: a store reads them without our code."""
        form = deposit_form(VALUES, AMOUNTS)
        record = form_as_dict(form)

        assert type(record["budget"][0]["side"]) is str
        assert type(action_as_dict(understand(form)[0])["porteur_kind"]) is str
