from __future__ import annotations

import csv
import json
import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest

from contrat_de_ville.adapters.campaign_files import (
    UnknownCampaignError,
    campaign_as_dict,
    find_campaign,
    load_campaign,
)
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.errors import BadFileError


ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "config" / "campagnes"
SHIPPED = FOLDER / "cv195_2017.yaml"
REAL = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """Read the shipped campaign once."""
    return load_campaign(SHIPPED)


def variant(folder: Path, old: str, new: str) -> Path:
    """Write the shipped campaign with its first *old* replaced."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = folder / SHIPPED.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


class TestTheShippedCampaign:
    """The campaign of 2017 is read whole."""

    def test_it_has_the_territory_of_the_contrat(self, campaign: Campaign) -> None:
        """Ten quartiers, five over several communes, in an agglomération of 47."""
        spread = [one for one in campaign.quartiers if len(one.communes) > 1]

        assert (len(campaign.quartiers), len(spread)) == (10, 5)
        assert len(campaign.communes) == 47

    def test_one_quartier_reaches_another_agglomeration(
        self, campaign: Campaign
    ) -> None:
        """Only Brunehaut crosses the border, at Bruay-sur-l'Escaut."""
        elsewhere = {one.name: one.other_epci for one in campaign.quartiers}

        assert {k: v for k, v in elsewhere.items() if v} == {
            "Brunehaut": frozenset({"59112"})
        }

    def test_each_quartier_has_its_conseil(self, campaign: Campaign) -> None:
        """Every quartier has one conseil, and that of Arenberg is not constituted."""
        waiting = [one.code for one in campaign.conseils if not one.is_constituted]

        assert {one.quartier for one in campaign.conseils} == {
            one.code for one in campaign.quartiers
        }
        assert waiting == ["cc-arenberg"]

    def test_the_envelopes_are_centimes(self, campaign: Campaign) -> None:
        """Euros written with a space become centimes, marked as invented."""
        envelopes = {one.code: one.envelope_centimes for one in campaign.funders}

        assert envelopes == {
            "ETAT": 62_000_000,
            "CAPH": 56_000_000,
            "DEPARTEMENT": 19_000_000,
            "CAF": 15_000_000,
        }
        assert all(one.is_demonstration for one in campaign.funders)

    def test_the_instants_follow_legal_time(self, campaign: Campaign) -> None:
        """Paris is two hours ahead of UTC in October before the 30th, then one."""
        dates = campaign.calendar

        assert dates.ouverture.utcoffset() == timedelta(hours=2)
        assert dates.cloture_depots.utcoffset() == timedelta(hours=1)
        assert dates.copil.isoformat() == "2017-03-28T14:00:00+02:00"

    def test_choices_keep_their_kind(self, campaign: Campaign) -> None:
        """A date stays a date, true stays true, weights stay whole numbers."""
        assert campaign.choice("aci.date_reference") == date(2016, 12, 31)
        assert campaign.choice("aci.plafond_demande") is True
        assert campaign.choice("programmation.poids")["publics"] == 3

    def test_each_kind_of_porteur_has_its_pieces(self, campaign: Campaign) -> None:
        """No kind of porteur is forgotten, and a commune brings a délibération."""
        assert set(campaign.required_pieces) == {kind.value for kind in PorteurKind}
        assert "deliberation" in campaign.required_pieces["COMMUNE"]

    def test_nobody_real_can_be_written_to(self, campaign: Campaign) -> None:
        """Every address of the shipped campaign is at a domain that cannot exist."""
        emails = [campaign.coordinator_email]
        emails += [one.email for one in campaign.funders]
        emails += [one.email for one in campaign.conseils]
        emails += [one.email for one in campaign.partners]

        assert [email for email in emails if not email.endswith(".example")] == []


