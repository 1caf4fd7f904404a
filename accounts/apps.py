from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Accounts")

    def ready(self):
        from accounts import checks, wording_rules  # noqa: F401  checks registers the deployment checks
        from accounts.wording import add_sentences

        add_sentences(wording_rules.SENTENCES)
