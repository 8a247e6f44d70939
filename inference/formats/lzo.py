"""LZO1X streams of a known size. The library unpacks whatever it is given: a bomb has to be found before."""

from inference.errors import BadFile

# One byte of a stream can ask for 255 more bytes, never for more.
_MOST_PER_BYTE = 255
_HARMLESS = 64 * 1024 * 1024  # bytes of output that nobody minds
# Rules of the stream: an instruction byte below each of these is of that kind.
_LITERALS, _FAR, _NEAR = 16, 32, 64
_FIRST_LITERALS = 17


def pack(data: bytes) -> bytes:
    """An LZO1X stream of the data."""
    from lzallright import LZOCompressor  # here: only levels need it

    return bytes(LZOCompressor().compress(data))


def unpack(stream: bytes, size: int, name: str) -> bytes:
    """Exactly ``size`` bytes of an LZO1X stream. Raises BadFile when it holds more, less or nonsense."""
    from lzallright import InputNotConsumed, LZOCompressor, LZOError

    if len(stream) * _MOST_PER_BYTE > max(_HARMLESS, 2 * size) and unpacked_size(stream, size) > size:
        raise BadFile(f"{name}: unpacks to more than its {size} bytes. Save the level again.")
    try:
        data = bytes(LZOCompressor.decompress(stream, size))
    except (LZOError, InputNotConsumed):
        raise BadFile(f"{name}: the drawing's pixels are damaged. Save the level again.") from None
    if len(data) != size:
        raise BadFile(f"{name}: holds {len(data)} bytes of pixels instead of {size}. Save the level again.")
    return data


def unpacked_size(stream: bytes, enough: int) -> int:
    """How much a stream unpacks to, without unpacking it; counting stops once it is more than ``enough``.

    A damaged stream counts as far as it makes sense.
    """
    total, at, state = 0, 0, 0
    try:
        if stream[0] > _FIRST_LITERALS:
            total = stream[0] - _FIRST_LITERALS
            at, state = 1 + total, min(total, 4)
        while total <= enough:
            code = stream[at]
            at += 1
            if code < _LITERALS and state == 0:
                length, at = _long(stream, at, code, 15)
                total += length + 3
                at += length + 3
                state = 4
                continue
            length, at, literals = _copy(stream, at, code, state)
            if length == 0:
                break
            total += length + literals
            at += literals
            state = literals
    except IndexError:
        pass
    return total


def _copy(stream: bytes, at: int, code: int, state: int) -> tuple[int, int, int]:
    """Length of a copy, where its instruction ends, and how many literals follow; length 0 ends the stream."""
    if code < _LITERALS:
        return (3 if state == 4 else 2), at + 1, code & 3
    if code >= _NEAR:
        return (code >> 5) + 1, at + 1, code & 3
    bits = 7 if code < _FAR else 31
    length, at = _long(stream, at, code & bits, bits)
    distance = stream[at] | stream[at + 1] << 8
    if code < _FAR and not code & 8 and distance >> 2 == 0:
        return 0, at + 2, 0
    return length + 2, at + 2, distance & 3


def _long(stream: bytes, at: int, length: int, base: int) -> tuple[int, int]:
    """A length whose bits are all 0 goes on: every zero byte adds 255, the first other byte adds itself."""
    if length:
        return length, at
    length = base
    while stream[at] == 0:
        length += 255
        at += 1
    return length + stream[at], at + 1