class TestAsDict:
    """A campaign is written as plain values, to be frozen and hashed."""

    def test_it_is_json(self, campaign: Campaign) -> None:
        """Nothing but JSON values, instants with their offset."""
        plain = campaign_as_dict(campaign)

        assert json.loads(json.dumps(plain)) == plain
        assert plain["calendar"]["ouverture"] == "2016-10-17T09:00:00+02:00"
        assert plain["choices"]["aci.date_reference"]["value"] == "2016-12-31"
        assert plain["quartiers"][6]["other_epci"] == ["59112"]

    def test_the_order_of_communes_changes_nothing(
        self, campaign: Campaign, tmp_path: Path
    ) -> None:
        """Moving a line of a mapping leaves the written bytes as they were."""
        first, second = '  "59002": Abscon\n', '  "59038": Avesnes-le-Sec\n'
        moved = load_campaign(variant(tmp_path, first + second, second + first))

        assert json.dumps(campaign_as_dict(moved)) == json.dumps(
            campaign_as_dict(campaign)
        )

    def test_an_explicit_offset_of_the_same_instant_changes_nothing(
        self, campaign: Campaign, tmp_path: Path
    ) -> None:
        """07:00 UTC in October is 09:00 in Paris, and is written so."""
        path = variant(tmp_path, "2016-10-17T09:00", "2016-10-17T07:00+00:00")

        assert campaign_as_dict(load_campaign(path)) == campaign_as_dict(campaign)

    def test_a_change_of_envelope_shows(
        self, campaign: Campaign, tmp_path: Path
    ) -> None:
        """One euro more is another campaign."""
        path = variant(tmp_path, "620 000", "620 001")

        assert campaign_as_dict(load_campaign(path)) != campaign_as_dict(campaign)


class TestFindCampaign:
    """The file of a campaign is found by its contrat and year."""

    def test_the_shipped_one_is_found(self) -> None:
        """CV195 in 2017 is the shipped file."""
        assert find_campaign(FOLDER, "CV195", 2017) == SHIPPED

    def test_an_unknown_year_lists_the_campaigns_there_are(self) -> None:
        """The error names what exists and survives pickling."""
        with pytest.raises(UnknownCampaignError) as caught:
            find_campaign(FOLDER, "CV195", 2031)
        error = pickle.loads(pickle.dumps(caught.value))

        assert "Aucune campagne 2031 n'est préparée" in str(error)
        assert "campagnes existantes : CV195 2017" in str(error)
        assert "« cv195_2031.yaml »" in str(error)

    def test_an_empty_folder_says_so(self, tmp_path: Path) -> None:
        """With no campaign at all, none is listed."""
        with pytest.raises(UnknownCampaignError, match="existantes : aucune"):
            find_campaign(tmp_path, "CV195", 2017)

    def test_a_path_is_not_a_contrat(self, tmp_path: Path) -> None:
        """A contrat written as a path never leaves the folder."""
        inside = tmp_path / "campagnes"
        inside.mkdir()
        (tmp_path / "cv195_2017.yaml").touch()

        with pytest.raises(UnknownCampaignError):
            find_campaign(inside, "../cv195", 2017)


