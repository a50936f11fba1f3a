"""The data contract of deposits: well formed, and saying exactly what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.adapters.quality.contract import QualityCheckFailedError
from contrat_de_ville.adapters.quality.run import CheckInput, check_deposits
from contrat_de_ville.domain.campaign import Quartier
from contrat_de_ville.domain.deposit_context import CheckContext, unknown_fields
from contrat_de_ville.domain.deposit_rules import contract_row
from contrat_de_ville.domain.depots import (
    BudgetLine,
    BudgetText,
    Finding,
    PorteurKind,
    Severity,
    Side,
)
from tests.builders import (
    ORIENTATIONS,
    build_action,
    build_campaign,
    build_form,
    build_line,
)
from tests.contracts.deposit_cases import (
    CONTRACT,
    KNOWN_SIRET,
    RENEWED,
    ROOT,
    SOUND,
    build_detail,
    check,
    codes,
    full_action,
    full_form,
    with_lines,
)
from tests.contracts.deposit_mistakes import MISTAKES, MIXES, SLIPS


FORM = load_form(ROOT / "config" / "formulaires" / "depot_2017.yaml")
NOTE = ROOT / "docs" / "sources" / "note_orientations_2017.txt"
TEN = (
    "SIRET_INVALIDE",
    "RNA_ABSENT",
    "COURRIEL_INVALIDE",
    "INTITULE_ABSENT",
    "ORIENTATION_HORS_AXE",
    "QUARTIER_INCONNU",
    "FEMMES_PLUS_QUE_BENEFICIAIRES",
    "DATES_INVERSEES",
    "PIECE_MANQUANTE",
    "BUDGET_DESEQUILIBRE",
)

UNSAID = (
    "AXE_A_COMPLETER",
    "ORIENTATION_A_COMPLETER",
    "QUARTIER_A_COMPLETER",
    "PIECES_A_DEMANDER",
)
TEN_MORE = (
    "IBAN_INVALIDE",
    "CONTACT_ABSENT",
    "EMPLOIS_AIDES_PLUS_QUE_SALARIES",
    "UAI_INVALIDE",
    "PART_QPV_IMPOSSIBLE",
    "FEMMES_PAR_AGE_INEGALES",
    "INDICATEURS_ABSENTS",
    "DETAILS_SUPERIEURS_AU_COMPTE",
    "DEMANDE_DIFFERENTE",
    "COUT_PAR_BENEFICIAIRE",
)


@pytest.fixture(scope="module")
def checked() -> dict[str, tuple[Finding, ...]]:
    """Check every case of this file in one batch, as a campaign does."""
    mistaken = {code: full_action(**case[4]) for code, case in MISTAKES.items()}
    slipped = {name: full_action(**changes) for name, (_, changes) in SLIPS.items()}
    ten = full_action(**{k: v for code in TEN for k, v in MISTAKES[code][4].items()})
    more = full_action(
        **{k: v for code in TEN_MORE for k, v in MISTAKES[code][4].items()}
        | {"women_count": 6}
    )
    mixed = {name: full_action(**changes) for name, (_, changes) in MIXES.items()}
    return check(SOUND | mistaken | slipped | mixed | {"ten": ten, "more": more})


class TestTheFile:
    """The contract keeps to the standard, to the note and to the form."""

    def test_each_rule_is_complete(self) -> None:
        """Every rule has a code, a severity, a sentence, a remedy and a source."""
        for rule in CONTRACT.rules:
            assert re.fullmatch(r"[A-Z][A-Z0-9_]+", rule.code), rule
            assert rule.severity in set(Severity), rule
            for said in (rule.sentence, rule.remedy):
                assert said[-1] in ".?", rule
            assert rule.source, rule

    def test_each_rule_is_tried(self) -> None:
        """Every rule in force in 2017 has its mistake, and so has that of 2024."""
        elsewhere = {"QUARTIER_DE_2015", *UNSAID, "RIEN_DEMANDE", "DEMANDE_HORS_APPEL"}

        assert sorted(MISTAKES | dict.fromkeys(elsewhere)) == sorted(
            rule.code for rule in CONTRACT.rules
        )

    def test_columns_are_those_of_a_row(self) -> None:
        """The contract describes exactly the columns that are computed."""
        row = contract_row(full_action(), build_campaign(), ORIENTATIONS)

        assert sorted(row) == sorted(CONTRACT.columns)

    def test_quotes_are_in_the_note(self) -> None:
        """What a rule quotes from the note is written there."""
        note = _plain(NOTE.read_text(encoding="utf-8"))
        quotes = [
            quote
            for rule in CONTRACT.rules
            if "Note d’orientations" in rule.source
            for quote in re.findall(r"«\s(.+?)\s»", rule.source)
        ]

        assert len(quotes) == 11
        assert [quote for quote in quotes if _plain(quote) not in note] == []

    def test_fields_are_those_of_the_form(self) -> None:
        """A finding points at a field of the form, at its budget or at its grid."""
        known = {field.code.partition(".")[0] for field in FORM.fields}

        assert {one.field for one in CONTRACT.columns.values()} - known == {
            "budget",
            "femmes",
            "hommes",
        }


def _plain(text: str) -> str:
    """Join lines, even one broken inside « 18-25 »."""
    return re.sub(r"-\s+", "-", " ".join(text.replace("’", "'").split()))


class TestSoundDeposits:
    """A deposit in order is left in peace."""

    @pytest.mark.parametrize("key", SOUND)
    def test_has_no_finding(
        self, key: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """A sound deposit has no finding, whatever its porteur."""
        assert checked[key] == ()


class TestOneMistake:
    """Each rule says its own mistake and no other."""

    @pytest.mark.parametrize("code", MISTAKES)
    def test_gives_its_one_finding(
        self, code: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """One mistake gives one finding: its rule, severity, field, cell and value."""
        severity, field, cell, value, _ = MISTAKES[code]
        found = [(f.rule, f.severity, f.field, f.cell, f.value) for f in checked[code]]

        assert [(code, severity, field, cell, value)] == found

    @pytest.mark.parametrize("name", SLIPS)
    def test_is_not_said_by_two_rules(
        self, name: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """One slip that several rules would see is said by the one that locates it."""
        assert codes(checked[name]) == [SLIPS[name][0]]

    def test_is_said_in_french_with_the_value(
        self, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """The sentence shows the offending value, amounts in euros."""
        assert checked["COMMUNE_AUTRE_AGGLOMERATION"][0].sentence == (
            "Bruay-sur-l’Escaut (59112, quartier Brunehaut) : cette commune partage un "
            "de nos quartiers, mais elle relève d’une autre agglomération, dont le "
            "contrat de ville la finance."
        )
        assert checked["BUDGET_DESEQUILIBRE"][0].sentence == (
            "Le budget n’est pas équilibré : 9\u202f000\u00a0€ de charges et "
            "9\u202f200\u00a0€ de produits, soit un écart de -200\u00a0€."
        )
        assert checked["SIRET_ZERO_PERDU"][0].sentence == (
            "Le SIRET n’a que 13 chiffres : le tableur a sans doute effacé un zéro au "
            "début. Est-ce 06123456780000 ?"
        )

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            (
                "DEMANDE_DIFFERENTE",
                (
                    "La demande et le budget ne disent pas le même montant. "
                    "Financeur CAPH : 2\u202f500\u00a0€ dans la demande, "
                    "2\u202f000\u00a0€ au compte 74."
                ),
            ),
            (
                "DETAILS_INFERIEURS_AU_COMPTE",
                (
                    "Le détail n’explique pas tout le montant du compte. "
                    "64 – Charges de personnel : 6\u202f000\u00a0€ au compte, "
                    "5\u202f999\u00a0€ en détail."
                ),
            ),
            # 7 000 € public of 8 000 € to pay, of 9 000 € in all: 87,5 % and 77,8 %.
            (
                "PART_PUBLIQUE_ELEVEE",
                (
                    "Les aides publiques demandées représentent 88 % des dépenses hors "
                    "contributions volontaires (comptes 86 et 87), et 78 % avec elles."
                ),
            ),
            # 800 000 centimes for 7 people.
            (
                "COUT_PAR_BENEFICIAIRE",
                (
                    "Le coût de l’action par bénéficiaire est inhabituel : "
                    "1\u202f142,85\u00a0€ par personne, pour un maximum de "
                    "1\u202f000\u00a0€."
                ),
            ),
            # 100 × 6 000 / 4 999 = 120,02.
            (
                "HAUSSE_DEMANDE",
                (
                    "La demande augmente fortement : 6\u202f000\u00a0€ demandés après "
                    "4\u202f999\u00a0€ l’an passé, soit 20 % de plus (limite : 20 %)."
                ),
            ),
            (
                "BENEFICIAIRES_PAR_AGE_INEGAUX",
                (
                    "La feuille des publics répartit 30 femmes et 10 hommes, et "
                    "l’action annonce 41 bénéficiaires."
                ),
            ),
            (
                "ETPT_PLUS_QUE_SALARIES",
                "La structure déclare 4,01 équivalents temps plein pour 4 salariés.",
            ),
            (
                "DATES_INVERSEES",
                (
                    "La date de fin (31 janvier 2017) est avant la date de début "
                    "(1er février 2017)."
                ),
            ),
        ],
    )
    def test_shows_what_it_compared(
        self, code: str, expected: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """Both sides of a comparison are in the sentence, each in its unit."""
        assert expected == checked[code][0].sentence

    def test_never_repeats_an_account_number(
        self, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """What is wrong with an IBAN is said without writing it again."""
        assert "FR73" not in checked["IBAN_INVALIDE"][0].sentence

    def test_quotes_the_note_for_a_new_chantier(
        self, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """A new chantier without justification is stopped with the note's words."""
        assert checked["ACI_NOUVEAU_SANS_JUSTIFICATION"][0].source == (
            "Note d’orientations 2017, § 2, axe 2 : « Il ne sera pas financé de "
            "nouveaux chantiers d’insertion sauf à justifier d’une utilité spécifique "
            "pour les 18-25 ans »"
        )


