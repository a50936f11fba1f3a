from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import FileSystemLoader

from contrat_de_ville.adapters import letters
from contrat_de_ville.adapters.letters import compose, has_template, render
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.messages import Attachment, Letter, message_id
from contrat_de_ville.errors import BadInputError
from tests.builders import build_campaign


ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ROOT / "config" / "messages"
CAMPAIGN = build_campaign(
    contrat_name="Contrat de ville de La Porte du Hainaut",
)
DEADLINE = CAMPAIGN.calendar.fin_corrections
REMINDERS = (
    "to_porteur_rappel_depot",
    "to_porteur_rappel_correction",
    "to_conseil_rappel_avis",
    "to_porteur_rappel_bilan",
    "to_coordination_retards",
)
FINDING = {
    "feuille": "Action",
    "cellule": "B12",
    "signale_le": None,
    "valeur": "31/02/2017",
    "phrase": "La date de début n’existe pas.",
    "remede": "Écrivez 28/02/2017.",
    "bloquant": True,
}
TO_MEND: dict[str, Any] = {
    "numero": "2017-0042",
    "titre": "Ateliers de parents",
    "bloquants": 1,
    "a_verifier": 1,
    "corriges": 2,
    "piece": "depot-2017-0042-a-corriger.xlsx",
    "repris": True,
    "constats": [
        FINDING,
        FINDING | {"bloquant": False, "signale_le": date(2016, 12, 12)},
    ],
}
BARE: dict[str, Any] = {
    "titre": "", "bloquants": 0, "a_verifier": 0, "corriges": 0, "piece": "",
    "repris": False, "constats": [],
}  # fmt: skip
RECEIPT = {
    "numero": "2017-0042",
    "titre": "Ateliers de parents",
    "version": 2,
    "hors_delai": False,
    "admis": False,
    "fenetre": "Seconde fenêtre",
    "changements": 1,
}
FULL: dict[str, dict[str, Any]] = {
    "to_partenaire_ouverture": {"nom": "Commune de Denain"},
    "to_porteur_ouverture": {"nom": "Association d’essai"},
    "to_porteur_accuse_depot": {
        "numero": "2017-0042",
        "titre": "Ateliers de parents",
        "version": 2,
        "recu_le": paris(date(2016, 12, 1)),
        "hors_delai": False,
        "admis": False,
        "fenetre": "Seconde fenêtre",
        "changements": 3,
        "empreinte": "ab" * 32,
    },
    "to_porteur_accuse_depots": {
        "recu_le": paris(date(2016, 12, 1)),
        "empreinte": "ab" * 32,
        "depots": [
            RECEIPT,
            RECEIPT | {"numero": "2017-0043", "hors_delai": True, "fenetre": ""},
        ],
    },
    "to_porteur_demande_correction": {
        "depots": [TO_MEND, TO_MEND | {"numero": "2017-0043", "titre": "Jardin"}]
    },
    "to_porteur_depot_ecarte": {
        "numero": "2017-0042",
        "titre": "Ateliers de parents",
        "motif": "Reçu après la clôture.",
    },
    "to_conseil_demande_avis": {
        "conseil": CAMPAIGN.conseils[0],
        "depots": [
            {
                "numero": "2017-0042",
                "titre": "Ateliers de parents",
                "porteur": "Association d’essai",
                "axe": 5,
            }
        ],
    },
    "to_porteur_notification": {
        "financeur": CAMPAIGN.funders[0],
        "acte": "Délibération 17/042",
        "acte_le": date(2017, 4, 10),
        "convention": True,
        "decisions": [
            {
                "numero": "2017-0042",
                "titre": "Ateliers de parents",
                "demande": 400_000,
                "accorde": 350_050,
                "motif": "Cofinancement attendu.",
                "remplace": None,
            },
            {
                "numero": "2017-0043",
                "titre": "Jardin",
                "demande": 100_000,
                "accorde": 0,
                "motif": "Hors des orientations.",
                "remplace": None,
            },
        ],
    },
    "to_porteur_demande_bilan": {
        "attendu_le": date(2018, 6, 30),
        "bilans": [{"numero": "2017-0042", "titre": "Ateliers", "accorde": 350_050}],
    },
    **{
        name: {
            "echeance": DEADLINE,
            "elements": ["2017-0042 Ateliers de parents", "2017-0043 Jardin"],
            "en_retard": True,
        }
        for name in REMINDERS
    },
}
# What may be empty in each template: nothing else may.
EMPTY: dict[str, dict[str, Any]] = {
    "to_partenaire_ouverture": {},
    "to_porteur_ouverture": {},
    "to_porteur_accuse_depot": {
        "titre": "",
        "hors_delai": True,
        "fenetre": "",
        "changements": None,
    },
    "to_porteur_accuse_depots": {
        "depots": [
            RECEIPT | {"titre": "", "fenetre": "", "changements": None},
            RECEIPT | {"titre": "", "admis": True, "hors_delai": True},
        ]
    },
    "to_porteur_demande_correction": {
        "depots": [
            TO_MEND
            | BARE
            | {
                "constats": [
                    FINDING | {"cellule": "", "valeur": "", "remede": ""},
                    FINDING | {"feuille": ""},
                ]
            },
            TO_MEND | BARE | {"numero": "2017-0043"},
        ]
    },
    "to_porteur_depot_ecarte": {"titre": "", "motif": ""},
    "to_conseil_demande_avis": {
        "depots": [{"numero": "2017-0042", "titre": "", "porteur": "", "axe": None}]
    },
    "to_porteur_notification": {
        "acte_le": None,
        "convention": False,
        "decisions": [
            {
                "numero": "2017-0042",
                "titre": "",
                "demande": 400_000,
                "accorde": 0,
                "motif": "",
                "remplace": None,
            }
        ],
    },
    "to_porteur_demande_bilan": {
        "bilans": [{"numero": "2017-0042", "titre": "", "accorde": 0}]
    },
    **{name: {"elements": [], "en_retard": False} for name in REMINDERS},
}
EMPTY_LISTS: dict[str, dict[str, Any]] = {
    "to_porteur_demande_correction": {"depots": []},
    "to_conseil_demande_avis": {"depots": []},
    "to_porteur_notification": {"decisions": []},
    "to_porteur_demande_bilan": {"bilans": []},
}
WORKBOOK = Attachment(
    name="depot-2017-0042-a-corriger.xlsx", content=bytes(range(256)) * 300
)
OTHER = Attachment(name="depot-2017-0043-a-corriger.xlsx", content=b"PK\x03\x04")
HOSTILE = {
    "jinja": "{{7*7}} {% for a in b %} %s {0.__class__}",
    "html": "<script>alert(1)</script><img src=http://pisteur.example/x.png>",
    "newline": "Titre\r\nBcc: victime@association.example\n\nSigné : le préfet",
    "controls": "a\x00b\x0bc\x85d\u2028e\x1b[31mf",
    "path": "/etc/passwd",
    "override": "Fac\u202efdp.exe\u202c",
    "surrogate": "a\ud800b",
    "scripts": "مشروع 中文 САРН é e\u0301 👩‍👧",
    "long": "Très " * 2_000,
    "sql": "'; DROP TABLE depot; --",
}


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each template with a full context, then with what may be empty."""
    for name, context in FULL.items():
        yield name, context
        yield name, context | EMPTY[name]
        if name in EMPTY_LISTS:
            yield name, context | EMPTY_LISTS[name]


def letter(**changes: Any) -> Letter:
    """Return a sound letter, with *changes* to its fields."""
    fields: dict[str, Any] = {
        "intention": "ouverture:contact@association.example",
        "recipient": "contact@association.example",
        "template": "to_porteur_ouverture",
        "about": "cycle:CV195-2017",
        "context": {"campagne": CAMPAIGN, "nom": "Association d’essai"},
    }
    return Letter(**(fields | changes))


def composed(
    one: Letter,
    *,
    cycle_code: str = "CV195-2017",
    name: str = "Service politique de la ville",
    is_rehearsal: bool = False,
) -> tuple[str, str, EmailMessage]:
    """Return subject, identity and the message as a reader parses it."""
    subject, identity, eml = compose(
        one,
        cycle_code=cycle_code,
        sender=(name, "coordination@agglo.example"),
        at=paris(date(2016, 10, 17)),
        is_rehearsal=is_rehearsal,
    )
    message = message_from_bytes(eml, policy=default)
    assert isinstance(message, EmailMessage)
    return subject, identity, message


class TestEveryTemplate:
    """What people read is whole, short and in order."""

    @pytest.mark.parametrize(("name", "context"), [*cases()])
    def test_it_reads_well_whatever_is_empty(
        self, name: str, context: dict[str, Any]
    ) -> None:
        """No trace of the template, no hole, no subject that is cut by a reader."""
        subject, body = render(name, context | {"campagne": CAMPAIGN})

        for trace in ("{{", "{%", "None", "True", "False", "\n\n\n", " \n", "()", "«»"):
            assert trace not in subject + "\n" + body
        assert "\n" not in subject
        assert 0 < len(subject) <= 120
        assert "\n\nCordialement,\n\nService politique de la ville\n" in body

    @pytest.mark.parametrize(("name", "context"), FULL.items())
    def test_it_is_french_and_leads_nowhere(
        self, name: str, context: dict[str, Any]
    ) -> None:
        """It greets, says where to answer, holds no link, and spaces its marks."""
        _, body = render(name, context | {"campagne": CAMPAIGN})

        assert "Madame, Monsieur,\n" in body
        assert "répondez à ce message ou écrivez à coordination@agglo.example" in body
        assert re.findall(r"https?:|www\.|<[a-z]", body) == []
        assert re.findall(r"\w'\w| [:;?!»]|« ", body) == []

    @pytest.mark.parametrize(
        ("name", "moment"),
        [
            ("to_porteur_ouverture", "16 décembre 2016 à 23 h 59"),
            ("to_partenaire_ouverture", "16 décembre 2016 à 23 h 59"),
            ("to_porteur_demande_correction", "13 janvier 2017 à 23 h 59"),
            ("to_conseil_demande_avis", "24 février 2017 à 23 h 59"),
            ("to_porteur_demande_bilan", "30 juin 2018"),
            *((name, "13 janvier 2017 à 23 h 59") for name in REMINDERS),
        ],
    )
    def test_it_says_by_when(self, name: str, moment: str) -> None:
        """What is asked has its deadline, in legal time."""
        _, body = render(name, FULL[name] | {"campagne": CAMPAIGN})

        assert moment in body

    def test_each_is_tried(self) -> None:
        """A template added without its contexts fails here."""
        stems = {p.stem.rpartition("_")[0] for p in MESSAGES.glob("to_*.txt")}

        assert stems == set(FULL)
        assert all(has_template(stem) for stem in stems)

    def test_each_is_used(self) -> None:
        """A template is named by a task, or by a reminder rule."""
        tasks = "\n".join(
            p.read_text(encoding="utf-8") for p in (ROOT / "tasks").glob("*.py")
        )
        named = set(re.findall(r'"(to_[a-z_]+)"', tasks))
        for path in (ROOT / "config" / "relances").glob("*.yaml"):
            rules = yaml.safe_load(path.read_text(encoding="utf-8"))["regles"]
            named |= {rule["modele"] for rule in rules}

        assert named == {p.stem.rpartition("_")[0] for p in MESSAGES.glob("to_*.txt")}


class TestWhatIsSaid:
    """The sentences that change what a reader does."""

    @pytest.mark.parametrize(
        ("changements", "expected"),
        [
            (0, "Cette version dit la même chose que la précédente."),
            (1, "Une réponse a changé depuis la version précédente."),
            (3, "3 réponses ont changé depuis la version précédente."),
        ],
    )
    def test_a_new_version_says_how_much_changed(
        self, changements: int, expected: str
    ) -> None:
        """Nothing, one answer or several; a first version says none of it."""
        assert expected in said("to_porteur_accuse_depot", changements=changements)
        assert "précédente" not in said("to_porteur_accuse_depot", changements=None)

    def test_a_late_deposit_admitted_beforehand_is_told_so(self) -> None:
        """It is said to be examined, and no derogation is asked for."""
        body = said("to_porteur_accuse_depot", hors_delai=True, admis=True)

        assert "dans le délai de la dérogation qui vous a été accordée" in body
        assert "que si une dérogation est accordée" not in body

    def test_a_term_that_is_not_included_is_said_before(self) -> None:
        """Closed at midnight, not included: « avant le », never « au plus tard »."""
        calendar = replace(CAMPAIGN.calendar, cloture_incluse=False)
        body = said(
            "to_porteur_accuse_depot", campagne=replace(CAMPAIGN, calendar=calendar)
        )

        assert "une nouvelle version avant le 16 décembre 2016 à 23 h 59" in body
        assert "une nouvelle version au plus tard le 16 décembre 2016" in said(
            "to_porteur_accuse_depot"
        )

    def test_several_deposits_are_listed_each_with_what_is_its_own(self) -> None:
        """Number, title, version, window, changes; late ones are said late."""
        body = said("to_porteur_accuse_depots")

        assert "reçu vos 2 dépôts" in body
        assert (
            "- 2017-0042 « Ateliers de parents », version 2, Seconde fenêtre,"
            " 1 réponse changée depuis la version précédente.\n"
        ) in body
        assert "version précédente, reçu hors délai.\n" in body
        assert "que si une dérogation est accordée" in body

    def test_a_refusal_has_its_motive_and_its_recourse(self) -> None:
        """A refusal says why, and the two ways to contest it within two months."""
        body = said("to_porteur_notification")

        assert "  Demande refusée\n  Motif : Hors des orientations.\n" in body
        assert "dans les deux mois" in body
        assert "recours gracieux auprès du financeur" in body
        assert "tribunal administratif" in body
        assert "  Accordé : 3 500,50 €\n" in body
        assert "une convention" in body

    def test_a_full_grant_speaks_of_no_recourse(self) -> None:
        """When all is granted and small, neither recourse nor convention is named."""
        decisions = FULL["to_porteur_notification"]["decisions"][:1]
        body = said("to_porteur_notification", decisions=decisions, convention=False)

        assert "recours" not in body
        assert "convention" not in body
        assert "un bilan vous sera demandé" in body

    def test_a_corrected_decision_names_the_one_it_replaces(self) -> None:
        """What was told before is named by its act and day, and may be contested."""
        first = {
            **FULL["to_porteur_notification"]["decisions"][0],
            "remplace": {"acte": "Délibération 17/040", "le": date(2017, 4, 3)},
        }
        body = said("to_porteur_notification", decisions=[first], convention=False)

        assert (
            "  Cette décision remplace celle du 3 avril 2017 (acte Délibération "
            "17/040).\n"
        ) in body
        assert "Si vous contestez un refus ou le remplacement d’une décision" in body

    def test_a_late_deposit_is_told_so(self) -> None:
        """The receipt of a late deposit says it needs a derogation."""
        on_time = said("to_porteur_accuse_depot")
        late = said("to_porteur_accuse_depot", hors_delai=True)

        assert "dérogation" not in on_time
        assert "Vous n’avez rien à faire" in on_time
        assert "après la clôture du 16 décembre 2016 à 23 h 59" in late

    def test_a_finding_says_where_what_and_how(self) -> None:
        """A porteur can mend a cell without asking us anything."""
        body = said("to_porteur_demande_correction")

        assert (
            "- Bloquant : La date de début n’existe pas.\n"
            "  Où : feuille « Action », cellule B12\n"
            "  Valeur lue : « 31/02/2017 »\n"
            "  À faire : Écrivez 28/02/2017.\n"
            "- À vérifier :"
        ) in body

    def test_a_correction_request_says_what_is_joined_and_what_is_mended(self) -> None:
        """What is joined, what another channel sent, what remains and since when."""
        body = said("to_porteur_demande_correction")

        assert "Classeur joint : depot-2017-0042-a-corriger.xlsx\n" in body
        assert "le classeur joint reprend ce que vous avez envoyé" in body
        assert "Votre nouvelle version corrige 2 points ; voici ce qui reste." in body
        assert "  Déjà signalé le 12 décembre 2016.\n" in body

    @pytest.mark.parametrize("name", REMINDERS)
    def test_a_reminder_knows_whether_it_is_late(self, name: str) -> None:
        """Before and after the deadline are two different messages."""
        assert said(name, en_retard=True) != said(name, en_retard=False)


def said(name: str, **changes: Any) -> str:
    """Return a body with plain spaces, from the full context and *changes*."""
    _, body = render(name, FULL[name] | {"campagne": CAMPAIGN} | changes)
    return re.sub("[\u00a0\u202f]", " ", body)


class TestCompose:
    """The bytes to send: one text, one recipient, one identity."""

    def test_it_is_one_text_for_one_person(self) -> None:
        """A reader finds plain text, the coordination as author, and no copy."""
        subject, identity, message = composed(letter())

        assert message["To"] == "contact@association.example"
        assert (message["Cc"], message["Bcc"]) == (None, None)
        assert (
            message["From"]
            == "Service politique de la ville <coordination@agglo.example>"
        )
        assert message["Subject"] == subject
        assert message["Message-ID"] == identity
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Date"].datetime == paris(date(2016, 10, 17))
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()

    def test_the_bytes_are_the_same_each_time(self) -> None:
        """What is stored can be composed again and compared."""
        options: dict[str, Any] = {
            "cycle_code": "CV195-2017",
            "sender": ("Service", "coordination@agglo.example"),
            "at": paris(date(2016, 10, 17)),
            "is_rehearsal": False,
        }

        assert compose(letter(), **options) == compose(letter(), **options)

    def test_lines_end_as_mail_wants_and_stay_short(self) -> None:
        """Every line ends with CR LF and no relay has to cut one (RFC 5322)."""
        _, _, eml = compose(
            letter(context={"campagne": CAMPAIGN, "nom": HOSTILE["long"]}),
            cycle_code="CV195-2017",
            sender=("Service", "coordination@agglo.example"),
            at=paris(date(2016, 10, 17)),
            is_rehearsal=False,
        )

        assert b"\n" not in eml.replace(b"\r\n", b"")
        assert max(map(len, eml.split(b"\r\n"))) <= 78

    def test_an_identity_follows_the_intention_and_the_cycle(self) -> None:
        """Same intention, same identity; another intention or cycle, another one."""
        _, first, _ = composed(letter())
        _, again, _ = composed(letter(context={"campagne": CAMPAIGN, "nom": "Autre"}))
        _, other, _ = composed(letter(intention="ouverture:autre@association.example"))
        _, next_year, _ = composed(letter(), cycle_code="CV195-2018")

        assert first == again
        assert len({first, other, next_year}) == 3
        assert re.fullmatch(r"<[0-9a-f]{32}@agglo\.example>", first)

    def test_a_rehearsal_is_marked(self) -> None:
        """A rehearsal shows in the subject before anything is read."""
        subject, _, message = composed(letter(), is_rehearsal=True)

        assert subject.startswith("[RÉPÉTITION] Contrat de ville")
        assert message["Subject"] == subject

    def test_a_sender_on_two_lines_adds_no_header(self) -> None:
        """A name of service written over two lines of a file is put on one."""
        _, _, message = composed(letter(), name="Service\nBcc: x@y.example")

        assert message["Bcc"] is None
        assert message["From"].addresses[0].display_name == "Service Bcc: x@y.example"


class TestAttachments:
    """A workbook that goes along: its bytes, under a name of ours."""

    def test_a_reader_finds_the_text_and_the_workbook(self) -> None:
        """The text stays first and whole; the bytes come out as they went in."""
        _, _, message = composed(letter(attachments=(WORKBOOK,)))
        text = message.get_body(("plain",))
        joined = list(message.iter_attachments())

        assert text is not None
        assert "Madame, Monsieur" in text.get_content()
        assert [one.get_filename() for one in joined] == [WORKBOOK.name]
        assert joined[0].get_content() == WORKBOOK.content
        assert joined[0].get_content_type() == (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )

    def test_the_bytes_are_the_same_each_time(self) -> None:
        """No boundary is drawn by lot: it follows from the Message-ID."""
        first, again = (raw(attachments=(WORKBOOK, OTHER)) for _ in range(2))
        identity = message_id("CV195-2017", letter().intention, "agglo.example")

        assert first == again
        assert f'boundary="=_{identity[1:33]}"'.encode() in first

    def test_lines_end_as_mail_wants_and_stay_short(self) -> None:
        """Every line ends with CR LF and no relay has to cut one (RFC 5322)."""
        eml = raw(attachments=(WORKBOOK, OTHER))

        assert b"\n" not in eml.replace(b"\r\n", b"")
        assert max(map(len, eml.split(b"\r\n"))) <= 998

    def test_no_content_can_end_its_part(self) -> None:
        """A workbook made of our own boundary stays one attachment."""
        identity = message_id("CV195-2017", letter().intention, "agglo.example")
        hostile = Attachment(
            name="depot.xlsx", content=f"\r\n--=_{identity[1:33]}--\r\n".encode()
        )
        _, _, message = composed(letter(attachments=(hostile, OTHER)))

        assert [one.get_content() for one in message.iter_attachments()] == [
            hostile.content,
            OTHER.content,
        ]

    @pytest.mark.parametrize(
        "name",
        [
            "../depot.xlsx",
            "/etc/passwd",
            "C:\\depot.xlsx",
            "depot.xlsx\r\nBcc: victime@association.example",
            "depot.xlsx\n",
            "dépôt.xlsx",
            "depot.xlsm",
            ".xlsx",
            "a" * 101 + ".xlsx",
            "",
        ],
    )
    def test_a_name_is_never_a_path_or_a_header(self, name: str) -> None:
        """Only a short plain name of a workbook can be attached."""
        with pytest.raises(ValueError, match="not a name for an attachment"):
            Attachment(name=name, content=b"PK")

    def test_what_no_relay_takes_is_refused(self) -> None:
        """Above ten megabytes once encoded, the error says which and how much."""
        # 7 500 000 bytes make 10 000 000 in base64, and the ends of lines.
        heavy = Attachment(name="depot-2017-0042.xlsx", content=b"\0" * 7_500_000)
        with pytest.raises(BadInputError) as caught:
            raw(attachments=(heavy,))

        assert "depot-2017-0042.xlsx" in str(caught.value)
        assert "n'acceptent pas plus de 10000 ko" in str(caught.value)


def raw(**changes: Any) -> bytes:
    """Return the bytes of a sound letter, with *changes* to its fields."""
    _, _, eml = compose(
        letter(**changes),
        cycle_code="CV195-2017",
        sender=("Service", "coordination@agglo.example"),
        at=paris(date(2016, 10, 17)),
        is_rehearsal=False,
    )
    return eml


class TestHostileTexts:
    """A text received from outside is only ever text."""

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_it_goes_through_the_body_as_one_line(self, text: str) -> None:
        """No header, no paragraph, no effect: what was visible is there, no more."""
        context = FULL["to_porteur_accuse_depot"] | {"titre": text}
        _, _, message = composed(
            letter(
                template="to_porteur_accuse_depot",
                context=context | {"campagne": CAMPAIGN},
            )
        )
        seen = re.sub("[\x00\x1b\u202e\u202c\ud800]", "", " ".join(text.split()))

        assert message.keys() == composed(letter())[2].keys()
        assert message.get_content_type() == "text/plain"
        lines = [line.strip() for line in message.get_content().splitlines()]
        assert f"- Intitulé\u00a0: {seen}" in lines

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_it_goes_through_the_subject_as_one_line(
        self, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Even a template that would print a title in its subject adds no header."""
        (tmp_path / "to_essai_subject.txt").write_text("Sujet\n{{ titre }}.\n")
        (tmp_path / "to_essai_body.txt").write_text("Corps")
        use_templates(monkeypatch, tmp_path)
        subject, _, message = composed(
            letter(template="to_essai", context={"titre": text})
        )

        assert (
            message.keys()
            == composed(letter(template="to_essai", context={"titre": "T"}))[2].keys()
        )
        assert subject.isprintable() or "\u200d" in subject
        # A header folded for transport may lose where a run of spaces was.
        assert "".join(message["Subject"].split()) == "".join(subject.split())


