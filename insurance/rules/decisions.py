"""Why the agency says no, and what the applicant can do next: closed lists, so that answers can be counted and worded."""

from enum import StrEnum


class RefusalReason(StrEnum):
    """Why a declaration was sent back or rejected."""

    MATERIALS_INCOMPLETE = "materials_incomplete"
    MATERIALS_UNREADABLE = "materials_unreadable"
    FACTS_DIFFER = "facts_differ"
    WRONG_REASON = "wrong_reason"
    WRONG_MONTH = "wrong_month"
    STILL_EMPLOYED = "still_employed"
    PROTECTED = "protected"
    ARREARS = "arrears"
    ALREADY_STOPPED = "already_stopped"
    NOT_COMPETENT = "not_competent"
    OTHER = "other"


class NextAction(StrEnum):
    """What the applicant can do now."""

    CORRECT_AND_RESUBMIT = "correct_and_resubmit"
    ADD_MATERIALS = "add_materials"
    FILE_ANEW = "file_anew"
    PAY_ARREARS = "pay_arrears"
    GO_TO_COUNTER = "go_to_counter"
    CALL_HOTLINE = "call_hotline"
    ASK_RECONSIDERATION = "ask_reconsideration"
