"""What keeps a demo from starting."""


class CannotStart(Exception):
    """``str(error)`` says what is in the way and what to do. Nothing was started."""


class BrokenOff(Exception):
    """Something that was started did not come up; ``str(error)`` says where its log is."""
