"""Each hostile file of the list goes through the whole reading, then an honest one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contrat_de_ville.adapters.sandbox import Limits, SafeReading
from contrat_de_ville.domain.received import Received
from tests.hostile import deposits
from tests.hostile.expected import Case
from tests.hostile.list_cases import CASES as LISTS
from tests.hostile.text_cases import CASES as TEXTS
from tests.hostile.workbook_cases import CASES as WORKBOOKS


CASES = [*WORKBOOKS, *TEXTS, *LISTS]
FIRST, LAST = 1, 70


@pytest.fixture(scope="module")
def reading() -> Iterator[SafeReading]:
    """Return the one reading all the files go through."""
    with SafeReading() as one:
        yield one


class TestHostileFiles:
    """No file of the list does more than be refused, or be read as text."""

    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
    def test_the_file_and_the_next_one(self, reading: SafeReading, case: Case) -> None:
        """The file has its outcome, and the next honest one is read."""
        content = case.build(deposits.deposit())
        answer = reading.read(case.file_name, content)
        following = reading.read("suivant.xlsx", deposits.deposit())

        case.outcome.check(answer)
        assert isinstance(following, Received)
        assert following.deposits[0].form.fields["action_intitule"] == deposits.TITLE

    @pytest.mark.parametrize("code", ["H02", "H02b", "H22"])
    def test_a_hollow_workbook_takes_little_memory(self, code: str) -> None:
        """What announces hundreds of gigabytes is answered within 200 MB."""
        (case,) = [one for one in CASES if one.code == code]
        with SafeReading(Limits(memory_bytes=200_000_000)) as reading:
            answer = reading.read(case.file_name, case.build(deposits.deposit()))

        case.outcome.check(answer)

    def test_the_whole_list_is_there(self) -> None:
        """Every case from H01 to H70 has at least one file; none is left out."""
        named = {int(case.code[1:3]) for case in CASES}

        assert named == set(range(FIRST, LAST + 1))

    def test_each_case_has_its_own_name_and_sentence(self) -> None:
        """A case that fails is found by its name, and says what it is."""
        codes = [case.code for case in CASES]

        assert len(set(codes)) == len(codes)
        assert all(case.what.endswith(".") for case in CASES)
