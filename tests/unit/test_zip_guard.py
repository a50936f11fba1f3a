from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from contrat_de_ville.adapters.zip_guard import (
    ZipLimits,
    opened_archive,
    parts_to_read,
    unpacked,
)
from contrat_de_ville.errors import BadFileError
from tests.deposit_builder import zipped
from tests.hostile import archives


LIMITS = ZipLimits(
    entries=200, unpacked=50 * 1024 * 1024, ratio=100, remedy="Recommencez."
)
PLAIN = archives.sheet("")


def names(content):
    """Return the names of the parts that would be read."""
    with opened_archive(content, "recu.xlsx") as archive:
        parts = parts_to_read(archive, len(content), "recu.xlsx", LIMITS)
        return [one.filename for one in parts if unpacked(archive, one) is not None]


def refusal(content):
    """Return what was found in a file that must be refused."""
    with pytest.raises(BadFileError) as caught:
        names(content)
    return caught.value.found


class TestPartsToRead:
    """The directory of an archive is checked before anything is unpacked."""

    def test_a_plain_workbook(self):
        """The parts of a plain workbook are all read."""
        assert names(PLAIN) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/worksheets/sheet1.xml",
        ]

    def test_too_many_parts(self):
        """More than 200 parts are refused."""
        parts = {f"{rank}.xml": b"<x/>" for rank in range(201)}

        assert refusal(zipped(parts)) == "il contient 201 parties, 200 sont acceptées."

    def test_a_high_ratio(self):
        """A part that unfolds a thousand times is refused before it is unfolded."""
        assert "plus de 100 fois" in refusal(zipped({"a.xml": b" " * 5_000_000}))

    def test_too_much_once_unpacked(self):
        """Sixty megabytes declared are refused."""
        assert "60 Mo" in refusal(zipped({"a.bin": b"\0" * 60 * 1024 * 1024}))

    @pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.xml"])
    def test_two_parts_of_one_name(self, name):
        """Two parts of one name are refused: readers differ on which one counts."""
        content = archives.twice(PLAIN, name, b"<b/>")

        assert refusal(content) == "deux de ses parties portent le même nom."

    @pytest.mark.parametrize("size", [10, 10_000])
    def test_a_size_that_lies(self, size):
        """A part larger or smaller than it declares is refused."""
        content = archives.lying(PLAIN, "xl/workbook.xml", size)

        assert refusal(content) == "l'archive est abîmée ou incomplète."

    def test_parts_that_overlap(self):
        """Two parts made of the same bytes are refused."""
        assert refusal(archives.overlapping(PLAIN)) == "ses parties se recouvrent."

    def test_an_encrypted_part(self):
        """An archive under password is named for what it is."""
        content = archives.under_password(PLAIN)

        assert refusal(content) == "il est protégé par un mot de passe."

    @pytest.mark.parametrize(
        "name",
        [
            "../../etc/cron.d/x.xml",
            "/etc/x.xml",
            "xl\\x.xml",
            "C:/x.xml",
            "xl/a\nb.xml",
        ],
    )
    def test_a_name_that_leads_elsewhere(self, name):
        """A name that climbs, starts at the root or holds controls is refused."""
        content = archives.with_parts(PLAIN, {name: b"<x/>"})

        assert refusal(content) == "une de ses parties porte un nom interdit."

    def test_accents_in_a_name_are_no_overlap(self):
        """A part named with accents, last of the archive, is a part like another."""
        assert "xl/é.xml" in names(archives.with_parts(PLAIN, {"xl/é.xml": b"<x/>"}))

    def test_a_link(self):
        """A part that is a symbolic link is refused."""
        assert "renvoie à un autre fichier" in refusal(archives.symlink(PLAIN))

    def test_an_unusual_compression(self):
        """Only the two compressions spreadsheets use are opened."""
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("a.xml", "<a/>")

        assert "compressé d'une façon inhabituelle" in refusal(content.getvalue())

    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("xl/vbaProject.bin", "macros"),
            ("xl/macrosheets/sheet1.xml", "macros"),
            ("xl/externalLinks/externalLink1.xml", "liaisons"),
            ("xl/embeddings/oleObject1.bin", "objet incorporé"),
            ("xl/activeX/activeX1.xml", "objet incorporé"),
        ],
    )
    def test_a_part_the_form_has_not(self, name, found):
        """Macros, links and embedded objects are refused, each by its name."""
        assert found in refusal(archives.with_parts(PLAIN, {name: b"<x/>"}))

    def test_an_archive_inside(self):
        """An archive inside the archive is refused, whatever it is called."""
        content = archives.with_parts(PLAIN, {"xl/media/image1.png": PLAIN})

        assert refusal(content) == "il contient un autre fichier compressé."

    def test_every_cut(self):
        """A file cut anywhere is refused, never an error of a library."""
        for size in range(4, len(PLAIN), 37):
            assert refusal(PLAIN[:size]) == "l'archive est abîmée ou incomplète."
