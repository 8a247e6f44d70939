import pytest

from tests.webapp.studio import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()
