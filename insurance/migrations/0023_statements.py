"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insurance", "0022_personal_accounts")]

    operations = []