class TestSeveralMistakes:
    """Mistakes are told all together."""

    def test_ten_give_ten(self, checked: dict[str, tuple[Finding, ...]]) -> None:
        """Ten mistakes in one deposit give these ten findings, in the form's order."""
        assert list(TEN) == codes(checked["ten"])

    def test_ten_others_give_ten(self, checked: dict[str, tuple[Finding, ...]]) -> None:
        """Ten mistakes in the newer fields are told too, in the form's order."""
        assert sorted(TEN_MORE) == sorted(codes(checked["more"]))

    @pytest.mark.parametrize("name", MIXES)
    def test_each_is_said_at_its_cell(
        self, name: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """Mistakes of one kind, or that add up, are told one by one, each in place."""
        found = [(one.rule, one.cell) for one in checked[name]]

        assert sorted(MIXES[name][0]) == sorted(found)

    def test_orientation_of_chantier_without_chantier(self) -> None:
        """An orientation of the chantiers without any figure asks for the figure."""
        found = check({"a": full_action(axe=2, orientation="2.2")})

        assert codes(found["a"]) == ["ACI_EFFECTIF_ABSENT"]

    def test_nothing_to_check(self) -> None:
        """No deposit gives no answer, without starting Great Expectations."""
        code = (
            "import sys\n"
            "from contrat_de_ville.adapters.quality.run import check_deposits\n"
            "assert check_deposits([], None, {}, None) == {}\n"
            "assert 'great_expectations' not in sys.modules\n"
            "assert 'pandas' not in sys.modules\n"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

        assert ended.returncode == 0


class TestUnreadable:
    """What could not be read is told once."""

    def test_is_not_said_twice(self) -> None:
        """What the reading has said is neither absent nor the cause of a gap."""
        action = full_action(axe=None, budget=with_lines(c60=None))
        one = CheckInput(
            key="a",
            form=full_form(action, action_axe="cinq"),
            action=action,
            unreadable=frozenset({"action_axe", "budget.2"}),
        )
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)

        assert codes(found["a"]) == []

    def test_is_never_passed_over(self) -> None:
        """An unreadable text that nobody reported is a finding, with what was typed."""
        action = full_action(axe=None)
        form = full_form(action, action_axe="cinq")
        one = CheckInput(key="a", form=form, action=action)
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)["a"]

        assert [(f.rule, f.value) for f in found] == [("AXE_ABSENT", "cinq")]

    def test_leaves_the_other_lines_compared(self) -> None:
        """« 6 OOO » for the wages hides neither 86, nor a detail, nor a request."""
        changes = {
            "budget": with_lines(
                c64=None,
                c86=build_line("86", "Emplois des contributions", 1_200),
                d601=build_detail("601", "Matières", 1_900),
            ),
            "demandes": (("ETAT", 450_000), ("CAPH", 200_000)),
        }
        action = full_action(**changes)
        wages = BudgetText(
            code="budget.0",
            side=Side.CHARGE,
            account="64",
            label="Charges de personnel",
            amount="6 OOO",
        )
        form = full_form(action)
        one = CheckInput(
            key="a",
            form=replace(form, budget=(wages, *form.budget)),
            action=action,
            unreadable=frozenset({"budget.0"}),
        )
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)

        assert codes(found["a"]) == [
            "CONTRIBUTIONS_VOLONTAIRES_INEGALES",
            "DETAILS_INFERIEURS_AU_COMPTE",
            "DEMANDE_DIFFERENTE",
        ]

    def test_leaves_the_other_values_checked(self) -> None:
        """A negative amount is said even when another line cannot be read."""
        action = full_action(**MISTAKES["MONTANT_NEGATIF"][4])
        one = CheckInput(
            key="a",
            form=full_form(action),
            action=action,
            unreadable=frozenset({"budget.2"}),
        )
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)

        assert codes(found["a"]) == ["MONTANT_NEGATIF"]


