from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from contrat_de_ville.adapters.sandbox import (
    Limits,
    ReaderNotStartedError,
    SafeReading,
    read_safely,
)
from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError
from tests.deposit_builder import example_bytes
from tests.hostile import readers


OBEY = "tests.hostile.readers:obey"
SHORT = Limits(wall_seconds=1.5, cpu_seconds=5)
TITLE = "action_intitule"
needs_resource = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such limits"
)


@pytest.fixture
def reading():
    """Return a reader that obeys the content of its files."""
    with SafeReading(SHORT, OBEY) as one:
        yield one


def title(answer):
    """Return the title of the only deposit read."""
    assert isinstance(answer, Received), answer
    return answer.deposits[0].form.fields[TITLE]


def refused(reading, order):
    """Return what is said of a file, once the next one has been read."""
    answer = reading.read("recu.xlsx", order.encode())
    assert title(reading.read("suivant.xlsx", b"Jardins")) == "Jardins"
    assert isinstance(answer, BadFileError)
    assert answer.file_name == "recu.xlsx"
    return answer.found


class TestReading:
    """Files are read one after the other, each for itself."""

    def test_a_deposit_workbook(self, tmp_path):
        """A workbook is read in the child as it would be here, in order."""
        content = example_bytes(tmp_path)
        first, bad, last = read_safely(
            [("a.xlsx", content), ("b.xlsx", b""), ("c.xlsx", content)]
        )

        assert isinstance(first, Received)
        assert first.deposits[0].form.fields["porteur_nom"] == "NA"
        assert isinstance(bad, BadFileError)
        assert isinstance(last, Received)
        assert last.file_name == "c.xlsx"
        assert first.deposits == last.deposits

    def test_no_file(self):
        """No file starts no process and gives no answer."""
        assert read_safely([]) == []

    def test_one_child_reads_many_files(self, reading):
        """Files that do no harm share one child."""
        titles = [title(reading.read("a.csv", f"n° {i}".encode())) for i in range(20)]

        assert titles == [f"n° {rank}" for rank in range(20)]
        assert title(reading.read("a.csv", b"process")) == title(
            reading.read("a.csv", b"process")
        )

    def test_a_refusal_keeps_its_sentence(self, reading):
        """What the reader found and advises comes through, under the right name."""
        answer = reading.read("recu.xlsx", b"refuse")

        assert str(answer) == (
            "Fichier « recu.xlsx » : il manque une feuille. Ajoutez-la."
        )

    def test_a_name_that_is_not_unicode(self, reading):
        """A file name no one could write anywhere is shown with question marks."""
        answer = reading.read("d\udce9pot.xlsx", b"Jardins")

        assert answer.file_name == "d?pot.xlsx"

    def test_what_a_library_prints_is_not_an_answer(self, reading):
        """A hundred thousand signs printed by a reader go nowhere."""
        assert title(reading.read("a.csv", b"print")) == "imprimé"


