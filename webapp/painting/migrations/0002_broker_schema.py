"""The tables of the Postgres broker. They are made whichever broker is used: changing it is then one setting."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from dramatiq_postgres import schema


def make_schema(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Does nothing where the schema is already there."""
    with editor.connection.cursor() as cursor:
        schema.init(cursor)


class Migration(migrations.Migration):
    dependencies = [("painting", "0001_initial")]
    operations = [migrations.RunPython(make_schema, migrations.RunPython.noop)]
