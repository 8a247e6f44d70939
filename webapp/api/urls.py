"""/api/v1/"""

from django.urls import path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from webapp.accounts.views import SessionApi
from webapp.exchange.views import (
    ExportApi,
    PaintedApi,
    PaletteApi,
    ScenePaletteApi,
    ShotsApi,
    TimesheetApi,
    TimesheetFileApi,
    VeilApi,
)
from webapp.painting import drawing_views, stroke_views
from webapp.painting import views as painting
from webapp.productions import edition_views as editions
from webapp.productions import sheet_views as sheets
from webapp.productions.views import CharactersApi, ProductionApi, ProductionsApi
from webapp.review import views as review

urlpatterns = [
    path("session/", SessionApi.as_view(), name="session"),
    path("productions/", ProductionsApi.as_view()),
    path("productions/<int:production_id>/", ProductionApi.as_view(), name="production"),
    path("productions/<int:production_id>/characters/", CharactersApi.as_view()),
    path("productions/<int:production_id>/shots/", ShotsApi.as_view()),
    path("characters/<int:character_id>/sheets/", sheets.CharacterSheetsApi.as_view()),
    path("characters/<int:character_id>/sheets/from-picture/", sheets.SheetFromPictureApi.as_view()),
    path("sheets/<int:sheet_id>/", sheets.SheetApi.as_view(), name="sheet"),
    path("sheets/<int:sheet_id>/entries/", sheets.EntriesApi.as_view()),
    path("sheets/<int:sheet_id>/entries/<int:key>/", sheets.EntryApi.as_view()),
    path("sheets/<int:sheet_id>/entries/<int:key>/split/", sheets.EntrySplitApi.as_view()),
    path("sheets/<int:sheet_id>/order/", sheets.EntryOrderApi.as_view()),
    path("sheets/<int:sheet_id>/palette/", PaletteApi.as_view()),
    path("sheets/<int:sheet_id>/editions/", editions.EditionsApi.as_view()),
    path("sheets/<int:sheet_id>/restore/", editions.RestoreApi.as_view()),
    path("sheets/<int:sheet_id>/compare/<int:other_id>/", editions.CompareApi.as_view()),
    path("sheets/<int:sheet_id>/scenes/", editions.ScenesApi.as_view()),
    path("sheets/<int:sheet_id>/scenes/<int:scene_id>/", editions.SceneApi.as_view()),
    path("sheets/<int:sheet_id>/scenes/<int:scene_id>/entries/<int:key>/", editions.SceneEntryApi.as_view()),
    path("sheets/<int:sheet_id>/scenes/<int:scene_id>/palette/", ScenePaletteApi.as_view()),
    path("sheets/<int:sheet_id>/views/", sheets.ViewsApi.as_view()),
    path("sheets/<int:sheet_id>/views/<int:view_id>/", sheets.ViewApi.as_view()),
    re_path(
        "^sheets/(?P<sheet_id>[0-9]+)/views/(?P<view_id>[0-9]+)/(?P<which>line|painted)/(?P<digest>[0-9a-f]{64}).png$",
        sheets.ViewPictureApi.as_view(),
        name="view-picture",
    ),
    path("shots/<int:shot_id>/", painting.ShotApi.as_view(), name="shot"),
    path("shots/<int:shot_id>/paintings/", painting.ShotPaintingsApi.as_view()),
    path("shots/<int:shot_id>/queue/", painting.ShotQueueApi.as_view()),
    path("shots/<int:shot_id>/runs/", painting.ShotRunsApi.as_view()),
    path("shots/<int:shot_id>/export/", ExportApi.as_view()),
    path("shots/<int:shot_id>/timesheet/", TimesheetApi.as_view()),
    path("shots/<int:shot_id>/timesheet.xdts", TimesheetFileApi.as_view()),
    path("shots/<int:shot_id>/notes/", review.ShotNotesApi.as_view()),
    path("shots/<int:shot_id>/notes.csv", review.ShotNotesFileApi.as_view()),
    path("drawings/<int:drawing_id>/notes/", review.DrawingNotesApi.as_view()),
    path("notes/<int:note_id>/", review.NoteApi.as_view()),
    path("notes/<int:note_id>/replies/", review.NoteRepliesApi.as_view()),
    path("runs/<uuid:run_id>/", painting.RunApi.as_view()),
    path("runs/<uuid:run_id>/cancel/", painting.RunCancelApi.as_view()),
    path("drawings/<int:drawing_id>/painting/", drawing_views.PaintingApi.as_view(), name="painting"),
    path("drawings/<int:drawing_id>/line/<str:digest>.png", drawing_views.LineApi.as_view(), name="line"),
    path("drawings/<int:drawing_id>/labels/<str:digest>/", drawing_views.LabelsApi.as_view(), name="labels"),
    path("drawings/<int:drawing_id>/painted.png", PaintedApi.as_view(), name="painted"),
    path("drawings/<int:drawing_id>/veil.png", VeilApi.as_view()),
    path("drawings/<int:drawing_id>/corrections/", drawing_views.DrawingCorrectionsApi.as_view()),
    path("drawings/<int:drawing_id>/closures/", stroke_views.ClosuresApi.as_view()),
    path("drawings/<int:drawing_id>/closures/preview/", stroke_views.ClosuresPreviewApi.as_view()),
    path("closures/<int:closure_id>/", stroke_views.ClosureApi.as_view()),
    path("drawings/<int:drawing_id>/strokes/", stroke_views.StrokesApi.as_view()),
    path("strokes/<int:stroke_id>/", stroke_views.StrokeApi.as_view()),
    path("corrections/<int:correction_id>/undo/", drawing_views.CorrectionUndoApi.as_view()),
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny], renderer_classes=[OpenApiJsonRenderer])),
]
