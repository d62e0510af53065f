"""The two questions about every byte of a log: both answers, in Python and compiled, against a plain one.

Where the package was built without a C compiler the compiled half is skipped, unless REQUIRE_COMPILED is set.
"""

import importlib
import inspect
import itertools
import os
import sys
import threading
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dualwrite_errors.scanning import _native, speedups
from dualwrite_errors.scanning.signs import GRAM, Sign, signs_of, table_of

CHUNKS = range(600)
"""Lengths around every size of chunk in which the compiled functions read."""
BEGINNINGS = (b"DIPV", b"DWDV", b"DWFO", b"DW90")
"""The first four characters of codes."""
SPELLINGS = [
    bytes(spelling)
    for beginning in BEGINNINGS
    for spelling in itertools.product(*({letter, *bytes([letter]).lower()} for letter in beginning))
]
PIECES = st.sampled_from(
    [
        *SPELLINGS,
        *(b"DIP", b"IPV", b"pv", b"D", b"d", b"DW", b"dwD", b"WFO", b"90", b"FO", b"\n", b"\r\n"),
        *(b"\x04\x09\x10\x16", b"\xc4\xc9\xd0\xd6", b"\xc4\xd7\xc6\xcf", b"DW\x19\x10"),
    ]
)
FILLERS = st.builds(lambda byte, times: bytes([byte]) * times, st.integers(0, 255), st.integers(0, 200))
BLOCKS = st.binary() | st.lists(PIECES | FILLERS | st.binary(max_size=3), max_size=40).map(b"".join)
BOUNDS = st.integers(-700, 700) | st.sampled_from(
    [
        sys.maxsize,
        sys.maxsize + 1,
        -sys.maxsize - 1,
        -sys.maxsize - 2,
        1 << 31,
        1 << 32,
        -(1 << 31),
        1 << 200,
        -(1 << 200),
    ]
)


def compiled_speedups() -> Any:
    name = "dualwrite_errors.scanning._speedups"
    if os.environ.get("REQUIRE_COMPILED"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason="the package was built without a C compiler", exc_type=ImportError)


@pytest.fixture(scope="module", params=["pure", "compiled"])
def functions(request: pytest.FixtureRequest) -> Any:
    return _native if request.param == "pure" else compiled_speedups()


def expected_positions(block: bytes, start: int, stop: int) -> list[int]:
    first, end, _ = slice(start, stop).indices(len(block))
    return [place for place in range(first, end - 3) if block[place : place + 4].upper() in BEGINNINGS]


SIGNS = [
    Sign(b"guidfo", b"field"),
    Sign(b"guidfo", b""),
    Sign(b"aaaaaa", b"aaaaaaaa"),
    Sign(b"aaaaab", b"x"),
    Sign(b"lookup", b"values"),
    Sign(b"ookupz", b"g"),
    Sign(b"lookup", b"values", 40),
    Sign(b"before", b"keys", -24),
    Sign(b"behind", b"keys", 508),
]
TABLES = st.lists(st.sampled_from(SIGNS)).map(table_of)
SIGN_PIECES = st.sampled_from(
    [part for sign in SIGNS for part in (sign.gram, sign.other_part, sign.gram.upper(), sign.gram[1:])]
)
SIGN_BLOCKS = st.lists(
    SIGN_PIECES | st.binary(max_size=3) | st.builds(lambda times: b"." * times, st.integers(0, 600)), max_size=30
).map(b"".join)


def expected_signs(block: bytes, start: int, stop: int, table: bytes) -> list[int]:
    first, end, _ = slice(start, stop).indices(len(block))
    folded, signs = block.lower(), signs_of(table)
    return [
        place
        for place in range(first, end - GRAM + 1)
        if any(
            folded[place : place + GRAM] == sign.gram
            and sign.other_part in folded[max(place - sign.window[0], 0) : place + sign.window[1]]
            for sign in signs
        )
    ]


def test_the_compiled_functions_are_used_where_there_are_any() -> None:
    compiled = compiled_speedups()
    assert (speedups.code_positions, speedups.count_line_feeds) == (compiled.code_positions, compiled.count_line_feeds)


def test_without_the_compiled_functions_those_in_python_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dualwrite_errors.scanning._speedups", None)
    monkeypatch.delitem(sys.modules, "dualwrite_errors.scanning.speedups")
    monkeypatch.setattr(sys.modules["dualwrite_errors.scanning"], "speedups", speedups)  # put back at the end
    chosen = importlib.import_module("dualwrite_errors.scanning.speedups")
    assert (chosen.code_positions, chosen.count_line_feeds) == (_native.code_positions, _native.count_line_feeds)


