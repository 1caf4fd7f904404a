"""The container of an .xls: a small file system in a file, read as far as needed to find one stream in it.

Every chain is followed with a bound, so that a file that bites its own tail ends the reading and not us.
Source: [MS-CFB], Compound File Binary File Format.
"""

import struct

from accounts.rules.errors import RuleBroken

FIELD = "file"

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
ENTRY_BYTES = 128
DIRECT_TABLES = 109
LARGEST_SECTOR = 0xFFFFFFFA
STREAM, ROOT = 2, 5
MOST_ENTRIES = 10_000


class CompoundFile:
    """The streams of a compound file by name; RuleBroken("workbook.damaged") when it cannot be followed."""

    def __init__(self, content: bytes):
        self.content = content
        try:
            self._read_header()
            self.table = self._sector_table()
            self.entries = self._directory()
        except (struct.error, IndexError):
            raise RuleBroken("workbook.damaged", FIELD) from None

    def _read_header(self) -> None:
        if not self.content.startswith(SIGNATURE) or len(self.content) < HEADER_BYTES:
            raise RuleBroken("workbook.damaged", FIELD)
        shift, short_shift = struct.unpack_from("<HH", self.content, 30)
        if shift not in (9, 12) or short_shift != 6:
            raise RuleBroken("workbook.damaged", FIELD)
        self.sector_bytes, self.short_bytes = 1 << shift, 1 << short_shift
        self.directory_start, self.cutoff, self.short_start, _, self.next_tables = struct.unpack_from(
            "<L4xLLLL", self.content, 48
        )

    def _sector(self, number: int) -> bytes:
        begins = (number + 1) * self.sector_bytes
        return self.content[begins : begins + self.sector_bytes]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}L", sector[: len(sector) // 4 * 4])

    def _sector_table(self) -> list[int]:
        tables = list(struct.unpack_from(f"<{DIRECT_TABLES}L", self.content, 76))
        following, most = self.next_tables, len(self.content) // self.sector_bytes + 1
        for _ in range(most):
            if following >= LARGEST_SECTOR:
                break
            *more, following = self._numbers(self._sector(following))
            tables += more
        return [
            next_one for number in tables if number < LARGEST_SECTOR for next_one in self._numbers(self._sector(number))
        ]

    def _chain(self, start: int) -> bytes:
        """Return the content of a chain of sectors."""
        pieces, number = [], start
        while number < LARGEST_SECTOR:
            if len(pieces) > len(self.table):
                raise RuleBroken("workbook.damaged", FIELD)
            pieces.append(self._sector(number))
            number = self.table[number]
        return b"".join(pieces)

    def _directory(self) -> dict[str, tuple[int, int, int]]:
        directory = self._chain(self.directory_start)
        entries: dict[str, tuple[int, int, int]] = {}
        for at in range(0, min(len(directory), MOST_ENTRIES * ENTRY_BYTES) - ENTRY_BYTES + 1, ENTRY_BYTES):
            name_bytes, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<LL", directory, at + 116)
            if kind and 2 <= name_bytes <= 64:
                name = directory[at : at + name_bytes - 2].decode("utf-16-le", "replace")
                entries.setdefault(name.casefold(), (kind, start, size))
        return entries

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.entries

    def stream(self, name: str) -> bytes:
        """Return a stream's content; small ones lie in a stream of their own with sectors of 64 bytes."""
        try:
            _, start, size = self.entries[name.casefold()]
            if size >= self.cutoff:
                return self._chain(start)[:size]
            return self._short_chain(start)[:size]
        except (KeyError, IndexError, struct.error):
            raise RuleBroken("workbook.damaged", FIELD) from None

    def _short_chain(self, start: int) -> bytes:
        _, root_start, _ = next(entry for entry in self.entries.values() if entry[0] == ROOT)
        store, table = self._chain(root_start), self._numbers(self._chain(self.short_start))
        pieces, number = [], start
        while number < LARGEST_SECTOR and len(pieces) <= len(table):
            pieces.append(store[number * self.short_bytes : (number + 1) * self.short_bytes])
            number = table[number]
        return b"".join(pieces)
