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
            wording_calculator,
            wording_desk,
            wording_documents,
            wording_notices,
            wording_policy_faults,  # noqa: F401  its import registers how a fault reads
            wording_policy_studio,
            wording_rules,
        )

        for module in (wording, wording_rules, wording_documents, wording_calculator, wording_policy_studio):
            add_sentences(module.SENTENCES)
        add_notices(wording_notices.NOTICES)
        add_words("agency", wording.AGENCY_NAMES)
        for actions in (wording_desk.AUDIT_ACTIONS, wording_policy_studio.AUDIT_ACTIONS):
            add_actions(actions)
