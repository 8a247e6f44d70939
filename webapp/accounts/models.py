"""People, the studios they work for, and what they may do there."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person."""

    @property
    def display_name(self) -> str:
        """What others see beside this person's corrections."""
        return self.get_full_name() or self.username


class Studio(models.Model):
    """Owns productions."""

    name = models.CharField(max_length=100, unique=True)
    is_demo = models.BooleanField(default=False, help_text="Holds visitors' work, which is deleted after an hour.")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a membership allows: a supervisor edits sheets, a painter corrects shots, a viewer looks."""

    SUPERVISOR = "supervisor"
    PAINTER = "painter"
    VIEWER = "viewer"


class Membership(models.Model):
    """A person's role in a whole studio, or in one of its productions."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="memberships")
    production = models.ForeignKey(
        "productions.Production",
        on_delete=models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
        help_text="Empty: every production of the studio.",
    )
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "studio", "production"], name="one_role_each", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.production or self.studio}"
