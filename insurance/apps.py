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
            wording_bases,
            wording_batches,
            wording_calculator,
            wording_calendar,
            wording_certificates,
            wording_desk,
            wording_documents,
            wording_increases,
            wording_info_change,
            wording_notices,
            wording_policy_faults,  # noqa: F401  its import registers how a fault reads
            wording_policy_studio,
            wording_rules,
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
        add_sentences(wording_bases.SENTENCES)
        add_sentences(wording_info_change.SENTENCES)
        add_words("what", wording_info_change.WHAT)
        add_notices(wording_notices.NOTICES)
        add_sentences(wording_increases.SENTENCES)
        add_notices(wording_increases.NOTICES)
        add_notices(wording_undoing.NOTICES)
        add_actions(wording_undoing.AUDIT_ACTIONS)
        add_notices(wording_certificates.NOTICES)
        add_sentences(wording_units.SENTENCES)
        add_notices(wording_units.NOTICES)
        add_actions(wording_units.AUDIT_ACTIONS)
        add_sentences(wording_batches.SENTENCES)
        add_sentences(wording_workbooks.SENTENCES)
        add_notices(wording_batches.NOTICES)
        add_actions(wording_batches.AUDIT_ACTIONS)
        add_words("agency", wording.AGENCY_NAMES)
        for actions in (
            wording_desk.AUDIT_ACTIONS,
            wording_calendar.AUDIT_ACTIONS,
            wording_certificates.AUDIT_ACTIONS,
            wording_policy_studio.AUDIT_ACTIONS,
        ):
            add_actions(actions)
