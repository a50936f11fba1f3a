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
    AgeCount,
    BudgetLine,
    BudgetText,
    Chantier,
    Contact,
    DepositForm,
    Structure,
)
from tests.deposit_builder import AMOUNTS, MORE_VALUES, VALUES, deposit_form


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
    representant=st.from_type(Contact),
    contact=st.from_type(Contact),
    structure=st.from_type(Structure),
    uais=CODES,
    ages=st.lists(st.from_type(AgeCount), max_size=3).map(tuple),
    demandes=st.lists(st.tuples(st.text(), st.integers()), max_size=3).map(tuple),
    subvention_precedente_centimes=st.none() | st.integers(),
)


NEWER = (
    "porteur_sigle", "porteur_adresse", "porteur_iban", "representant", "contact",
    "structure", "objectifs", "calendrier", "moyens_humains", "moyens_materiels",
    "partenaires", "indicateurs", "uais", "ages", "demandes",
    "subvention_precedente_centimes",
)  # fmt: skip


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
            "is_detail": False,
        }

    def test_what_the_second_version_adds(self):
        """Ages are by band, requests are pairs, people and means are named."""
        action, _ = understand(deposit_form(MORE_VALUES))
        record = action_as_dict(action)

        assert record["ages"][1] == {"band": "18_25", "women": None, "men": 10}
        assert record["demandes"] == [["ETAT", 120_050], ["CAF", 0]]
        assert record["contact"]["name"] == "Dominique Exemple"
        assert record["structure"]["etpt_centiemes"] == 950

    def test_a_record_of_the_first_version(self):
        """What an older record does not say is what an empty answer says."""
        action, _ = understand(deposit_form(VALUES, AMOUNTS))
        record = action_as_dict(action)
        for name in NEWER:
            del record[name]
        for line in record["budget"]:
            del line["is_detail"]

        assert action == action_from_dict(record)

    def test_plain_types_only(self):
        """The records hold no type of ours: a store reads them without our code."""
        form = deposit_form(VALUES, AMOUNTS)
        record = form_as_dict(form)

        assert type(record["budget"][0]["side"]) is str
        assert type(action_as_dict(understand(form)[0])["porteur_kind"]) is str
