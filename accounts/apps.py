from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Accounts")

    def ready(self):
        from accounts import (
            checks,  # noqa: F401  registers the deployment checks
            wording_access,
            wording_bureau,
            wording_doors,
            wording_rules,
        )
        from accounts.wording import add_sentences
        from accounts.wording_notices import add_notices

        for module in (wording_rules, wording_doors, wording_access, wording_bureau):
            add_sentences(module.SENTENCES)
        add_notices(wording_access.NOTICES)
