"""What people draw on a drawing: closed gaps and semantic strokes."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.adding import ClientField, added, adding, place_field
from webapp.api.base import ApiView
from webapp.painting.models import StrokePart
from webapp.painting.selectors import closure_get, closure_list, closures_preview, drawing_get, stroke_get
from webapp.painting.serializers import ClosureSerializer, GapsSerializer, PersonNameSerializer, StrokeSerializer
from webapp.painting.services.closures import closure_add, closure_payload, closure_switch
from webapp.painting.services.strokes import stroke_add, stroke_holds, stroke_payload, stroke_switch, strokes_in_force
from webapp.productions.access import require
from webapp.productions.rules import PAINT


class ClosuresApi(ApiView):
    """The closed gaps of a drawing."""

    class ClosureListSerializer(serializers.Serializer[dict[str, object]]):
        closures = ClosureSerializer(many=True)

    class ClosureAddSerializer(serializers.Serializer[dict[str, object]]):
        points = serializers.ListField(
            child=place_field(),
            min_length=2,
            max_length=10_000,
            help_text="[x, y] of a polyline, px",
        )
        client = ClientField()

    @extend_schema(responses=ClosureListSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """The engine's and people's."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        return Response({"closures": [closure_payload(closure) for closure in closure_list(drawing=drawing)]})

    @extend_schema(request=ClosureAddSerializer, responses=adding(ClosureSerializer))
    def post(self, request: Request, drawing_id: int) -> Response:
        """A closing stroke; the drawing is cut again."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        require(self.person, PAINT, drawing.level.shot.production)
        given = self.ClosureAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        drawn = closure_add(drawing=drawing, by=self.person, **given.validated_data)
        return added(closure_payload(drawn.closure), is_new=drawn.is_new)


class ClosuresPreviewApi(ApiView):
    """Gaps that would be closed."""

    class ClosurePreviewSerializer(serializers.Serializer[dict[str, object]]):
        class FoundSerializer(serializers.Serializer[dict[str, object]]):
            points = serializers.ListField(
                child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
            )
            score = serializers.FloatField()
            by = PersonNameSerializer(allow_null=True)
            active = serializers.BooleanField()

        closures = FoundSerializer(many=True)

    @extend_schema(parameters=[GapsSerializer(partial=True)], responses=ClosurePreviewSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """Computed at once, nothing is saved. What is not given is as the shot has it."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        given = GapsSerializer(data=request.query_params, partial=True)
        given.is_valid(raise_exception=True)
        return Response({"closures": closures_preview(drawing=drawing, wanted=given.validated_data)})


class ClosureApi(ApiView):
    """One closed gap."""

    class ClosureSwitchSerializer(serializers.Serializer[dict[str, bool]]):
        active = serializers.BooleanField()

    @extend_schema(request=ClosureSwitchSerializer, responses=ClosureSerializer)
    def patch(self, request: Request, closure_id: int) -> Response:
        """Switch it on or off; the drawing is cut again."""
        closure = closure_get(user=self.person, pk=closure_id)
        require(self.person, PAINT, closure.drawing.level.shot.production)
        given = self.ClosureSwitchSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(closure_payload(closure_switch(closure=closure, **given.validated_data)))


class StrokesApi(ApiView):
    """The semantic strokes of a drawing."""

    class StrokeListSerializer(serializers.Serializer[dict[str, object]]):
        strokes = StrokeSerializer(many=True)

    class StrokeAddSerializer(serializers.Serializer[dict[str, object]]):
        part = serializers.ChoiceField(choices=StrokePart.choices)
        points = serializers.ListField(
            child=place_field(),
            min_length=1,
            max_length=10_000,
            help_text="[x, y] of a polyline, px; a single one is a dot",
        )
        client = ClientField()

    @extend_schema(responses=StrokeListSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """Those that hold, in the order they were drawn."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        return Response({"strokes": [stroke_payload(stroke, True) for stroke in strokes_in_force(drawing).strokes]})

    @extend_schema(request=StrokeAddSerializer, responses=adding(StrokeSerializer))
    def post(self, request: Request, drawing_id: int) -> Response:
        """A stroke; the drawing is coloured again."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        require(self.person, PAINT, drawing.level.shot.production)
        given = self.StrokeAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        stroke, is_new = stroke_add(drawing=drawing, by=self.person, **given.validated_data)
        return added(stroke_payload(stroke, stroke_holds(stroke)), is_new=is_new)


class StrokeApi(ApiView):
    """One semantic stroke."""

    class StrokeSwitchSerializer(serializers.Serializer[dict[str, bool]]):
        active = serializers.BooleanField()

    @extend_schema(request=StrokeSwitchSerializer, responses=StrokeSerializer)
    def patch(self, request: Request, stroke_id: int) -> Response:
        """Rub it out, or bring it back; the drawing is coloured again."""
        stroke = stroke_get(user=self.person, pk=stroke_id)
        require(self.person, PAINT, stroke.drawing.level.shot.production)
        given = self.StrokeSwitchSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        active = given.validated_data["active"]
        return Response(stroke_payload(stroke_switch(stroke=stroke, active=active, by=self.person), active))
