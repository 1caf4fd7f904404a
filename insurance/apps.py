from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsuranceConfig(AppConfig):
    name = "insurance"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Social insurance")

    def ready(self):
        from accounts.wording import add_sentences
        from accounts.wording_audit import add_actions
        from accounts.wording_notices import add_notices, add_words
        from insurance import (
            wording,
            wording_accounts,
            wording_assessing,
            wording_back_payments,
            wording_bases,
            wording_batches,
            wording_bills,
            wording_books,
            wording_calculator,
            wording_calendar,
            wording_certificates,
            wording_desk,
            wording_documents,
            wording_increases,
            wording_info_change,
            wording_notices,
            wording_payments,
            wording_policy_faults,  # noqa: F401  its import registers how a fault reads
            wording_policy_studio,
            wording_refunds,
            wording_residents,
            wording_rules,
            wording_statements,
            wording_undoing,
            wording_units,
            wording_workbooks,
        )

        for module in (
            wording,
            wording_rules,
            wording_documents,
            wording_calculator,
            wording_calendar,
            wording_certificates,
            wording_policy_studio,
        ):
            add_sentences(module.SENTENCES)
        add_sentences(wording_undoing.SENTENCES)
        add_sentences(wording_accounts.SENTENCES)
        add_actions(wording_accounts.AUDIT_ACTIONS)
        add_notices(wording_accounts.NOTICES)
        add_sentences(wording_assessing.SENTENCES)
        add_notices(wording_assessing.NOTICES)
        add_actions(wording_assessing.AUDIT_ACTIONS)
        add_sentences(wording_bases.SENTENCES)
        add_sentences(wording_info_change.SENTENCES)
        add_words("what", wording_info_change.WHAT)
        add_notices(wording_notices.NOTICES)
        add_sentences(wording_increases.SENTENCES)
        add_notices(wording_increases.NOTICES)
        add_notices(wording_undoing.NOTICES)
        add_actions(wording_undoing.AUDIT_ACTIONS)
        add_notices(wording_certificates.NOTICES)
        add_sentences(wording_bills.SENTENCES)
        add_notices(wording_bills.NOTICES)
        add_actions(wording_bills.AUDIT_ACTIONS)
        add_sentences(wording_units.SENTENCES)
        add_notices(wording_units.NOTICES)
        add_actions(wording_units.AUDIT_ACTIONS)
        add_sentences(wording_statements.SENTENCES)
        add_actions(wording_statements.AUDIT_ACTIONS)
        add_sentences(wording_batches.SENTENCES)
        add_sentences(wording_workbooks.SENTENCES)
        add_notices(wording_batches.NOTICES)
        add_actions(wording_batches.AUDIT_ACTIONS)
        add_sentences(wording_books.SENTENCES)
        add_notices(wording_books.NOTICES)
        add_actions(wording_books.AUDIT_ACTIONS)
        add_sentences(wording_refunds.SENTENCES)
        add_notices(wording_refunds.NOTICES)
        add_sentences(wording_residents.SENTENCES)
        add_notices(wording_residents.NOTICES)
        add_actions(wording_residents.AUDIT_ACTIONS)
        add_words("group", wording_residents.GROUP_NAMES)
        add_sentences(wording_payments.SENTENCES)
        add_notices(wording_payments.NOTICES)
        add_actions(wording_payments.AUDIT_ACTIONS)
        add_sentences(wording_back_payments.SENTENCES)
        add_notices(wording_back_payments.NOTICES)
        add_actions(wording_back_payments.AUDIT_ACTIONS)
        add_words("agency", wording.AGENCY_NAMES)
        for actions in (
            wording_desk.AUDIT_ACTIONS,
            wording_calendar.AUDIT_ACTIONS,
            wording_certificates.AUDIT_ACTIONS,
            wording_policy_studio.AUDIT_ACTIONS,
        ):
            add_actions(actions)
