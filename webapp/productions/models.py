"""What a studio makes: characters with their design sheets, shots with their drawings."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from webapp.accounts.models import Studio, User

hex_color = RegexValidator(r"^#[0-9a-f]{8}$", "A colour is #rrggbbaa in lower case.")
sha256 = RegexValidator(r"^[0-9a-f]{64}$")


class Category(models.TextChoices):
    """The paper's twelve semantic categories (section 1)."""

    BACKGROUND = "background"
    BAG = "bag"
    BELT = "belt"
    GLASSES = "glasses"
    HAIR = "hair"
    SOCKS = "socks"
    HAT = "hat"
    MOUTH = "mouth"
    CLOTHES = "clothes"
    EYES = "eyes"
    SHOES = "shoes"
    SKIN = "skin"


class Production(models.Model):
    """A series or film; the wall between what one team and another may see."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="productions")
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["studio", "name"], name="production_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Character(models.Model):
    """Somebody, or something, who has a design sheet."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="characters")
    name = models.CharField(max_length=100)
    last_key = models.PositiveIntegerField(default=0, help_text="Keys up to this one are used up, deleted ones too.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["production", "name"], name="character_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DesignSheet(models.Model):
    """A character's colour design sheet: the one that people work on, or an edition of it that was published.

    ``edition`` 0 is the working sheet of its version, 1, 2, .. are its published editions, oldest first. What is
    published stays as it is; shots may hold on to it.
    """

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="sheets")
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=100, blank=True, default="", help_text="Of an edition.")
    note = models.CharField(max_length=500, blank=True, default="", help_text="What is new in an edition.")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["character", "version", "edition"], name="sheet_edition")]
        ordering = ["character", "-version", "-edition"]

    def __str__(self) -> str:
        return f"{self.character} {self.label}"

    @property
    def label(self) -> str:
        """ "v2", or "v2.3" for its third edition."""
        return f"v{self.version}.{self.edition}" if self.edition else f"v{self.version}"


class ColorEntry(models.Model):
    """One line of a sheet's text-colour list. ``key`` names the entry in every version and every painting."""

    sheet = models.ForeignKey(DesignSheet, on_delete=models.CASCADE, related_name="entries")
    key = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(65535)])
    name = models.CharField(max_length=100)
    category = models.CharField(max_length=12, choices=Category)
    group = models.CharField(
        max_length=60, blank=True, default="", help_text="Its heading in palettes; else its category."
    )
    normal = models.CharField(max_length=9, validators=[hex_color])
    highlight = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")
    shadow = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")
    second_shadow = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "key"], name="entry_key")]
        ordering = ["order", "key"]
        verbose_name_plural = "color entries"

    def __str__(self) -> str:
        return self.name


class Successor(models.Model):
    """An entry that was taken off a sheet while in use: what is painted with ``key`` shows ``successor`` there."""

    sheet = models.ForeignKey(DesignSheet, on_delete=models.CASCADE, related_name="successors")
    key = models.PositiveIntegerField()
    successor = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "key"], name="successor_key")]
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} -> {self.successor}"


class ScenePalette(models.Model):
    """A sheet's colours in another light: night, sunset, flashback. What it leaves out looks as by day."""

    sheet = models.ForeignKey(DesignSheet, on_delete=models.CASCADE, related_name="scenes")
    name = models.CharField(max_length=100)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "name"], name="scene_name")]
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class SceneColor(models.Model):
    """An entry's tones in a scene; an empty one is that of the day."""

    scene = models.ForeignKey(ScenePalette, on_delete=models.CASCADE, related_name="colors")
    entry = models.ForeignKey(ColorEntry, on_delete=models.CASCADE, related_name="in_scenes")
    normal = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")
    highlight = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")
    shadow = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")
    second_shadow = models.CharField(max_length=9, validators=[hex_color], blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scene", "entry"], name="scene_entry")]
        ordering = ["entry__order", "entry__key"]

    def __str__(self) -> str:
        return f"{self.entry}, {self.scene}"


class ReferenceView(models.Model):
    """A painted picture of the character in its standard pose. Files are named by content in the blob store.

    ``colors`` is what its pixels mean: the sheet's colours when it came, so that it still shows the skirt when the
    skirt has become another colour.
    """

    sheet = models.ForeignKey(DesignSheet, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=100)
    line = models.CharField(max_length=64, validators=[sha256])
    painted = models.CharField(max_length=64, validators=[sha256])
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    order = models.PositiveIntegerField(default=0)
    colors = models.JSONField(default=list, help_text="[[key, normal, highlight, shadow, second shadow], ..]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "name"], name="view_name")]
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class GapMode(models.TextChoices):
    """How gaps in lines are closed before segments are cut."""

    OFF = "off"
    TANGENT = "tangent"
    BALL = "ball"


class Shot(models.Model):
    """A cut: levels of drawings, and a timesheet that says which of them shows when."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="shots")
    sheet = models.ForeignKey(DesignSheet, on_delete=models.PROTECT, related_name="shots")
    scene = models.ForeignKey(
        ScenePalette, on_delete=models.PROTECT, null=True, blank=True, related_name="shots", help_text="Empty: by day."
    )
    name = models.CharField(max_length=100)
    fps = models.PositiveIntegerField(default=24, validators=[MinValueValidator(1), MaxValueValidator(120)])
    frames = models.PositiveIntegerField(null=True, blank=True, help_text="Length; empty: up to the last change.")
    gap_mode = models.CharField(max_length=8, choices=GapMode, default=GapMode.OFF)
    gap_max = models.PositiveSmallIntegerField(default=8, help_text="px, the widest gap that is closed")
    gap_radius = models.PositiveSmallIntegerField(default=3, help_text="px, of the ball that must not fit through")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["production", "name"], name="shot_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A cel layer; ``order`` 0 is the bottom. All its drawings have one size."""

    shot = models.ForeignKey(Shot, on_delete=models.CASCADE, related_name="levels")
    name = models.CharField(max_length=16)
    order = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shot", "name"], name="level_name")]
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return f"{self.shot} {self.name}"


class Drawing(models.Model):
    """One line drawing of a level.

    ``line`` is the artist's file, byte for byte (of a layered document or a level: its lines as PNG); ``labels`` the
    label map of its segments (empty until a worker has cut them), both named by content in the blob store. Every
    wish to have it cut anew counts ``cut_asked`` up; ``cut_made`` is the wish that ``labels`` answers.
    """

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="drawings")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255)
    line = models.CharField(max_length=64, validators=[sha256])
    painted = models.CharField(
        max_length=64, validators=[sha256], blank=True, default="", help_text="A painting that came with the drawing."
    )
    labels = models.CharField(max_length=64, validators=[sha256], blank=True, default="")
    segment_count = models.PositiveIntegerField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="", help_text="Why no segments could be cut.")
    note = models.CharField(max_length=500, blank=True, default="", help_text="What the reader of lines assumed.")
    cut_asked = models.PositiveIntegerField(default=0)
    cut_made = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="drawing_number")]
        ordering = ["level", "number"]

    def __str__(self) -> str:
        return f"{self.level.name}{self.number:04}"


class Exposure(models.Model):
    """A line of the timesheet: from ``frame`` on, the level shows ``drawing`` (nothing when null)."""

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="exposures")
    frame = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, null=True, related_name="exposures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "frame"], name="exposure_frame")]
        ordering = ["frame"]

    def __str__(self) -> str:
        return f"{self.frame}: {self.drawing or 'x'}"
