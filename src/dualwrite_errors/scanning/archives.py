"""The members of a ZIP archive, and whether it is a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from os import SEEK_END
from struct import Struct
from tempfile import TemporaryFile
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from .documents import Document, Watched, text_of
from .streams import PADDING, Peeked, check_expansion

_WORKBOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_LONGEST_STRINGS: Final = 256 << 20
_OFFICE: Final = "[Content_Types].xml"
_END: Final = Struct("<10xH8xH")
_SIGNATURE_OF_END: Final = b"PK\5\6"
_SIGNATURE_OF_MEMBER: Final = b"PK\3\4"
_ELSEWHERE: Final = 0xFFFF
_LONGEST_END: Final = _END.size + (1 << 16)
"""With a comment: as far from the end of the file, `zipfile` looks for it."""


def members_of(file: Any, stream: Peeked, name: str, encoding: str | None, watched: Watched) -> Iterator[Document]:
    """The members of a ZIP archive; or the workbook that it is."""
    with ExitStack() as opened:
        is_seekable = _is_seekable(file)
        begin = file.tell() - len(stream.first) if is_seekable else 0
        seekable = watched.file(file if is_seekable else opened.enter_context(_copied(stream)))
        try:
            archive = opened.enter_context(ZipFile(seekable))
        except (BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise OSError(f"the archive is damaged or cut off: {error}") from error
        members = archive.infolist()
        number, behind = _end_of(seekable, len(members))
        if behind.strip(PADDING):
            raise OSError("the archive is damaged: something else stands behind its end")
        begins_with_member = stream.first.startswith(_SIGNATURE_OF_MEMBER)
        if (
            len(members) != number
            # Of archives in a row, `zipfile` reads the last.
            or (begins_with_member and begin not in {member.header_offset for member in members})
        ):
            raise OSError("the archive is damaged: its list of members is not whole")
        if sum(member.compress_size for member in members) > seekable.seek(0, SEEK_END):
            raise OSError("the archive is damaged: its members overlap")
        names = {member.filename for member in members}
        if _WORKBOOK in names:
            for member in members:
                check_expansion(member.file_size, member.compress_size)
            if any(member.file_size > _LONGEST_STRINGS for member in members if member.filename == _STRINGS):
                raise OSError("its texts are too many to be held in memory: save it as CSV")
            yield Document(name, iter(()), workbook=seekable)
        elif _OFFICE in names:
            raise OSError("it is an Office file, but not a workbook: save its text to a file")
        else:
            for member in members:
                blocks = _text_of_member(archive, member, encoding)
                yield Document(f"{name}!{member.filename}", blocks, is_member=True)


def _text_of_member(archive: ZipFile, member: ZipInfo, encoding: str | None) -> Iterator[bytes]:
    check_expansion(member.file_size, member.compress_size)
    try:
        with archive.open(member) as file:
            yield from text_of(Peeked(file), encoding)
    except OSError:
        raise
    except Exception as error:  # there is a long list of what `zipfile` raises where data are damaged
        raise OSError(f"it cannot be unpacked: {error}") from error


def _end_of(file: IO[bytes], found: int) -> tuple[int, bytes]:
    """How many members the end of the archive says it has, and what stands behind it: `zipfile` asks for neither.

    The number is `found` where the end does not tell: one that is too large for it stands elsewhere.
    """
    file.seek(-min(_LONGEST_END, file.seek(0, SEEK_END)), SEEK_END)
    last = file.read()
    place = last.rfind(_SIGNATURE_OF_END)
    number, comment = _END.unpack_from(last, place)
    return found if number == _ELSEWHERE else number, last[place + _END.size + comment :]


def _is_seekable(file: Any) -> bool:
    return hasattr(file, "seekable") and bool(file.seekable())


def _copied(stream: Peeked) -> IO[bytes]:
    """What is left of a stream, on the disk: the list of what is in an archive stands at its end."""
    copy = TemporaryFile()  # noqa: SIM115 - whoever calls closes it
    for block in stream.blocks():
        copy.write(block)
    return copy
