from __future__ import annotations

from pathlib import Path

import pytest

from contrat_de_ville.adapters.reminder_files import load_reminder_rules
from contrat_de_ville.domain.obligations import OBLIGATION_KINDS, ReminderRule
from contrat_de_ville.errors import BadFileError


SHIPPED = Path(__file__).resolve().parents[2] / "config" / "relances" / "regles.yaml"
RULE = """\
  - code: correction_j_moins_7
    obligation: CORRECTION
    decalage_jours: -7
    modele: to_porteur_rappel_correction
"""


def rules_in(folder: Path, text: str) -> tuple[ReminderRule, ...]:
    """Write *text* as a file of rules and read it."""
    path = folder / "regles.yaml"
    path.write_text(text, encoding="utf-8")
    return load_reminder_rules(path)


class TestTheShippedRules:
    """The rules of the house, as agreed."""

    def test_each_obligation_has_its_days(self) -> None:
        """Offsets are those of the agreed calendar of reminders, in days."""
        rules = load_reminder_rules(SHIPPED)
        days = {
            kind: [rule.offset_days for rule in rules if rule.kind == kind]
            for kind in OBLIGATION_KINDS
        }

        assert days == {
            "DEPOT": [-30, -15, -3],
            "CORRECTION": [-7, -2],
            "AVIS": [-10, -3],
            "BILAN": [-60, -15, 7],
            "RETARD_BILAN": [10],
        }

    def test_each_writes_to_the_one_it_concerns(self) -> None:
        """A conseil, a porteur and the coordination never get another's message."""
        recipients = {
            (rule.kind, rule.template.split("_")[1])
            for rule in load_reminder_rules(SHIPPED)
        }

        assert recipients == {
            ("DEPOT", "porteur"),
            ("CORRECTION", "porteur"),
            ("AVIS", "conseil"),
            ("BILAN", "porteur"),
            ("RETARD_BILAN", "coordination"),
        }


class TestLoadReminderRules:
    """What is written is what is read, or it is refused."""

    def test_a_rule_is_read_whole(self, tmp_path: Path) -> None:
        """The four keys become the four fields."""
        rules = rules_in(tmp_path, "regles:\n" + RULE)

        assert rules == (
            ReminderRule(
                code="correction_j_moins_7",
                kind="CORRECTION",
                offset_days=-7,
                template="to_porteur_rappel_correction",
            ),
        )

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("CORRECTION", "CORECTION", "pas une obligation connue"),
            ("to_porteur_rappel_correction", "to_personne", "to_personne_subject.txt"),
            ("to_porteur_rappel_correction", "../campagnes", "pas ses deux fichiers"),
            ("-7\n", '"-7"\n', "n'est pas un nombre de jours"),
            ("-7\n", "true\n", "n'est pas un nombre de jours"),
            ("-7\n", "-7.5\n", "n'est pas un nombre de jours"),
            ("-7\n", "-367\n", "n'est pas un nombre de jours"),
            ("decalage_jours", "decalage_jour", "vouliez-vous dire « decalage_jours »"),
            ("code: correction_j_moins_7\n    ", "", "il manque la clé « code »"),
            ("correction_j_moins_7", "2017", "n'est pas un texte"),
        ],
    )
    def test_a_mistake_is_refused(
        self, tmp_path: Path, old: str, new: str, said: str
    ) -> None:
        """The error names the rule by its rank and says what was found."""
        assert old in RULE
        with pytest.raises(BadFileError) as caught:
            rules_in(tmp_path, "regles:\n" + RULE.replace(old, new, 1))

        assert said in str(caught.value)
        assert "regles (n° 1)" in str(caught.value)

    @pytest.mark.parametrize(
        ("second", "said"),
        [
            (RULE.replace("-7\n", "-2\n"), "deux règles s'appellent"),
            (
                RULE.replace("correction_j_moins_7", "autre"),
                "« correction_j_moins_7 » rappelle déjà",
            ),
        ],
    )
    def test_twins_are_refused(self, tmp_path: Path, second: str, said: str) -> None:
        """Two rules of one code, or of one kind and day, cannot both be used."""
        with pytest.raises(BadFileError) as caught:
            rules_in(tmp_path, "regles:\n" + RULE + second)

        assert said in str(caught.value)
        assert "regles (n° 2)" in str(caught.value)

    @pytest.mark.parametrize("text", ["", "- code: a\n", "regles: []\nautre: 1\n"])
    def test_another_file_is_refused(self, tmp_path: Path, text: str) -> None:
        """A file that is not one of rules is refused at its top."""
        with pytest.raises(BadFileError):
            rules_in(tmp_path, text)