@pytest.mark.parametrize("name", ["code_positions", "count_line_feeds", "sign_positions"])
def test_the_compiled_functions_are_described_as_those_in_python(name: str) -> None:
    compiled, pure = getattr(compiled_speedups(), name), getattr(_native, name)
    assert compiled.__doc__ == pure.__doc__
    assert list(inspect.signature(compiled).parameters.values()) == [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(pure).parameters.values()
    ]


@given(block=BLOCKS, start=BOUNDS, stop=BOUNDS)
@example(block=b"", start=0, stop=0)
@example(block=b"DIPVDIPV", start=-8, stop=-1)
@example(block=b"DIPV" * 600, start=0, stop=1 << 200)
@example(block=b"pvdw" * 600, start=0, stop=1 << 200)
@example(block=b"DWDWDVDWFODW90", start=0, stop=13)
def test_places_are_where_a_slice_holds_all_four_characters(
    functions: Any, block: bytes, start: int, stop: int
) -> None:
    assert functions.code_positions(block, start, stop) == expected_positions(block, start, stop)


@given(block=BLOCKS, start=BOUNDS, stop=BOUNDS)
@example(block=b"", start=0, stop=0)
@example(block=b"\n" * 600, start=-1, stop=0)
@example(block=b"\n" * 600, start=0, stop=1 << 200)
def test_line_ends_are_the_line_feeds_of_a_slice(functions: Any, block: bytes, start: int, stop: int) -> None:
    assert functions.count_line_feeds(block, start, stop) == block[start:stop].count(b"\n")


@given(block=SIGN_BLOCKS, start=BOUNDS, stop=BOUNDS, table=TABLES)
@example(block=b"a" * 600 + b"x" + b"b", start=0, stop=602, table=table_of(SIGNS))
@example(block=b"lookup" + b"." * 500 + b"values", start=0, stop=512, table=table_of(SIGNS))
@example(block=b"lookup" + b"." * 501 + b"values", start=0, stop=513, table=table_of(SIGNS))
@example(block=b"values" + b"." * 506 + b"LOOKUP", start=512, stop=518, table=table_of(SIGNS))
@example(block=b"values" + b"." * 507 + b"LOOKUP", start=513, stop=519, table=table_of(SIGNS))
@example(block=b"lookup values", start=0, stop=5, table=table_of(SIGNS))
@example(block=b"guidfo field", start=0, stop=12, table=table_of(SIGNS))
@example(block=b"keys" + b"." * 20 + b"before", start=0, stop=99, table=table_of(SIGNS))
@example(block=b"keys" + b"." * 21 + b"before", start=0, stop=99, table=table_of(SIGNS))
@example(block=b"behind" + b"." * 498 + b"keys", start=0, stop=6, table=table_of(SIGNS))
@example(block=b"behind" + b"." * 499 + b"keys", start=0, stop=6, table=table_of(SIGNS))
@example(block=b"before keys keys behind", start=0, stop=99, table=table_of(SIGNS))
def test_signs_are_where_a_slice_holds_a_gram_that_has_its_other_part_around_it(
    functions: Any, block: bytes, start: int, stop: int, table: bytes
) -> None:
    assert functions.sign_positions(block, start, stop, table) == expected_signs(block, start, stop, table)


@pytest.mark.parametrize("table", [b"", b"\x05" * 65535, b"\x05" * 65536 + b"x"])
def test_a_table_that_is_none_is_a_value_error(functions: Any, table: bytes) -> None:
    with pytest.raises(ValueError, match="table"):
        functions.sign_positions(b"lookup values", 0, 13, table)


def test_a_beginning_is_found_in_any_case(functions: Any) -> None:
    for spelling in SPELLINGS:
        assert functions.code_positions(b"." * 50 + spelling + b"." * 50, 0, 104) == [50], spelling


def test_no_other_byte_stands_for_a_letter(functions: Any) -> None:
    for beginning, index, byte in itertools.product(BEGINNINGS, range(4), range(256)):
        block = bytearray(b"." * 100 + beginning + b"." * 100)
        block[100 + index] = byte
        expected = [100] * (bytes(block[100:104]).upper() in BEGINNINGS)
        assert functions.code_positions(bytes(block), 0, 204) == expected, block[100:104]


def test_a_beginning_is_found_at_every_place_of_a_chunk(functions: Any) -> None:
    for place, beginning in itertools.product(CHUNKS, BEGINNINGS):
        assert functions.code_positions(b"." * place + beginning + b"." * 300, 0, place + 304) == [place]


