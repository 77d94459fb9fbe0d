"""What the operator may set. odlm checks it against the schema and fills in the defaults."""

import json
from dataclasses import dataclass, field

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Settings of territory",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "past_target": {
            "description": "Whether people get leads of their territory past their targets, evenly, once all who cover it have reached theirs",
            "type": "boolean",
            "default": True,
        },
        "fallback_team": {
            "description": "The team whose people take the leads that no territory covers; empty: these leads keep their owner",
            "type": "string",
            "maxLength": 100,
            "default": "",
        },
        "fallback_when_full": {
            "description": "Whether the fallback team also takes leads whose territory is covered by people who may take no more",
            "type": "boolean",
            "default": True,
        },
        "aliases": {
            "description": "Further names of places, like `DE: Germany`: either is taken for the other, in leads and in territories",
            "type": "object",
            "maxProperties": 2000,
            "propertyNames": {"maxLength": 200},
            "additionalProperties": {"type": "string", "maxLength": 200},
            "default": {},
        },
    },
}


@dataclass
class Settings:
    """The settings, as the rule takes them."""

    past_target: bool = True
    fallback_team: str = ""
    fallback_when_full: bool = True
    aliases: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> Settings:
    """The settings of a request."""
    return Settings(**json.loads(text or "{}"))
