"""The text of a file as UTF-8: by its byte order mark, else strict UTF-8, else strict GB18030; never by a guess.

Belongs here: encodings, a piece at a time, so that a large file costs little memory. Does not belong here: csv.
"""

from __future__ import annotations

import codecs
import tempfile
from typing import IO

import pyarrow as pa

from pipelines.errors import LinliError

_PIECE = 4 * 1024 * 1024
_LONGEST_CHARACTER = 4
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_utf8(stream: IO[bytes]) -> IO[bytes]:
    """Return a stream that stands where the text begins, in UTF-8: the same one, or a temporary one."""
    stream.seek(0)
    start = stream.read(3)
    marked = [(encoding, len(mark)) for mark, encoding in _BYTE_ORDER_MARKS if start.startswith(mark)]
    for encoding, skipped in marked or [("utf-8", 0), ("gb18030", 0)]:
        stream.seek(skipped)
        try:
            return _checked(stream, skipped) if encoding == "utf-8" else _transcoded(stream, encoding)
        except (UnicodeDecodeError, pa.ArrowInvalid):
            continue
    raise _no_text()


def _checked(stream: IO[bytes], skipped: int) -> IO[bytes]:
    rest = b""
    while piece := stream.read(_PIECE):
        _refuse_nul(piece)
        text = rest + piece
        # A character that is only begun waits for the next piece.
        _, whole = codecs.utf_8_decode(text[-_LONGEST_CHARACTER:], "replace")
        end = max(len(text) - _LONGEST_CHARACTER, 0) + whole
        # Arrow is as strict as Python here, and several times as fast.
        pa.array([text[:end]], pa.binary()).cast(pa.string())
        rest = text[end:]
    rest.decode("utf-8")
    stream.seek(skipped)
    return stream


def _transcoded(stream: IO[bytes], encoding: str) -> IO[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    whole = tempfile.SpooledTemporaryFile(max_size=_PIECE)  # noqa: SIM115  (handed to the caller)
    while piece := stream.read(_PIECE):
        text = decoder.decode(piece).encode("utf-8")
        _refuse_nul(text)
        whole.write(text)
    whole.write(decoder.decode(b"", final=True).encode("utf-8"))
    whole.seek(0)
    return whole


def _refuse_nul(piece: bytes) -> None:
    if b"\0" in piece:
        raise _no_text()


def _no_text() -> LinliError:
    return LinliError(
        "文字编码既不是 UTF-8 也不是 GB18030，或文件不是文本。请另存为 xlsx 或“CSV UTF-8”后重新报送。",
        "The text is neither UTF-8 nor GB18030, or no text at all. Save it as xlsx or 'CSV UTF-8' and send it again.",
        "bad_encoding",
    )
