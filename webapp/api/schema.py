"""Finishing touches to the generated OpenAPI schema."""

from typing import Any

_ERROR = {
    "type": "object",
    "description": "Every refusal, whatever the reason.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "code", "details"],
            "properties": {
                "message": {"type": "string", "description": "A sentence for a painter."},
                "code": {"type": "string", "description": "A stable word for programs."},
                "details": {"nullable": True},
            },
        }
    },
}
_ANSWER = {
    "description": "Refused",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def add_error_answers(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:
    """drf-spectacular's hook: every operation can answer with the one error body."""
    result["components"]["schemas"]["Error"] = _ERROR
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = _ANSWER
    return result
