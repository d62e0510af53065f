"""What a file is by its first bytes: compressed, an archive, text in some encoding, or nothing that `scan` can read.

And what shows that a text goes on in another encoding.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from ..codes import code_pattern

SAMPLE: Final = 4096
"""How many bytes tell what a file is."""

_COMPRESSED: Final = (
    (re.compile(rb"\x1f\x8b(?:\x08|\Z)"), "gzip"),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), "bzip2"),
    (re.compile(rb"\xfd7zXZ\x00"), "xz"),
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), "zstd"),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_UNPACK: Final = "unpack it first"
_NO_TEXT: Final = "it holds no text to read"
_BINARY: Final = (
    (rb"%PDF-", "a PDF file", "save its text to a file"),
    (rb"PAR1", "a Parquet file", "read its text column, and call parse_all for each text"),
    (rb"Obj\x01", "an Avro file", "read its text column, and call parse_all for each text"),
    (rb"ORC[\x00-\x1f]", "an ORC file", "read its text column, and call parse_all for each text"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, or one with a password", "save it as a plain .xlsx"),
    (rb"ElfFile\x00", "a Windows event log", "export it as text or CSV"),
    (rb"SQLite format 3\x00", "an SQLite database", "export the table as CSV"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (rb"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (rb"MSCF\x00", "a CAB archive", _UNPACK),
    (rb"(?s:.{257})ustar", "a tar archive", _UNPACK),
    (rb"\x04\x22\x4d\x18", "an LZ4 file", _UNPACK),
    (rb"LZIP[\x00\x01]", "an lzip file", _UNPACK),
    (rb"\x5d\x00\x00(?s:..)\xff{8}", "an LZMA file", _UNPACK),
    (rb"\x1f[\x9d\xa0]", "a file made by compress", _UNPACK),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF(?s:.{4})WEBP", "an image", _NO_TEXT),
    (rb"\x7fELF|MZ(?s:.{0,62})\x00|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\x00asm", "a program", _NO_TEXT),
)
_PATTERNS: Final = tuple((re.compile(pattern), what, instead) for pattern, what, instead in _BINARY)
_CONTROL: Final = dict.fromkeys({*range(32)} - {*b"\a\b\t\n\v\f\r\x1b"})
_MOST_CONTROL: Final = 0.05
_FEWEST_CONTROL: Final = 8
_FEWEST_CHARACTERS: Final = 64
_MOST_UNDECODED: Final = 0.6

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LONGEST_SIGN: Final = 16
"""No sign of another encoding has more bytes, or characters."""
_WIDE: Final = re.compile(rb"(?:[\x20-\x7e]\x00{1,3}){4}|(?:\x00{1,3}[\x20-\x7e]){4}")
"""ASCII characters of two or four bytes each."""
_ASCII: Final = (*b"\t\n\r", *range(0x20, 0x7F))
_PAIR: Final = "[{}]".format(
    "".join("{}{}{}{}-{}".format(*(chr(256 * one + other) for other in b"\t\n\r ~")) for one in _ASCII)
)
"""What two ASCII characters are in UTF-16: also many a character of Chinese, Japanese and Hindi, and some in a row."""
_PAIR_ALONE: Final = r"[\u3400-\u4dbf\u2061-\u2065\u206a-\u206f]"
"""Pairs that texts do not have among others: rare ideographs, of digits and colons; controls, of letter and space."""
_PAIRS: Final = re.compile(f"{_PAIR}{{5,}}")
_RARE: Final = re.compile(_PAIR_ALONE)
_MOST_PAIRS_OF_TEXT: Final = 11
"""So many pairs in a row, rare ones among them, may be Chinese, unless they have a code in them."""
_SHIFTED: Final = "".join(chr(256 * one) for one in b"ABCDEFGHIJKLMOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
"""Letters with the zero byte of their neighbors. N is left out: it becomes the one of Chinese, which is also a dash."""
_SHIFTED_LETTERS: Final = re.compile(f"[{_SHIFTED}][{_SHIFTED}]{{3}}")
_OTHER: Final = {
    "utf-16": (
        re.compile(rf"\0[ -~{_SHIFTED}](?:\0[ -~{_SHIFTED}]){{3}}"),
        _SHIFTED_LETTERS,
    ),
    "utf-32": (re.compile(r"\ufffd\ufffd"), _SHIFTED_LETTERS),
}
"""By the encoding of a text, what shows that it goes on in another one."""
_BYTE_ORDER_MARKS: Final = tuple(mark for mark, _ in _MARKS)
_WITHOUT_MARK: Final = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_UTF_32: Final = 4
_FEWEST_UNITS: Final = 2
_FEW: Final = 0.05
_MANY: Final = 0.3
_MOST: Final = 0.9


def compression_of(first: bytes) -> str | None:
    """How a file that begins with `first` is compressed, or None."""
    return next((name for pattern, name in _COMPRESSED if pattern.match(first)), None)


def is_zip(first: bytes) -> bool:
    """Whether a file that begins with `first` is a ZIP archive, as a workbook is one, too."""
    return first.startswith(_ZIP)


def is_marked(first: bytes) -> bool:
    """Whether a file that begins with `first` has a byte order mark."""
    return first.startswith(_BYTE_ORDER_MARKS)


def wide_in(text: bytes) -> re.Match[bytes] | None:
    """Where what has been taken for UTF-8 goes on in UTF-16 or UTF-32."""
    return _WIDE.search(text) if b"\0" in text else None


def other_in(text: str, encoding: str) -> re.Match[str] | None:
    """Where what has been taken for UTF-16 or UTF-32 goes on in another encoding, or a byte is missing."""
    if text.isascii() and "\0" not in text:
        return None
    name = encoding[: len("utf-16")]
    signs = [sign.search(text) for sign in _OTHER[name]]
    pairs = _pairs_of_ascii(text) if name == "utf-16" else None
    return next(filter(None, [*signs, pairs]), None)


def _pairs_of_ascii(text: str) -> re.Match[str] | None:
    """Where what has been taken for characters of UTF-16 are pairs of others."""
    for pairs in _PAIRS.finditer(text):
        if len(pairs[0]) > _MOST_PAIRS_OF_TEXT and _RARE.search(pairs[0]):
            return pairs
        if any(code_pattern().search(pairs[0].encode(order).decode("ascii")) for order in ("utf-16-le", "utf-16-be")):
            return pairs
    return None


def refusal_of(first: bytes, encoding: str | None) -> str | None:
    """Why a file that begins with `first` cannot be read as text, and what to do instead; None if it may be text.

    Args:
        first: The first bytes, 4,096 of them if there are so many.
        encoding: The encoding that the caller has named, if any: then control characters are what it says they are.
    """
    for pattern, what, instead in _PATTERNS:
        if pattern.match(first):
            return f"it is {what}: {instead}"
    if encoding is not None and encoding.startswith(("utf-16", "utf-32")) and _is_narrow(first[:SAMPLE]):
        return f"it is not in {encoding}: name its encoding, or none"
    if encoding is None and not is_marked(first):
        sample = first[:SAMPLE].decode(encoding_of(first, None), "replace")
        control = len(sample) - len(sample.translate(_CONTROL))
        if control > max(_MOST_CONTROL * len(sample), _FEWEST_CONTROL):
            return "it is not a text: name its encoding, or save its text to a file"
        if len(sample) >= _FEWEST_CHARACTERS and sample.count("\ufffd") > _MOST_UNDECODED * len(sample):
            return "most of it is not in UTF-8: name its encoding"
    return None


def _is_narrow(sample: bytes) -> bool:
    """Whether a text is none of two or four bytes a character: it has no zero byte, and is ASCII."""
    return 0 not in sample and sample.isascii() and b"\n" in sample


def encoding_of(first: bytes, given: str | None) -> str:
    """The encoding of a text that begins with `first`: by its byte order mark, else `given`, else by its zero bytes."""
    marked = next((name for mark, name in _MARKS if first.startswith(mark)), None)
    if marked == "utf-32" and (given == "utf-16" or not _may_be_utf_32(first)):
        return "utf-16"  # its first character is U+0000
    if marked:
        return marked
    if given:
        return _WITHOUT_MARK.get(given, given)
    return _encoding_without_mark(first[:SAMPLE])


def _may_be_utf_32(first: bytes) -> bool:
    whole = first[: len(first) // _UTF_32 * _UTF_32]
    order = "utf-32-le" if whole.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"
    text = whole.decode(order, "replace")
    return text.count("\0") + text.count("\ufffd") <= _FEW * len(text) + 1


def _encoding_without_mark(sample: bytes) -> str:
    """UTF-16 and UTF-32 show by where their zero bytes stand: most characters of a log are ASCII."""
    units = len(sample) // _UTF_32
    if units < _FEWEST_UNITS:
        return "utf-8"
    zeros = [sample[place : units * _UTF_32 : _UTF_32].count(0) / units for place in range(_UTF_32)]
    if min(zeros[2], zeros[3]) >= _MOST and zeros[0] <= _FEW:
        return "utf-32-le"
    if min(zeros[0], zeros[1]) >= _MOST and zeros[3] <= _FEW:
        return "utf-32-be"
    if min(zeros[1], zeros[3]) >= _MANY and max(zeros[0], zeros[2]) <= _FEW:
        return "utf-16-le"
    if min(zeros[0], zeros[2]) >= _MANY and max(zeros[1], zeros[3]) <= _FEW:
        return "utf-16-be"
    return "utf-8"
