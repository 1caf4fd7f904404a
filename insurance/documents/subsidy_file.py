"""A file of people in groups, as civil affairs send it: CSV with a heading line, in UTF-8 or GB18030."""

from insurance.documents.registry_file import read_table

COLUMNS = ("name", "id_number", "group", "first_day", "last_day", "proof")


def read_subsidy_file(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return line number and cells of every row; refused like ``read_registry_file``."""
    return read_table(content, COLUMNS)
