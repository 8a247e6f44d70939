"""The database of the tests is a real, migrated Postgres."""

import pytest
from django.db import connection

from webapp.productions.models import Production


@pytest.mark.django_db
def test_the_broker_finds_its_tables_after_migrating() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('dramatiq.queue') IS NOT NULL")
        assert cursor.fetchone() == (True,)
    assert not Production.objects.exists()