class TestDeath:
    """A file that ends its reader stops no other."""

    @pytest.mark.parametrize("order", ["abort", "exit", "fill-memory", "sleep"])
    def test_a_reader_that_ends(self, reading, order):
        """A crash, an exit, an exhausted memory and an endless wait are told alike."""
        assert refused(reading, order) == (
            "sa lecture a épuisé la mémoire ou le temps permis."
        )

    @needs_resource
    def test_a_memory_that_grows(self):
        """A reader that takes memory bit by bit is stopped at its limit."""
        limits = Limits(memory_bytes=128 * 2**20)
        with SafeReading(limits, OBEY) as reading:
            found = refused(reading, "grow")

        assert "épuisé la mémoire" in found

    @needs_resource
    def test_a_processor_that_turns(self):
        """A loop is stopped by the processor it takes, before the clock."""
        limits = Limits(wall_seconds=60, cpu_seconds=1)
        with SafeReading(limits, OBEY) as reading:
            found = refused(reading, "loop")

        assert "épuisé la mémoire ou le temps" in found

    def test_the_place_in_the_line_changes_nothing(self):
        """A file gets the same answer first, and after a file that wears the child."""
        with SafeReading(SHORT, "tests.hostile.readers:once") as reading:
            answers = [title(reading.read("a.csv", b"x")) for _ in range(3)]

        assert answers == ["lu"] * 3

    @pytest.mark.parametrize("order", ["recurse", "panic"])
    def test_an_unforeseen_error(self, reading, order):
        """An error nobody foresaw is named, and blames the file in plain words."""
        found = refused(reading, order)

        assert found.startswith("il n'a pas pu être lu (")

    def test_too_large(self):
        """A file above the limit is refused without being sent to the child."""
        limits = Limits(file_bytes=2**20)
        with SafeReading(limits, "nowhere:nothing") as reading:
            answer = reading.read("a.csv", b"x" * (2**20 + 1))

        assert answer.found == "il pèse 1 Mio, 1 sont acceptés."

    def test_nothing_is_left_behind(self, reading, monkeypatch, tmp_path):
        """After the reading: no child, no open pipe, no folder."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        for order in (b"abort", b"Jardins", b"exit"):
            reading.read("a.csv", order)
        reading.__exit__(None, None, None)
        gc.collect()

        assert list(tmp_path.iterdir()) == []
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


class TestLimits:
    """A form has ten seconds, a list more, in proportion."""

    @pytest.mark.parametrize(
        ("size", "seconds"), [(0, 10), (2**19, 15), (2**20, 20), (2**25, 120)]
    )
    def test_time_by_size(self, size, seconds):
        """Ten seconds, ten more for each mebibyte, two minutes at the most."""
        assert Limits().cpu_for(size) == seconds
        assert Limits().wall_for(size) == seconds


class TestFence:
    """A reader reaches nothing but the file it was given."""

    @pytest.mark.parametrize(
        "order",
        [
            "write", "os-open", "read-passwd", "read-environment", "socket", "name",
            "run", "system", "fork", "library", "remove", "unpickle",
        ],
    )  # fmt: skip
    def test_what_a_reader_must_not_do(self, reading, order):
        """Writing, reading elsewhere, network, processes, libraries: refused."""
        found = refused(reading, order)

        assert found == "il n'a pas pu être lu (FenceError)."
        assert Path(readers.__file__).exists()

    def test_nothing_to_steal(self, reading, monkeypatch):
        """The child has an empty folder, no variable of ours, and trusts neither."""
        monkeypatch.setenv("PROGRAMMATION_BASE", "postgresql://secret")
        monkeypatch.setenv("PYTHONPATH", "/tmp")
        place, variables, isolated = title(reading.read("a.csv", b"where")).split("|")

        assert place == "[]"
        assert set(variables.split()) <= {"LC_CTYPE", "SYSTEMROOT"}
        assert isolated == "1"

    @needs_resource
    def test_limits_of_the_system(self, reading):
        """Core files, files and processes are forbidden by the system itself."""
        assert title(reading.read("a.csv", b"limits")) == "0 0 0 32"


class TestStart:
    """A reader that does not start is no file's fault."""

    def test_an_unknown_reader(self):
        """The installation is named, not the file."""
        with (
            SafeReading(SHORT, "contrat_de_ville.nowhere:read") as reading,
            pytest.raises(ReaderNotStartedError) as caught,
        ):
            reading.read("a.csv", b"x")

        assert str(caught.value).startswith(
            "Le lecteur de fichiers ne démarre pas (ModuleNotFoundError"
        )
        assert "Aucun fichier n'est perdu." in str(caught.value)

    def test_a_reader_that_never_comes(self):
        """A start that takes too long is given up."""
        limits = Limits(start_seconds=0.001)
        with (
            SafeReading(limits, OBEY) as reading,
            pytest.raises(ReaderNotStartedError, match="délai dépassé"),
        ):
            reading.read("a.csv", b"x")


class TestAnswers:
    """What the child says is believed only once it has been checked."""

    @pytest.mark.parametrize("reader", ["broken", "wrong_types", "surrogate"])
    def test_an_answer_that_is_not_one(self, reader):
        """Another file's answer, a number for a text, half a sign: not believed."""
        with SafeReading(SHORT, f"tests.hostile.readers:{reader}") as reading:
            answer = reading.read("recu.xlsx", b"x")

        assert answer.found == "il n'a pas pu être lu."

    def test_an_answer_without_end(self):
        """An answer larger than any honest one is not taken in."""
        limits = Limits(answer_bytes=2**20)
        with SafeReading(limits, "tests.hostile.readers:long_answer") as reading:
            answer = reading.read("recu.xlsx", b"x")

        assert "épuisé" in answer.found
