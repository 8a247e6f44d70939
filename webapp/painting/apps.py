from django.apps import AppConfig


class PaintingConfig(AppConfig):
    name = "webapp.painting"
    label = "painting"
