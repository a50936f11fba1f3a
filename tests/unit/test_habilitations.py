"""Who may sign what, as a campaign says it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from contrat_de_ville.adapters.campaign_files import campaign_as_dict, load_campaign
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.campaign import Campaign, Habilitation
from contrat_de_ville.domain.frozen import campaign_from
from contrat_de_ville.domain.habilitations import (
    POWER_LABELS,
    Power,
    UnauthorisedError,
    function_name,
    habilitation_problems,
    require_role,
)
from contrat_de_ville.errors import BadFileError
from tests.builders import build_campaign


CAMPAIGN_2017 = resource_folder("config") / "campagnes" / "cv195_2017.yaml"


def campaign(*functions: tuple[str, str, tuple[str, ...]]) -> Campaign:
    """Return a campaign that empowers these functions: code, name, acts."""
    return replace(
        build_campaign(),
        habilitations=tuple(
            Habilitation(code=code, name=name, actes=actes)
            for code, name, actes in functions
        ),
    )


EMPOWERED = campaign(
    ("copil", "Comité de pilotage", ("arbitrage", "depassement", "avenant")),
    ("comite_technique", "Comité technique", ("avis_technique",)),
    ("presidence", "Présidence de l’agglomération", ("depassement",)),
)


class TestRequireRole:
    """An act is signed by a function that may sign it."""

    @pytest.mark.parametrize(
        "author", ["copil", " COPIL ", "Comité de pilotage", "comite  de pilotage"]
    )
    def test_a_function_is_known_by_its_code_or_its_name(self, author: str) -> None:
        """Accents, capitals and spaces do not matter; the code is returned."""
        assert require_role(EMPOWERED, "arbitrage", author) == "copil"

    def test_an_apostrophe_is_straight_or_curved(self) -> None:
        """A name typed with a straight apostrophe is the one printed with a curve."""
        typed = "Présidence de l'agglomération"

        assert require_role(EMPOWERED, "depassement", typed) == "presidence"

    @pytest.mark.parametrize(
        ("act", "author", "said"),
        [
            (
                "arbitrage",
                "comite_technique",
                "« comite_technique » n'est pas habilité",
            ),
            ("arbitrage", "quelqu'un", "à arbitrer une ligne"),
            (
                "avis_technique",
                "copil",
                "habilite : Comité technique (comite_technique)",
            ),
            ("depassement", "", "Comité de pilotage (copil), Présidence"),
        ],
    )
    def test_another_function_is_refused(
        self, act: str, author: str, said: str
    ) -> None:
        """The sentence says who signed, what for, and lists who may."""
        with pytest.raises(UnauthorisedError) as refused:
            require_role(EMPOWERED, act, author)

        assert said in str(refused.value)
        assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)

    def test_where_nothing_is_said_the_signature_is_believed(self) -> None:
        """A campaign without habilitations takes what is typed, on one line."""
        assert require_role(build_campaign(), "arbitrage", " le\nCOPIL ") == "le COPIL"

    def test_an_optional_act_is_for_whom_the_campaign_says(self) -> None:
        """Two functions may adopt: the COPIL, which may arbitrate, is refused."""
        adopting = campaign(
            ("copil", "Comité de pilotage", ("arbitrage",)),
            ("comite_technique", "Comité technique", ("adoption",)),
            ("coordination", "Service", ("adoption",)),
        )

        assert require_role(adopting, "adoption", "Comité technique") == (
            "comite_technique"
        )
        with pytest.raises(UnauthorisedError) as refused:
            require_role(adopting, "adoption", "copil")
        assert "adopter un scénario comme proposition" in str(refused.value)
        assert refused.value.allowed == (
            "Comité technique (comite_technique)",
            "Service (coordination)",
        )

    def test_an_optional_act_given_to_nobody_is_for_whoever_signs(self) -> None:
        """A campaign frozen before adoption was an act goes on as it did."""
        assert require_role(EMPOWERED, "adoption", " Le service ") == "Le service"
        assert list(habilitation_problems(EMPOWERED)) == []

    def test_an_unknown_act_is_a_mistake_of_ours(self) -> None:
        """The acts are a closed list: another code never passes."""
        with pytest.raises(ValueError, match="danse"):
            require_role(EMPOWERED, "danse", "copil")

    def test_a_function_is_shown_by_its_name(self) -> None:
        """A code of the campaign is named in French, another text is left as it is."""
        shown = [function_name(EMPOWERED, one) for one in ("copil", "comite_aci")]

        assert shown == ["Comité de pilotage", "comite_aci"]


class TestProblems:
    """What a section cannot mean, said before the call opens."""

    def test_the_campaign_of_2017_is_sound(self) -> None:
        """It empowers functions for each of the five acts, and freezes whole."""
        read = load_campaign(CAMPAIGN_2017)

        assert list(habilitation_problems(read)) == []
        assert {act for one in read.habilitations for act in one.actes} == set(Power)
        assert campaign_from(campaign_as_dict(read)).habilitations == read.habilitations

    def test_none_is_allowed(self) -> None:
        """The section is optional, and a campaign frozen before it has none."""
        record = campaign_as_dict(build_campaign())
        del record["habilitations"]

        assert list(habilitation_problems(build_campaign())) == []
        assert campaign_from(record).habilitations == ()

    def test_each_problem_has_its_sentence(self) -> None:
        """A function twice, a bad code, an unknown act, an act for nobody."""
        spoiled = campaign(
            ("copil", "Comité de pilotage", ("arbitrage", "avenant")),
            ("comite_de_pilotage", "Le COPIL", ("depassement",)),
            ("Élus", "Élus", ("vote",)),
        )
        expected = [
            "Habilitations : la fonction « comite de pilotage » est donnée 2 fois.",
            (
                "Habilitations : le code « Élus » ne convient pas ; écrivez-le en "
                "minuscules sans accent, par exemple comite_technique."
            ),
            (
                "Habilitations, Élus : l'acte « vote » n'existe pas (actes : "
                "adoption, arbitrage, avenant, avis_technique, depassement)."
            ),
            (
                "Habilitations : personne ne peut donner l'avis technique "
                "(avis_technique)."
            ),
        ]

        assert list(habilitation_problems(spoiled)) == expected

    def test_each_act_has_a_french_name(self) -> None:
        """No act is shown by its code."""
        assert set(POWER_LABELS) == set(Power)

    def test_the_section_is_read_strictly(self, tmp_path: Path) -> None:
        """A misspelt key of the section is refused with its place."""
        text = CAMPAIGN_2017.read_text(encoding="utf-8")
        path = tmp_path / "cv195_2017.yaml"
        path.write_text(
            text.replace("  - fonction: copil", "  - fonctions: copil"),
            encoding="utf-8",
        )

        with pytest.raises(BadFileError, match="habilitations"):
            load_campaign(path)
