"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insurance", "0018_channels")]

    operations = []
