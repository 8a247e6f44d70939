from typing import Any

from django.db import migrations, models

TONES = ("normal", "highlight", "shadow", "second_shadow")


def remember(apps: Any, schema_editor: Any) -> None:
    """Views that are there already mean what their sheet says now."""
    for view in apps.get_model("productions", "ReferenceView").objects.select_related("sheet"):
        view.colors = [list(row) for row in view.sheet.entries.order_by("order", "key").values_list("key", *TONES)]
        view.save(update_fields=["colors"])


class Migration(migrations.Migration):
    dependencies = [
        ("productions", "0005_successors"),
    ]

    operations = [
        migrations.AddField(
            model_name="referenceview",
            name="colors",
            field=models.JSONField(default=list, help_text="[[key, normal, highlight, shadow, second shadow], ..]"),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