class TestOptionalFields:
    """What is not asked of everyone never stops a deposit."""

    def test_absent_is_never_blocking(self) -> None:
        """A deposit that fills none of the newer fields is only to be looked at."""
        action = build_action(is_renewal=True)
        one = CheckInput(key="a", form=build_form(action), action=action)
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)["a"]

        assert {finding.severity for finding in found} == {Severity.A_VERIFIER}
        assert codes(found) == [
            "ADRESSE_ABSENTE",
            "REPRESENTANT_ABSENT",
            "CONTACT_ABSENT",
            "IBAN_ABSENT",
            "OBJECTIFS_ABSENTS",
            "SUBVENTION_PRECEDENTE_ABSENTE",
            "PUBLICS_NON_REPARTIS",
            "CALENDRIER_ABSENT",
            "MOYENS_HUMAINS_ABSENTS",
            "INDICATEURS_ABSENTS",
        ]

    def test_campaign_without_choice_judges_no_amount(self) -> None:
        """Cost and rise are judged where the campaign declares their limits only."""
        cases = {
            code: full_action(**MISTAKES[code][4])
            for code in ("COUT_PAR_BENEFICIAIRE", "HAUSSE_DEMANDE")
        }

        assert check(cases, choices={}) == dict.fromkeys(cases, ())


