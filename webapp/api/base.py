"""What every API view shares: the person who asks, and files as answers."""

from django.http import HttpResponse
from rest_framework.exceptions import NotAuthenticated
from rest_framework.views import APIView

from webapp.accounts.models import User

# A file named by its content never changes; ``private``: proxies must not show it to others.
FOR_EVER = "private, max-age=31536000, immutable"


class ApiView(APIView):
    """A view parses; services decide and selectors read."""

    @property
    def person(self) -> User:
        """Who asks. Raises NotAuthenticated when nobody has signed in."""
        user = self.request.user
        if not isinstance(user, User):
            raise NotAuthenticated
        return user


def blob_response(data: bytes, content_type: str, **headers: str) -> HttpResponse:
    """Bytes that never change at this address."""
    return HttpResponse(data, content_type=content_type, headers={"Cache-Control": FOR_EVER, **headers})
