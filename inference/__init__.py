"""The colouring engine: a plain library and the ``shiage`` command. It knows no Django."""
