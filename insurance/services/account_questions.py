"""A person asks about a movement of their medical account, and the bureau answers."""

from datetime import datetime

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.looks import QUESTION_LENGTH
from accounts.rules.roles import Permission
from accounts.services import audit, notices
from insurance.models.personal_accounts import AccountMovement, MovementQuestion


@transaction.atomic
def ask(movement: AccountMovement, text: str, *, actor: User, at: datetime) -> MovementQuestion:
    """Ask about a movement of one's own, once for each.

    Raises RuleBroken("movement_question.asked"), RuleBroken("movement_question.text_missing").
    """
    AccountMovement.objects.select_for_update(of=("self",)).get(pk=movement.pk)
    if MovementQuestion.objects.filter(movement=movement).exists():
        raise RuleBroken("movement_question.asked")
    if len(text.strip()) < QUESTION_LENGTH:
        raise RuleBroken("movement_question.text_missing", "text", characters=QUESTION_LENGTH)
    question = MovementQuestion.objects.create(movement=movement, text=text.strip(), asked_at=at)
    question.refresh_from_db(fields=["number"])
    audit.record(actor, "account_movement.asked_about", actor.person, at=at, question=question.number)
    return question


@transaction.atomic
def answer(number: str, text: str, *, actor: User, at: datetime) -> MovementQuestion:
    """Answer a question, once; the person is told.

    Raises RuleBroken("account.not_allowed"), RuleBroken("movement_question.answered"),
    RuleBroken("movement_question.answer_missing").
    """
    if not (actor.may(Permission.HANDLE_MONEY) or actor.may(Permission.APPROVE_MONEY)):
        raise RuleBroken("account.not_allowed")
    questions = MovementQuestion.objects.select_for_update(of=("self",)).select_related("movement__account__person")
    question = questions.get(number=number)
    if question.answered_at:
        raise RuleBroken("movement_question.answered")
    if not text.strip():
        raise RuleBroken("movement_question.answer_missing", "text")
    question.answer, question.answered_by, question.answered_at = text.strip(), actor, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    person, on = question.movement.account.person, question.movement.on
    audit.record(actor, "account_movement.answered", person, at=at, question=number)
    notices.tell_person(person, "movement_question_answered", at=at, link=f"/me/account/?year={on.year}")
    return question