MISTAKES = {
    "unknown key": (
        "coordination:\n",
        "coordination:\n  telephone: aucun\n",
        "clé inattendue « telephone »",
    ),
    "missing milestone": (
        "  copil: 2017-03-28T14:00\n",
        "",
        "il manque la clé « copil »",
    ),
    "unreadable instant": (
        "2017-03-28T14:00",
        "2017-03-28T25:00",
        "« 2017-03-28T25:00 » n'est pas un instant lisible",
    ),
    "date without its time": (
        "2016-10-17T09:00",
        "2016-10-17",
        "« 2016-10-17 » n'est pas une date avec son heure",
    ),
    "unreadable amount": (
        "620 000",
        "six cents",
        "« six cents » n'est pas un montant",
    ),
    "thousands with a point": ("620 000", "620.000", "est écrit avec un point"),
    "bad address": (
        "partenariats@caf.example",
        "partenariats",
        "« partenariats » n'est pas une adresse électronique",
    ),
    "number instead of a code": (
        'siren: "200042190"',
        "siren: 200042190",
        "dans « contrat.epci.siren », « 200042190 » n'est pas un texte",
    ),
    "wrong SIRET": (
        "20004219000013",
        "20004219000014",
        "n'est pas un SIRET valide du SIREN 200042190",
    ),
    "SIRET of another body": (
        "20004219000013",
        "21590172900016",
        "« 21590172900016 » n'est pas un SIRET valide du SIREN 200042190",
    ),
    "INSEE code without quotes": (
        '"59002": Abscon',
        "59002: Abscon",
        "« 59002 » n'est pas un code INSEE de commune",
    ),
    "quartier code of 2024": (
        "code: QP059050",
        "code: QN05922M",
        "« QN05922M » n'est pas un code de quartier de 2015",
    ),
    "inferred code not told": (
        "Le code QP059056 du quartier",
        "Le code du quartier",
        "le code QP059056 est déduit",
    ),
    "oui for true": (
        "constitue: true",
        "constitue: oui",
        "dans « conseils_citoyens (n° 1).constitue », « oui » n'est pas permis",
    ),
    "year as a text": ("annee: 2017", "annee: l'an 17", "n'est pas un nombre entier"),
    "year not changed after a copy": (
        "annee: 2017",
        "annee: 2018",
        "le fichier décrit la campagne CV195 2018",
    ),
    "choice made twice": (
        "code: aci.territoire",
        "code: aci.date_reference",
        "« aci.date_reference » est décidé deux fois",
    ),
    "choice without a value": (
        "valeur: prorata",
        "valeur:",
        "« aci.depassement_enveloppe » est sans valeur",
    ),
    "choice without an author": (
        "    auteur: Comité technique\n",
        "",
        "il manque la clé « auteur »",
    ),
    "choice without a date": (
        "date: 2016-09-29",
        "date: septembre",
        "« septembre » n'est pas une date",
    ),
    "kind of porteur forgotten": (
        "  EPCI: [deliberation]\n",
        "",
        "il manque la clé « EPCI »",
    ),
    "pieces not in a list": (
        "EPCI: [deliberation]",
        "EPCI: deliberation",
        "dans « pieces_obligatoires.EPCI », une liste est attendue",
    ),
    "same piece twice": (
        "EPCI: [deliberation]",
        "EPCI: [rib, rib]",
        "une valeur est écrite deux fois",
    ),
    "communes as a list": (
        (
            'communes:\n      "59172": Denain\n      "59179": Douchy-les-Mines\n'
            '      "59361": Lourches\n      "59288": Haulchin'
        ),
        "communes: [Denain]",
        "des lignes « code INSEE : nom » sont attendues",
    ),
    "partners not in a list": (
        "partenaires:\n",
        "partenaires: aucun\npartenaires_anciens:\n",
        "clé inattendue « partenaires_anciens »",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_is_named(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    """Each mistake in the file is refused with the sentence that finds it."""
    path = variant(tmp_path, old, new)

    with pytest.raises(BadFileError) as caught:
        load_campaign(path)

    assert sentence in str(caught.value)


def test_a_section_that_is_no_list_is_refused(tmp_path: Path) -> None:
    """Partners written as one word are not silently no partner."""
    text = SHIPPED.read_text(encoding="utf-8")
    start, end = text.index("partenaires:\n"), text.index("pieces_obligatoires:")
    path = tmp_path / SHIPPED.name
    path.write_text(text[:start] + "partenaires: aucun\n" + text[end:], "utf-8")

    with pytest.raises(BadFileError, match="« partenaires », une liste est attendue"):
        load_campaign(path)


WINDOWS = """  cloture_incluse: false
  fenetres:
    - libelle: Première fenêtre
      ouverture: 2016-10-17T09:00
      cloture: 2016-11-18T23:59:59
    - libelle: Seconde fenêtre
      ouverture: 2016-12-01T09:00
      cloture: 2016-12-16T23:59:59
"""


class TestDeposits:
    """How deposits are received: windows, and whether a term is included."""

    def test_the_shipped_campaign_has_one_window_its_second_included(
        self, campaign: Campaign
    ) -> None:
        """From the opening to the closing, 23:59:59 included."""
        (window,) = campaign.calendar.windows()

        assert campaign.calendar.cloture_incluse
        assert (window.ouverture, window.cloture) == (
            campaign.calendar.ouverture,
            campaign.calendar.cloture_depots,
        )

    def test_several_windows_are_read_in_legal_time(self, tmp_path: Path) -> None:
        """Two windows, by their labels, the first opened in summer time."""
        path = variant(tmp_path, "  cloture_incluse: true\n", WINDOWS)
        calendar = load_campaign(path).calendar

        assert not calendar.cloture_incluse
        assert [
            (one.libelle, one.ouverture.isoformat(), one.cloture.isoformat())
            for one in calendar.windows()
        ] == [
            (
                "Première fenêtre",
                "2016-10-17T09:00:00+02:00",
                "2016-11-18T23:59:59+01:00",
            ),
            (
                "Seconde fenêtre",
                "2016-12-01T09:00:00+01:00",
                "2016-12-16T23:59:59+01:00",
            ),
        ]

    def test_a_campaign_need_not_say_it(self, tmp_path: Path) -> None:
        """Without its section, the second is included and there is one window."""
        text = SHIPPED.read_text(encoding="utf-8")
        section = text[text.index("depots:\n") : text.index("# Ce que chacun")]
        calendar = load_campaign(variant(tmp_path, section, "")).calendar

        assert calendar.cloture_incluse
        assert calendar.fenetres == ()

    @pytest.mark.parametrize(
        ("written", "place"),
        [
            ("  cloture_incluse: oui\n", "depots.cloture_incluse"),
            (WINDOWS.replace("libelle: Première fenêtre", "libelle:"), "libelle"),
            (WINDOWS.replace("cloture: 2016-11-18T23:59:59", "cloture: hier"), "hier"),
            (WINDOWS.replace("cloture: 2016-11", "fermeture: 2016-11"), "fermeture"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_place(
        self, tmp_path: Path, written: str, place: str
    ) -> None:
        """A word for true, a window without a label or with another key."""
        path = variant(tmp_path, "  cloture_incluse: true\n", written)

        with pytest.raises(BadFileError, match=place):
            load_campaign(path)


def test_a_funder_may_keep_its_envelope_to_itself(tmp_path: Path) -> None:
    """An empty envelope is « not announced », never zero."""
    campaign = load_campaign(variant(tmp_path, "enveloppe: 150 000", "enveloppe:"))
    caf = campaign.funder("CAF")

    assert caf is not None
    assert caf.envelope_centimes is None


def rows(name: str) -> list[dict[str, str]]:
    """Read one real list, its apostrophes written as in the campaign."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} : données réelles absentes de cette machine")
    text = path.read_text(encoding="utf-8-sig").replace("'", "’")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.real
class TestAgainstTheOfficialLists:
    """The shipped territory is that of the official lists."""

    def test_the_quartiers_are_those_of_2015(self, campaign: Campaign) -> None:
        """Codes, names and communes of the ten quartiers agree, in order."""
        expected = [
            (
                row["code_qp"],
                row["nom_qp"],
                dict(
                    zip(
                        row["insee_communes"].split("; "),
                        row["communes"].split("; "),
                        strict=True,
                    )
                ),
            )
            for row in rows("qpv/caph_qpv_2015_2023.csv")
        ]

        actual = [(one.code, one.name, one.communes) for one in campaign.quartiers]
        assert expected == actual

    def test_the_communes_are_those_of_the_agglomeration(
        self, campaign: Campaign
    ) -> None:
        """The 47 communes agree, code and name."""
        expected = {
            row["code_insee"]: row["nom"] for row in rows("communes/caph_communes.csv")
        }

        assert expected == campaign.communes
