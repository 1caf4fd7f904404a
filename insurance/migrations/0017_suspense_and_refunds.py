"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insurance", "0016_assessment_runs")]

    operations = []
