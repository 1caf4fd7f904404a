"""Policy rows of the database as the entries that files and drafts also become."""

from insurance.models.benefit_policy import BenefitRule, ResidentWait, UnemploymentDuration
from insurance.models.policy import BaseBound, DeclarationWindow, LateFee, PolicyRow, Rate
from insurance.rules.explanation import Source
from insurance.rules.policy_entries import PolicyEntry, source_of

MODELS: dict[str, tuple[type[PolicyRow], tuple[str, ...]]] = {
    "bounds": (BaseBound, ()),
    "rates": (Rate, ("insurance", "kind", "injury_class")),
    "windows": (DeclarationWindow, ("channel",)),
    "benefits": (BenefitRule, ("payer",)),
    "late_fees": (LateFee, ()),
    "resident_waits": (ResidentWait, ()),
    "unemployment": (UnemploymentDuration, ()),
}
"""Table of the files → model and the columns of its key."""

TABLE_OF = {model: table for table, (model, _key) in MODELS.items()}
NOT_VALUES = frozenset({"id", "area", "in_force", "document", "article", "entered_by", "approved_by"})


def entry_of(row: PolicyRow) -> PolicyEntry:
    """Return the entry a row is; its document must be at hand."""
    table = TABLE_OF[type(row)]
    key_columns = MODELS[table][1]
    names = [field.name for field in row._meta.fields if field.name not in NOT_VALUES]
    return PolicyEntry(
        table=table,
        key=tuple(getattr(row, column) for column in key_columns),
        first=row.in_force.lower,
        until=row.in_force.upper,
        document=row.document.number,
        values={name: getattr(row, name) for name in names if name not in key_columns},
        article=row.article,
    )


def source_of_row(row: PolicyRow) -> Source:
    """Return what an explanation names for a row; its area and document must be at hand."""
    document = row.document
    return source_of(entry_of(row), area=row.area.code, evidence=document.evidence, page=document.law_slug, row=row.pk)