def test_a_beginning_is_found_at_the_very_end(functions: Any) -> None:
    for place, beginning in itertools.product(CHUNKS, BEGINNINGS):
        assert functions.code_positions(b"." * place + beginning, 0, place + 4) == [place]


def test_a_beginning_that_goes_on_behind_the_end_is_not_found(functions: Any) -> None:
    for place, missing, beginning in itertools.product(CHUNKS[:200], range(1, 5), BEGINNINGS):
        assert functions.code_positions(b"." * place + 2 * beginning, 0, place + 4 - missing) == []


def test_a_beginning_that_began_before_the_start_is_not_found(functions: Any) -> None:
    for place, beginning in itertools.product(CHUNKS[:200], BEGINNINGS):
        assert functions.code_positions(b"." * place + beginning + b"." * 300, place + 1, place + 304) == []


@pytest.mark.parametrize("count", [255, 256, 257, 512, 5000])
def test_any_number_of_places_is_returned_in_order(functions: Any, count: int) -> None:
    block = b"dipvDw90" * count
    assert functions.code_positions(block, 0, len(block)) == list(range(0, len(block), 4))


def test_line_feeds_are_counted_in_a_block_of_any_length(functions: Any) -> None:
    for length in CHUNKS:
        assert functions.count_line_feeds(b"\n" * length, 0, length) == length


def test_nothing_but_a_line_feed_ends_a_line(functions: Any) -> None:
    every = bytes(range(256)) * 3
    assert functions.count_line_feeds(every, 0, len(every)) == 3


@pytest.mark.parametrize("name", ["code_positions", "count_line_feeds"])
@pytest.mark.parametrize(
    "block",
    ["DIPV", bytearray(b"DIPV"), memoryview(b"DIPV"), [68, 73, 80, 86], 4, None],
    ids=lambda block: type(block).__name__,
)
def test_a_block_is_bytes_and_nothing_else(functions: Any, name: str, block: object) -> None:
    with pytest.raises(TypeError):
        getattr(functions, name)(block, 0, 4)


@pytest.mark.parametrize("name", ["code_positions", "count_line_feeds"])
@pytest.mark.parametrize("bounds", [("0", 4), (0, "4"), (0.0, 4), (0, 4.0), (b"", 4), (0, [])])
def test_a_bound_is_a_whole_number(functions: Any, name: str, bounds: tuple[object, object]) -> None:
    with pytest.raises(TypeError):
        getattr(functions, name)(b"DIPV", *bounds)


@pytest.mark.parametrize("name", ["code_positions", "count_line_feeds"])
@pytest.mark.parametrize("arguments", [(), (b"DIPV",), (b"DIPV", 0), (b"DIPV", 0, 4, 1)], ids=len)
def test_all_arguments_are_needed_and_no_more(functions: Any, name: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        getattr(functions, name)(*arguments)


@pytest.mark.parametrize(
    ("reach", "first", "last"),
    [
        (0, -512, 508),
        (12, 0, 8),
        (13, 0, 12),
        (40, 0, 36),
        (508, 0, 504),
        (509, 0, 504),
        (9_999, 0, 504),
        (-12, -12, -4),
        (-13, -16, -4),
        (-40, -40, -4),
        (-508, -508, -4),
        (-9_999, -508, -4),
    ],
)
def test_the_other_part_stands_whole_within_the_reach_in_steps_of_four(
    functions: Any, reach: int, first: int, last: int
) -> None:
    table = table_of([Sign(b"before", b"keys", reach)])
    near = [distance for distance in range(-600, 600) if not -4 < distance < 6]
    found = []
    for distance in near:
        block = bytearray(b"." * 2_000)
        block[1_000:1_006], block[1_000 + distance : 1_004 + distance] = b"Before", b"KEYS"
        if functions.sign_positions(bytes(block), 0, len(block), table):
            found.append(distance)
    assert found == [distance for distance in near if first <= distance <= last]


@pytest.mark.parametrize(("reach", "window"), [(12, (0, 12)), (-12, (12, 0)), (0, (512, 512))])
def test_the_other_part_stands_behind_or_before_the_beginning_of_the_gram(reach: int, window: tuple[int, int]) -> None:
    assert Sign(b"before", b"keys", reach).window == window


def test_without_a_reach_the_other_part_stands_within_512_bytes() -> None:
    assert Sign(b"before", b"keys").window == (512, 512)


def test_threads_may_read_one_block_together(functions: Any) -> None:
    block = (b"." * 996 + b"DIPV") * 1000 + b"\n"
    answers: list[object] = []

    def read() -> None:
        answers.extend(
            (len(functions.code_positions(block, 0, len(block))), functions.count_line_feeds(block, 0, len(block)))
        )

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == [1] * 4 + [1000] * 4
