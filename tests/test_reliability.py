"""Errors survive every journey that Python programs send them on, with all their fields and notes."""

import concurrent.futures
import copy
import io
import json
import multiprocessing
import pickle
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import cloudpickle
import pytest
from samples import (
    ERROR_CLASSES,
    PUBLIC_CLASSES,
    JobRefused,
    JobsRefused,
    RefusedConnection,
    RefusedWithSlot,
    SilentlyRefused,
    example_of,
    fields_of,
)

from dualwrite_errors import DualWriteError, DualWriteErrorGroup, IntegrationKeyMissing, parse_all


def pickled(protocol: int) -> Callable[[Exception], Exception]:
    def journey(error: Exception) -> Exception:
        return pickle.loads(pickle.dumps(error, protocol))  # type: ignore[no-any-return] # pickle knows no types

    journey.__name__ = f"pickle protocol {protocol}"
    return journey


def cloudpickled(error: Exception) -> Exception:
    return pickle.loads(cloudpickle.dumps(error))  # type: ignore[no-any-return] # pickle knows no types


JOURNEYS = [
    *(pickled(protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
    copy.copy,
    copy.deepcopy,
    cloudpickled,
]
TRAVELLERS = [
    *(example_of(cls) for cls in PUBLIC_CLASSES),
    *(JobRefused(7, attempt="first"), SilentlyRefused(job=8), RefusedWithSlot(9), RefusedConnection("no way")),
    JobsRefused(IntegrationKeyMissing("a"), JobRefused(10, attempt="second")),
]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
@pytest.mark.parametrize("error", TRAVELLERS, ids=lambda error: type(error).__name__)
def test_every_public_class_survives(error: Exception, journey: Callable[[Exception], Exception]) -> None:
    arrived = journey(error)
    assert arrived is not error
    assert fields_of(arrived) == fields_of(error)


@pytest.mark.parametrize("cls", PUBLIC_CLASSES, ids=lambda cls: cls.__name__)
def test_a_pickle_names_nothing_but_this_library_and_what_rebuilds_its_classes(cls: type[Exception]) -> None:
    named: set[str] = set()

    class Recorder(pickle.Unpickler):
        def find_class(self, module_name: str, global_name: str, /) -> object:
            if module_name.partition(".")[0] != "dualwrite_errors":
                named.add(f"{module_name}.{global_name}")
            return super().find_class(module_name, global_name)

    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        Recorder(io.BytesIO(pickle.dumps(example_of(cls), protocol))).load()
    assert named <= {"copyreg.__newobj__", "copy_reg.__newobj__", "_codecs.encode"}


def raise_it(error: Exception) -> None:
    raise error


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor


@pytest.mark.parametrize("error", TRAVELLERS, ids=lambda error: type(error).__name__)
def test_every_public_class_comes_back_from_a_worker_process(error: Exception, pool: ProcessPoolExecutor) -> None:
    raised = pool.submit(raise_it, error).exception(timeout=60)
    assert raised is not None
    assert fields_of(raised) == fields_of(error)


def test_a_local_subclass_travels_by_value_with_cloudpickle() -> None:
    class Local(IntegrationKeyMissing):
        def __init__(self, first: int, second: int) -> None:
            super().__init__(f"{first} of {second}")

    error = Local(1, 2)
    arrived = pickle.loads(cloudpickle.dumps(error))
    assert (str(arrived), arrived.__notes__) == (str(error), error.__notes__)


@pytest.mark.parametrize("journey", [copy.copy, copy.deepcopy, pickled(5)], ids=lambda journey: journey.__name__)
def test_a_note_on_the_copy_is_not_on_the_original(journey: Callable[[Exception], Exception]) -> None:
    error = IntegrationKeyMissing()
    before = list(error.__notes__)
    journey(error).add_note("seen again")
    assert error.__notes__ == before


@pytest.mark.parametrize("cls", ERROR_CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_is_rebuilt_from_its_record_after_json(cls: type[DualWriteError]) -> None:
    error = example_of(cls)
    assert isinstance(error, DualWriteError)
    rebuilt = DualWriteError.from_dict(json.loads(json.dumps(error.to_dict())))
    assert fields_of(rebuilt) == fields_of(error)
    assert rebuilt.to_dict() == error.to_dict()


def test_a_group_keeps_its_class_and_message_through_split_and_pickle() -> None:
    group = DualWriteErrorGroup("two", [IntegrationKeyMissing(), JobRefused(1, attempt="x")])
    picked, _ = pickle.loads(pickle.dumps(group)).split(JobRefused)
    assert type(picked) is DualWriteErrorGroup
    assert picked.message == "two"


def test_the_record_of_a_group_holds_a_text_that_its_errors_share_once() -> None:
    text = "[DIPV1003] keys " * 1_000
    group = DualWriteErrorGroup("many", parse_all(text))
    record = json.dumps(group.to_dict())
    assert record.count(text.strip()) == 1
    assert fields_of(DualWriteError.from_dict(json.loads(record))) == fields_of(group)


def test_a_group_keeps_what_was_set_on_it() -> None:
    group = DualWriteErrorGroup("two", [IntegrationKeyMissing(), IntegrationKeyMissing()])
    group.matched_by = "code"
    assert fields_of(DualWriteError.from_dict(group.to_dict())) == fields_of(group)


def test_a_group_nested_beyond_reason_has_no_record_and_says_so() -> None:
    group = DualWriteErrorGroup("m", [IntegrationKeyMissing()])
    for _ in range(5_000):
        group = DualWriteErrorGroup("m", [group])
    with pytest.raises(ValueError, match="nested too deeply"):
        group.to_dict()


def test_errors_cross_a_thread_pool_as_the_same_object() -> None:
    error = IntegrationKeyMissing()
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        assert executor.submit(raise_it, error).exception() is error


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_what_is_found_out_late_about_an_error_survives_a_journey_before_anybody_has_looked(
    journey: Callable[[Exception], Exception],
) -> None:
    text = "Sites V2 (con_sites): Project validation failed. [DIPV1025] Missing destination field con_a in the schema"
    (error,) = parse_all(text, context={"job": "7"})
    arrived = journey(error)
    assert isinstance(arrived, DualWriteError)
    assert dict(arrived.context) == {"map": "Sites V2 (con_sites)", "job": "7"}
    assert [cls.__name__ for cls in arrived.wrapped_in] == ["ProjectValidationFailed"]
    assert (arrived.names, arrived.raw, arrived.matched_by) == (("con_a",), text, "code")
    assert fields_of(arrived) == fields_of(error)


class RefusedWithSlots(IntegrationKeyMissing):
    """A user's subclass with two slots, one of which may be empty."""

    __slots__ = ("attempt", "job")


class RefusedTwice(RefusedWithSlots):
    """A subclass of it with a slot that is named alone, and one for references."""

    __slots__ = "when"  # noqa: PLC0205 - a single name is allowed


class WithDictionary:
    """What a class may have of which the slots are all that every object has."""

    __slots__ = ("__dict__", "__weakref__")


class RefusedWithDictionary(IntegrationKeyMissing, WithDictionary):
    """A subclass that says in a slot what it has anyway."""


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_a_slot_for_what_every_object_has_is_none(journey: Callable[[Exception], Exception]) -> None:
    error = RefusedWithDictionary("x")
    reference = weakref.ref(error)
    assert fields_of(journey(error)) == fields_of(error)
    assert reference() is error


@pytest.mark.parametrize("journey", JOURNEYS[:-1], ids=lambda journey: journey.__name__)
def test_the_slots_of_a_subclass_travel_as_far_as_they_are_filled(journey: Callable[[Exception], Exception]) -> None:
    error: Any = RefusedTwice("x")
    error.job, error.when = 7, "now"
    arrived: Any = journey(error)
    assert fields_of(arrived) == fields_of(error)
    assert (arrived.job, arrived.when, hasattr(arrived, "attempt")) == (7, "now", False)
    assert fields_of(arrived) == fields_of(error)
