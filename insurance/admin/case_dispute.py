"""What a review page tells about a dispute: the reason declared and the one claimed, what both sides say."""

from django.utils.translation import gettext as _

from accounts.wording import day_text
from insurance.admin.case import Comparison, History
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.disputes import UnitStatement
from insurance.rules.reasons import REDUCTION_REASONS, Proposer
from insurance.wording_reasons import JOB_LOSS_NAMES, PROPOSER_NAMES, reason_name


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what the person claims beside what the unit declared."""
    contested = declaration.about.lines.get(person=declaration.person_id)
    claimed, declared = declaration.details, contested.details
    found = [
        Comparison(_("Reduction"), declaration.about.number, declaration.about.unit.name, is_name=True),
        Comparison(
            _("Reason of the end"),
            reason_words(claimed["claimed_reason"]),
            reason_words(contested.reason),
            differs=True,
        ),
        Comparison(
            _("Proposed by"),
            proposer_words(claimed.get("proposed_by")),
            proposer_words(declared.get("proposed_by")),
            differs=claimed.get("proposed_by") != declared.get("proposed_by"),
        ),
        Comparison(_("For unemployment benefit"), job_loss(claimed["claimed_reason"]), job_loss(contested.reason)),
        Comparison(_("What they say"), claimed["text"], said_by_unit(declaration), is_name=True),
    ]
    if contested.ended_on:
        found.append(Comparison(_("End of the employment"), "", day_text(contested.ended_on)))
    return found


def reason_words(code: str) -> str:
    return f"{code} {reason_name(code)}"


def proposer_words(code: str | None) -> str:
    return str(PROPOSER_NAMES[Proposer(code)]) if code else "—"


def job_loss(code: str) -> str:
    return str(JOB_LOSS_NAMES[REDUCTION_REASONS[code].job_loss])


def said_by_unit(declaration: Declaration) -> str:
    """Return the unit's view, or by when it may state one."""
    statement = UnitStatement.objects.filter(dispute=declaration).first()
    if statement is None:
        return ""
    if statement.said_at:
        return statement.text
    return _("The unit has said nothing; it may until %(day)s.") % {"day": day_text(statement.due_on)}


def changes(part: DeclarationPart, line: DeclarationLine) -> list:
    """No enrolment closes: only why one was closed changes."""
    return []


def effect(line: DeclarationLine) -> str:
    """Return what accepting the dispute changes."""
    claimed = reason_words(line.declaration.details["claimed_reason"])
    return _("The reason that counts becomes %(reason)s, and a new certificate takes the place of the old one.") % {
        "reason": claimed
    }
