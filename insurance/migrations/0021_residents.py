"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insurance", "0020_back_payments")]

    operations = []
