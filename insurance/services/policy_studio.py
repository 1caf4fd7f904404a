"""The policy studio: a change of policy is entered by one person, looked at from all sides, and activated by another.

What is activated goes through the same reader and the same putting in force as the reviewed files; what is in force
already is only closed, so results of the past stay as they are.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.models.policy import PoolingArea
from insurance.models.policy_drafts import PolicyDraft
from insurance.rules.policy_drafts import (
    ALLOWED,
    OPEN,
    DraftAct,
    as_json,
    fingerprint,
    from_json,
    next_state,
    refuse_overlap,
)
from insurance.rules.policy_entries import PolicyEntry, PolicyFault
from insurance.rules.policy_tables import entries_of
from insurance.selectors.policy_change import Change, rows_of_area
from insurance.selectors.policy_effects import effect
from insurance.services.draft_documents import as_document_json, known_document, new_document_of
from insurance.services.draft_examples import examples_of, refuse_unreadable, run_with
from insurance.services.policy_in_force import lock_policy, supersede

RECOMPUTATION = "insurance.tasks.recompute_benefits"

MOST_YEARS_AHEAD = 10

COMPARED = {"bounds": {"bounds", "rates"}, "rates": {"bounds", "rates"}}
"""Tables whose rows a preview looks at besides its own."""


# Entering -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def enter_draft(
    area: PoolingArea,
    table: str,
    values: Mapping[str, Any],
    *,
    new_document: Mapping[str, Any] | None = None,
    own_examples: str = "",
    actor: User,
    at: datetime,
    on: date,
) -> PolicyDraft:
    """Keep a change of policy as a draft. ``values`` is one row as a reviewed file would write it.

    ``new_document`` describes the text behind it where the hall does not know it yet. Raises RuleBroken with the fault
    of the row, of its document or of the examples; ``policy_draft.first_day_past``, ``policy_draft.overlaps``.
    """
    refuse_without(actor, ALLOWED[DraftAct.CHANGE])
    draft = PolicyDraft(area=area, table=table, entered_by=actor, entered_at=at)
    fill(draft, values, new_document, own_examples, at=at, on=on)
    draft.save(force_insert=True)
    audit.record(actor, "policy.entered", draft, at=at, **told(draft))
    return draft


@transaction.atomic
def change_draft(
    number: str,
    values: Mapping[str, Any],
    *,
    new_document: Mapping[str, Any] | None = None,
    own_examples: str = "",
    actor: User,
    at: datetime,
    on: date,
) -> PolicyDraft:
    """Write other values into a draft; preview and examples have to be made anew.

    Only who entered it changes it, so that whoever approves has entered nothing. Raises what ``enter_draft`` raises,
    and RuleBroken("policy_draft.not_yours"), ("policy_draft.finished").
    """
    refuse_without(actor, ALLOWED[DraftAct.CHANGE])
    draft = locked(number)
    draft.state = next_state(draft.state, DraftAct.CHANGE)
    if draft.entered_by_id != actor.pk:
        raise RuleBroken("policy_draft.not_yours")
    fill(draft, values, new_document, own_examples, at=at, on=on)
    draft.preview = draft.previewed_at = draft.examples = draft.examples_at = None
    draft.examples_passed = draft.examples_failed = None
    draft.preview_mark = ""
    draft.save()
    audit.record(actor, "policy.changed", draft, at=at, **told(draft))
    return draft


def fill(draft: PolicyDraft, values, new_document, own_examples: str, *, at: datetime, on: date) -> None:
    """Put checked values into a draft."""
    entries = read(draft.table, values)
    document = known_document(values["document"], new_document)
    refuse_past(entries[0].first, on)
    refuse_distant(entries[0].first, on)
    refuse_overlap(entries, rows_of_area(draft.area))
    refuse_unreadable(own_examples)
    draft.values = as_json(values)
    draft.first_on = entries[0].first
    draft.document = document
    draft.new_document = None if document or new_document is None else as_document_json(new_document)
    draft.own_examples = own_examples
    draft.changed_at = at


def read(table: str, values: Mapping[str, Any]) -> tuple[PolicyEntry, ...]:
    """Return the entries a row gives, as the loader of the files reads it; RuleBroken("policy_draft.fault") names the
    column where one is named."""
    try:
        return entries_of(table, values)
    except PolicyFault as fault:
        column = str(fault).partition(": ")[2].partition(": ")[0]
        raise RuleBroken("policy_draft.fault", column or None, fault=fault) from fault


def refuse_past(first_on: date, on: date) -> None:
    """Raise RuleBroken for a draft that would change days that have passed, and with them results."""
    if first_on < on:
        raise RuleBroken("policy_draft.first_day_past", "first_on", on=on)


def refuse_distant(first_on: date, on: date) -> None:
    """Raise RuleBroken for a first day that is a slip of the pen."""
    if first_on.year > on.year + MOST_YEARS_AHEAD:
        raise RuleBroken("policy_draft.first_day_far", "first_on", last=date(on.year + MOST_YEARS_AHEAD, 12, 31))


# Looking ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def preview_draft(number: str, *, actor: User, at: datetime, on: date) -> PolicyDraft:
    """Work out on the record what the draft would change, and keep it with the draft."""
    refuse_without(actor, ALLOWED[DraftAct.PREVIEW])
    draft = locked(number)
    draft.state = next_state(draft.state, DraftAct.PREVIEW)
    change = change_of(draft)
    draft.preview = effect(change, on=on)
    draft.preview_mark = mark_of(draft, change.standing)
    draft.previewed_at = at
    draft.save(update_fields=["state", "preview", "preview_mark", "previewed_at"])
    audit.record(actor, "policy.previewed", draft, at=at)
    return draft


@transaction.atomic
def run_examples(number: str, *, actor: User, at: datetime) -> PolicyDraft:
    """Run the reviewed example files, and the draft's own rows, with the draft in the place of its rule."""
    refuse_without(actor, ALLOWED[DraftAct.RUN_EXAMPLES])
    draft = locked(number)
    draft.state = next_state(draft.state, DraftAct.RUN_EXAMPLES)
    result = run_with(change_of(draft), examples_of(draft.own_examples))
    draft.examples = result.as_json()
    draft.examples_passed, draft.examples_failed, draft.examples_at = result.passed, result.failed, at
    draft.save(update_fields=["state", "examples", "examples_passed", "examples_failed", "examples_at"])
    audit.record(actor, "policy.examples_run", draft, at=at, passed=result.passed, failed=result.failed)
    return draft


