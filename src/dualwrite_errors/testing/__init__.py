"""A kit for the tests of your own code: sample texts and payloads, a gateway to poll, and an assertion.

The Hypothesis strategies need the extra ``testing``; everything else works without it.
"""

from .answers import GatewayRequest, MapState
from .assertions import assert_parses
from .gateway import FakeGateway
from .payloads import PAYLOAD_SHAPES, PayloadShape, sample_payload
from .samples import TEXT_FORMS, ErrorOrCode, TextForm, sample_text
from .strategies import codes, errors, payloads, raw_texts

__all__ = [
    "PAYLOAD_SHAPES",
    "TEXT_FORMS",
    "ErrorOrCode",
    "FakeGateway",
    "GatewayRequest",
    "MapState",
    "PayloadShape",
    "TextForm",
    "assert_parses",
    "codes",
    "errors",
    "payloads",
    "raw_texts",
    "sample_payload",
    "sample_text",
]
