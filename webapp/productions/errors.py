"""What productions refuse."""

from webapp.errors import Refused


class NameTaken(Refused):
    """A production, character or view of that name is there already."""

    code = "name_taken"
    status = 409


class SheetPublished(Refused):
    """An edition stays as it is."""

    code = "sheet_published"
    status = 409


class AnotherCharacter(Refused):
    """Keys of another character's sheet mean something else."""

    code = "another_character"
    status = 409


class BadScene(Refused):
    """A scene's colour that has no counterpart by day."""

    code = "bad_scene"


class SceneInUse(Refused):
    """Shots are in it. ``details``: their ids."""

    code = "scene_in_use"
    status = 409


class EntryInUse(Refused):
    """Drawings are painted with it. ``details``: their ids."""

    code = "entry_in_use"
    status = 409
