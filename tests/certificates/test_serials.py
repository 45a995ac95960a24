"""A serial that was typed wrong is told from one that is right."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.certificates.rules import ALPHABET, new_serial, normal_serial, state_of

SERIAL = st.builds(new_serial, st.integers(2000, 2099))
PLACES = [n for n, sign in enumerate("SSM-2026-7Q4K-9F2M-0XT3") if n > 3 and sign != "-"]
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@given(SERIAL)
def test_a_new_serial_is_right(serial: str):
    assert normal_serial(serial) == serial
    assert len(serial) == len("SSM-2026-7Q4K-9F2M-0XT3")


@given(SERIAL, st.sampled_from(PLACES), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(serial: str, place: int, wrong: str):
    typed = serial[:place] + wrong + serial[place + 1 :]
    assert (normal_serial(typed) is None) == (typed != serial)


@given(SERIAL, st.integers(0, len(PLACES) - 2))
def test_two_swapped_neighbours_are_noticed(serial: str, number: int):
    signs = list(serial)
    one, other = PLACES[number], PLACES[number + 1]
    signs[one], signs[other] = signs[other], signs[one]
    typed = "".join(signs)
    assert (normal_serial(typed) is None) == (typed != serial)


@given(SERIAL)
def test_a_serial_may_be_typed_as_it_is_read(serial: str):
    read = serial.replace("0", "O").replace("1", "l").replace("2", "z").lower()
    for typed in (read, f"  {serial} ", serial.replace("-", ""), serial.replace("-", " ")):
        assert normal_serial(typed) == serial
    assert normal_serial(serial.replace("1", "I")) == serial


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_check(text: str):
    for typed in (text, f"SSM-2026-{text}", f"SSM{text}"):
        found = normal_serial(typed)
        assert found is None or found.startswith("SSM-")


@pytest.mark.parametrize(
    "typed", ["SSM-2026-UUUU-UUUU-UUUU", "SSM-２０２６-０000-0000-0000", "SSM-²²²²-0000-0000-0000"]
)
def test_signs_outside_the_alphabet_are_no_serial(typed: str):
    assert normal_serial(typed) is None


@pytest.mark.parametrize(
    ("revoked", "expires", "state"),
    [
        (None, None, "valid"),
        (None, timedelta(seconds=1), "valid"),
        (None, timedelta(0), "expired"),
        (timedelta(0), None, "revoked"),
        (timedelta(0), timedelta(days=-1), "revoked"),
    ],
)
def test_the_state_follows_from_the_dates(
    revoked: timedelta | None, expires: timedelta | None, state: str
):
    at = [NOW + span if span is not None else None for span in (revoked, expires)]
    assert state_of(*at, NOW) == state
