"""The workbook that porteurs fill says what the campaign chose to count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from contrat_de_ville.adapters.call_pack import HEADCOUNT, call_form, deposit_form
from contrat_de_ville.domain.frozen import frozen_from
from tests.builders import build_campaign
from tests.store_builder import frozen_record


FROZEN = frozen_from(frozen_record())


def hint_with(choices: dict[str, object]) -> str:
    """Return what helps to answer the headcount, under these choices."""
    frozen = replace(FROZEN, campaign=build_campaign(choices=choices))
    (field,) = (one for one in call_form(frozen).fields if one.code == HEADCOUNT)
    return field.hint


class TestCallForm:
    """The form of the campaign, its date of reference said."""

    def test_the_headcount_is_asked_at_the_date_chosen(self) -> None:
        """30 June 2016: the porteur reads it beside the answer."""
        hint = hint_with({"aci.date_reference": date(2016, 6, 30)})

        assert hint == "Personnes présentes, ou prévues, le 30/06/2016"

    def test_nothing_else_changes(self) -> None:
        """Labels, order and version are the form's: it is read back by them."""
        asked, form = call_form(FROZEN), deposit_form()

        assert asked.version == form.version
        assert [one.label for one in asked.fields] == [one.label for one in form.fields]

    def test_a_campaign_without_chantiers_asks_as_the_form(self) -> None:
        """Where no date is chosen, none is said."""
        campaign = build_campaign()
        kept = {
            code: one
            for code, one in campaign.choices.items()
            if code != "aci.date_reference"
        }
        frozen = replace(FROZEN, campaign=replace(campaign, choices=kept))

        assert call_form(frozen) == deposit_form()
