from django.apps import AppConfig


class ProductionsConfig(AppConfig):
    name = "webapp.productions"
    label = "productions"
