from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("productions", "0006_view_colors"),
    ]

    operations = [
        migrations.AddField(
            model_name="colorentry",
            name="group",
            field=models.CharField(
                blank=True, default="", help_text="Its heading in palettes; else its category.", max_length=60
            ),
        ),
    ]
