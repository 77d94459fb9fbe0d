"""What the operator may set. odlm checks it against the schema and fills in the defaults."""

import json

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Settings of my-strategy",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "past_target": {
            "description": "Whether leads are given out past the targets, evenly, once everybody has reached theirs",
            "type": "boolean",
            "default": False,
        }
    },
}


def parse(text: str) -> dict:
    """The settings by name, as the rule takes them."""
    return json.loads(text or "{}")