def change_of(draft: PolicyDraft) -> Change:
    """Return the draft against what is in force."""
    evidence = draft.document.evidence if draft.document else draft.new_document["evidence"]
    return Change(
        area=draft.area,
        table=draft.table,
        entries=read(draft.table, from_json(draft.values)),
        standing=tuple(rows_of_area(draft.area)),
        first_on=draft.first_on,
        evidence=evidence,
    )


def mark_of(draft: PolicyDraft, standing: Iterable[PolicyEntry]) -> str:
    """Return what a preview of the draft holds for: its values, and the rows that count from its first day on."""
    tables = COMPARED.get(draft.table, {draft.table})
    first_on = draft.first_on
    rows = [e for e in standing if e.table in tables and (e.until is None or e.until > first_on)]
    return fingerprint(draft.values, rows)


# Deciding -----------------------------------------------------------------------------------------------------------


def obstacles(draft: PolicyDraft, *, actor: User, on: date) -> list[RuleBroken]:
    """Return everything that keeps ``actor`` from activating an open draft now."""
    change = change_of(draft)
    found = []
    if draft.preview is None:
        found.append(RuleBroken("policy_draft.not_previewed"))
    elif draft.preview_mark != mark_of(draft, change.standing):
        found.append(RuleBroken("policy_draft.preview_outdated"))
    if draft.examples_failed is None:
        found.append(RuleBroken("policy_draft.examples_not_run"))
    elif draft.examples_failed:
        found.append(RuleBroken("policy_draft.examples_red", failed=draft.examples_failed))
    if draft.entered_by_id == actor.pk:
        found.append(RuleBroken("policy_draft.own_entry"))
    for check, *given in ((refuse_past, draft.first_on, on), (refuse_overlap, change.entries, change.standing)):
        try:
            check(*given)
        except RuleBroken as problem:
            found.append(problem)
    return found


@transaction.atomic
def activate_draft(number: str, *, actor: User, at: datetime, on: date) -> PolicyDraft:
    """Put a draft in force from its first day on, closing the open row before it; the second pair of eyes.

    Raises RuleBroken("account.not_allowed"), ("policy_draft.finished"), or RulesBroken with everything that is missing:
    preview, examples, another person, a day that has not passed. Entitlements are recomputed afterwards.
    """
    refuse_without(actor, ALLOWED[DraftAct.ACTIVATE])
    lock_policy()
    draft = locked(number)
    if draft.state in OPEN:
        refuse_if_any(obstacles(draft, actor=actor, on=on))
    draft.state = next_state(draft.state, DraftAct.ACTIVATE)
    draft.document = draft.document or new_document_of(draft)
    added, closed = put_in_force(draft, actor)
    draft.approved_by, draft.activated_at = actor, at
    draft.save(update_fields=["state", "document", "approved_by", "activated_at"])
    audit.record(actor, "policy.activated", draft, at=at, added=added, closed=closed, **told(draft))
    jobs.configure_task(RECOMPUTATION).defer(area_id=draft.area_id)
    return draft


def put_in_force(draft: PolicyDraft, actor: User) -> tuple[int, int]:
    entries = read(draft.table, from_json(draft.values))
    try:
        return supersede(draft.area, entries, entered_by=draft.entered_by, approved_by=actor)
    except PolicyFault as fault:
        raise RuleBroken("policy_draft.fault", None, fault=fault) from fault


@transaction.atomic
def discard_draft(number: str, *, actor: User, at: datetime) -> PolicyDraft:
    """Lay a draft aside for good; it stays on record."""
    refuse_without(actor, ALLOWED[DraftAct.DISCARD])
    draft = locked(number)
    draft.state = next_state(draft.state, DraftAct.DISCARD)
    draft.discarded_by, draft.discarded_at = actor, at
    draft.save(update_fields=["state", "discarded_by", "discarded_at"])
    audit.record(actor, "policy.discarded", draft, at=at, **told(draft))
    return draft


def refuse_without(actor: User, permissions: Iterable[Permission]) -> None:
    """Raise RuleBroken unless ``actor`` has one of the permissions."""
    if not any(actor.may(permission) for permission in permissions):
        raise RuleBroken("account.not_allowed")


def locked(number: str) -> PolicyDraft:
    drafts = PolicyDraft.objects.select_for_update(of=("self",)).select_related("area", "document", "entered_by")
    return drafts.get(number=number)


def told(draft: PolicyDraft) -> dict[str, str]:
    """Return what the audit says of a draft."""
    return {"area": draft.area.code, "table": draft.table, "first_on": draft.first_on.isoformat()}