def of_a_list(**changes: Any) -> tuple[Finding, ...]:
    """Check a row of a list with a SIRET, a name, a title and a request."""
    sparse: dict[str, Any] = {
        "porteur_kind": None, "porteur_rna": "", "porteur_insee": "",
        "porteur_email": "", "axe": None, "orientation": "", "description": "",
        "quartiers": (), "communes": (), "publics": (), "beneficiaries_count": None,
        "women_count": None, "qpv_share_pct": None, "starts_on": None,
        "ends_on": None, "pieces": (), "criteres_innovation": (), "participation": (),
        "budget": (build_line("74", "État", 4_000, "ETAT"),),
    }  # fmt: skip
    action = build_action(**sparse | changes)
    full = build_form(action)
    carried = ("porteur_siret", "porteur_nom", "action_intitule")
    form = replace(
        full,
        fields={code: full.fields[code] for code in carried},
        cells={code: full.cells[code] for code in carried},
        form_version="liste-1",
    )
    one = CheckInput(
        key="a", form=form, action=action, unknown_fields=unknown_fields(form, FORM)
    )
    return check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)["a"]


class TestOtherChannels:
    """A channel is not blamed for what it cannot carry; nobody passes over it."""

    def test_what_it_cannot_carry_is_not_missing(self) -> None:
        """A wrong SIRET is said; the axe or the pieces are to be completed."""
        found = of_a_list(porteur_siret="90000000100018")

        assert codes(found) == ["SIRET_INVALIDE", *UNSAID]
        assert {one.severity for one in found[1:]} == {Severity.A_VERIFIER}

    def test_pieces_are_those_of_the_kind_of_porteur(self) -> None:
        """Named where the kind is known; where it is not, that is said."""
        unsaid = of_a_list()[-1]
        known = of_a_list(porteur_kind=PorteurKind.COMMUNE)[-1]

        assert unsaid.sentence == (
            "Pièces à demander au porteur : celles de son type de porteur, qui n’est "
            "pas dit."
        )
        assert known.sentence == "Pièces à demander au porteur : délibération, RIB."

    @pytest.mark.parametrize(
        "budget", [(), (build_line("74", "État", 0, "ETAT"),)], ids=["none", "zero"]
    )
    def test_a_row_that_asks_nothing_is_stopped(
        self, budget: tuple[BudgetLine, ...]
    ) -> None:
        """Nothing of anyone: blocking."""
        found = of_a_list(budget=budget)

        assert codes(found) == [*UNSAID, "RIEN_DEMANDE"]
        assert found[-1].severity is Severity.BLOQUANT

    def test_a_row_that_asks_of_others_is_to_be_looked_at(self) -> None:
        """500 € of co-funders and nothing of the funders of the call."""
        others = build_line("COFINANCEURS", "Cofinanceurs", 500)
        line = replace(others, side=Side.PRODUIT)
        found = of_a_list(budget=(line,))

        assert codes(found) == [*UNSAID, "DEMANDE_HORS_APPEL"]
        assert "500\u00a0€ le sont à d’autres" in found[-1].sentence

    def test_what_it_carries_empty_is_missing(self) -> None:
        """A field that the channel gives is asked for, even by another channel."""
        action = full_action(title="")
        form = replace(full_form(action), form_version="dauphin-1")
        one = CheckInput(
            key="a",
            form=form,
            action=action,
            unknown_fields=unknown_fields(form, FORM),
        )
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)

        assert codes(found["a"]) == ["INTITULE_ABSENT"]


