"""Signing in and out."""

from django.contrib.auth import authenticate, login
from django.http import HttpRequest

from webapp.accounts.errors import BadSignIn
from webapp.accounts.models import User


def session_open(*, request: HttpRequest, username: str, password: str) -> User:
    """Sign a person in for this browser. Raises BadSignIn."""
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        raise BadSignIn("The name or the password is wrong.")
    login(request, user)
    return user