class TestRefusals:
    """What cannot be written is said to the coordinator."""

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "contact",
            "a@b.example, c@d.example",
            "a@b.example\nBcc: c@d.example",
            "a@b.example\n",
            "Nom <a@b.example>",
            "(c)a@b.example",
            "a@[127.0.0.1]",
            "é@b.example",
            "a..b@c.example",
            ".a@c.example",
            "a.@c.example",
            "a" * 65 + "@b.example",
        ],
    )
    def test_an_address_that_is_not_one(self, address: str) -> None:
        """One plain address or nothing: no list, no comment, no name."""
        with pytest.raises(BadInputError, match="ne peut pas recevoir de courrier"):
            composed(letter(recipient=address))

    @pytest.mark.parametrize("template", ["to_personne", "../campagnes/cv195", ""])
    def test_a_template_that_does_not_exist(self, template: str) -> None:
        """The error names the file, and nothing outside the folder is read."""
        with pytest.raises(BadInputError, match="n'existe pas"):
            render(template, {})

        assert not has_template(template)

    def test_a_field_that_was_not_given(self) -> None:
        """A field forgotten by a task is never a hole in a letter."""
        with pytest.raises(BadInputError, match=r"« to_porteur_ouverture ».*nom"):
            render("to_porteur_ouverture", {"campagne": CAMPAIGN})

    @pytest.mark.parametrize(
        "text",
        ["{% if %}", "{{ nom", "{{ ''.__class__.__mro__ }}", "{{ nom | secret }}"],
    )
    def test_a_template_that_jinja_refuses(
        self, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A tag left open, or one that leaves the sandbox, is said, not crashed on."""
        (tmp_path / "to_essai_subject.txt").write_text("Sujet")
        (tmp_path / "to_essai_body.txt").write_text(text)
        use_templates(monkeypatch, tmp_path)
        with pytest.raises(BadInputError, match="« to_essai » ne peut pas"):
            render("to_essai", {"nom": "Association"})

    def test_half_a_template_is_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A body without a subject is not a template."""
        (tmp_path / "to_essai_body.txt").write_text("Corps")
        use_templates(monkeypatch, tmp_path)

        assert not has_template("to_essai")


def use_templates(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Read the templates of *folder* for the time of a test."""
    environment = letters._environment()  # noqa: SLF001 (no other seam, and none needed)
    loader = FileSystemLoader(folder)
    monkeypatch.setattr(
        letters, "_environment", lambda: environment.overlay(loader=loader)
    )