class TestOtherFacts:
    """What is known besides the deposit comes before what it declares."""

    def test_last_grant_known_is_not_asked(self) -> None:
        """A renewal whose grant is on record need not declare it."""
        assert check({"a": full_action(**RENEWED)}) == {"a": ()}

    def test_rise_is_held_against_the_grant_on_record(self) -> None:
        """Of 3 000 € on record, 6 000 € are 100 % more, whatever is declared."""
        known = {(KNOWN_SIRET[:9], "jardin partage"): 300_000}
        context = CheckContext(previous_grants=known)
        found = check({"a": full_action(**RENEWED)}, context=context)["a"]

        assert codes(found) == ["HAUSSE_DEMANDE"]
        assert "soit 100 % de plus (limite : 20 %)" in found[0].sentence


class TestInForce:
    """A rule applies to the years in which it was the rule."""

    def test_the_note_of_2017_is_not_applied_in_2018(self) -> None:
        """The condition on new chantiers is that of 2017: in 2018 it says nothing."""
        changes = MISTAKES["ACI_NOUVEAU_SANS_JUSTIFICATION"][4]
        action = full_action(**changes, ends_on=date(2018, 1, 31))
        in_2017, in_2018 = check({"a": action}), check({"a": action}, annee=2018)

        assert codes(in_2017["a"]) == ["ACI_NOUVEAU_SANS_JUSTIFICATION"]
        assert codes(in_2018["a"]) == []

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (date(2017, 1, 1), None, True),
            (date(2017, 1, 2), None, False),
            (date(2015, 1, 1), date(2017, 1, 1), True),
            (date(2015, 1, 1), date(2016, 12, 31), False),
        ],
    )
    def test_is_judged_on_1_january(
        self, first: date, last: date | None, *, expected: bool
    ) -> None:
        """A rule holds for a campaign when it is the rule on 1 January of its year."""
        rule = replace(CONTRACT.rules[0], in_force_from=first, in_force_until=last)

        assert expected is rule.is_in_force(2017)

    def test_no_rule_at_all_is_no_success(self) -> None:
        """A year without any rule is refused rather than declared sound."""
        with pytest.raises(QualityCheckFailedError, match="aucune règle en vigueur"):
            check({"a": full_action()}, annee=1999)

    @pytest.mark.parametrize(
        ("annee", "quartier", "expected"),
        [
            (2017, "QP059050", []),
            (2017, "QN05901M", ["QUARTIER_DE_2024"]),
            (2023, "QN05901M", ["QUARTIER_DE_2024"]),
            (2024, "QN05901M", []),
            (2024, "QP059050", ["QUARTIER_DE_2015"]),
        ],
    )
    def test_quartiers_are_those_of_the_generation(
        self, annee: int, quartier: str, expected: list[str]
    ) -> None:
        """A code of the other generation is refused by the décret of the year."""
        perimeter = Quartier(
            code="QN05901M" if annee == 2024 else "QP059050",
            name="Centre",
            communes={"59172": "Denain"},
        )
        action = full_action(
            quartiers=(quartier,),
            starts_on=date(annee, 2, 1),
            ends_on=date(annee, 12, 15),
        )
        found = check({"a": action}, annee=annee, quartiers=(perimeter,))["a"]

        assert [c for c in codes(found) if c.startswith("QUARTIER")] == expected
