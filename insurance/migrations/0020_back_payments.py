"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insurance", "0019_bills")]

    operations = []
