"""The text behind a draft of policy: one on record, or one that comes with the draft and is written with its activation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.rules.errors import RuleBroken
from insurance.models.policy import PolicyDocument
from insurance.models.policy_drafts import PolicyDraft
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.policy_tables import checked_documents


def known_document(number: str, new_document: Mapping[str, Any] | None) -> PolicyDocument | None:
    """Return the document behind a draft, None where it comes with the draft."""
    found = PolicyDocument.objects.filter(number=number).first()
    if new_document is None:
        if found is None:
            raise RuleBroken("policy_draft.document_missing", "document")
        return found
    if found is not None:
        raise RuleBroken("policy_draft.document_known", "document_number", number=number)
    try:
        checked_documents([new_document])
    except PolicyFault as fault:
        raise RuleBroken("policy_draft.fault", None, fault=fault) from fault
    return None


def as_document_json(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in document.items()}


def new_document_of(draft: PolicyDraft) -> PolicyDocument:
    """Return the document that comes with the draft, written now unless another draft brought it before."""
    described = dict(draft.new_document)
    number = described.pop("number")
    document, _created = PolicyDocument.objects.get_or_create(number=number, defaults=described)
    return document
