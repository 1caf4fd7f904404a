"""manage.py workflows: prints docs/workflows.md from the tables that the services obey."""

from django.core.management.base import BaseCommand

from accounts.rules.roles import GRANTED
from insurance.rules import policy_drafts
from insurance.rules.workflow import FIRST_TO_MENTION, TRANSITIONS, State

HEAD = """# Workflows

Printed by `manage.py workflows` from `insurance/rules/workflow.py`; a test keeps this page and the table equal.

## Declaration part

A declaration has one part per agency concerned; staff decide parts, applicants submit and withdraw declarations.
"""

TAIL = """
The state shown for a whole declaration is the first of these that one of its parts is in:
{order}.

Claiming a case is a lease of half an hour, not a state. Overdue and expired are dates, not states.

Of a back payment of more than twelve months two people decide: the first to accept agrees (`agree`), and the part stays on the
desk; a supervisor who is somebody else accepts it. Sent back or reopened, both decide again.

## Request to a unit

An employee who asks to leave an employment's insurances asks the unit first; the agencies' parts wait.

| answer | what happens |
| --- | --- |
| pending | the unit's clock runs: five working days |
| refused | the unit says why; the parts go to the agencies, whose clock starts |
| silent | the clock ran out and no reduction is under way; the same |
| done | the unit's own reduction took effect and settled the request (`fulfil`) |
| cancelled | the employee withdrew |

## Request for a refund

A declaration of a person; whoever accepts it proposes the refund, and what then happens to the money is the refund's state
([why](decisions/money-back-to-whoever-paid.md)).

| the request | the refund | what the person reads |
| --- | --- | --- |
| submitted, returned | none | by when the agency answers, or what to put right |
| effective | proposed | accepted, waits for the second signature |
| effective | approved, sent | signed, at the bank; or the office makes a bank transfer |
| effective | done | given back on a day |
| effective | failed | the bank refused; the office proposes it again, by bank transfer, for the same request |
| undone (by the system) | rejected | not approved, and why; it may be asked for anew |

## Draft of policy

Entered by one person, activated by another (`insurance/rules/policy_drafts.py`,
[why](decisions/policy-studio.md)). Who changes a draft is who entered it; who activates it is not. Every change takes preview and
examples away; only a draft with a preview that still holds and with green examples is activated.

{drafts}
"""


def workflow_page() -> str:
    """Return docs/workflows.md."""
    rows = ["| from | action | to | by |", "| --- | --- | --- | --- |"]
    for (source, action), (target, actors) in TRANSITIONS.items():
        rows.append(f"| {source} | {action} | {target} | {', '.join(sorted(actors))} |")
    final = [state for state in State if not any(source == state for source, _ in TRANSITIONS)]
    rows += ["", f"Final states: {', '.join(final)}."]
    tail = TAIL.format(order=", ".join(FIRST_TO_MENTION), drafts="\n".join(draft_rows()))
    return HEAD + "\n" + "\n".join(rows) + "\n" + tail


def draft_rows() -> list[str]:
    """Return the table of what is done with drafts of policy, with the roles that may."""
    rows = ["| from | act | to | by |", "| --- | --- | --- | --- |"]
    for (source, act), target in policy_drafts.TRANSITIONS.items():
        roles = sorted(role for role, granted in GRANTED.items() if granted & policy_drafts.ALLOWED[act])
        rows.append(f"| {source} | {act} | {target} | {', '.join(roles)} |")
    final = [state for state in policy_drafts.DraftState if state not in policy_drafts.OPEN]
    return [*rows, "", f"Final states: {', '.join(final)}."]


class Command(BaseCommand):
    help = "Prints docs/workflows.md from the transition table."

    def handle(self, *args, **options):
        self.stdout.write(workflow_page(), ending="")
