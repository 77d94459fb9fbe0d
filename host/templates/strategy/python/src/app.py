"""`my-strategy`: joins the rule to odlm's contract, `wit/strategy.wit`. The modules of the contract exist only inside the component."""

import json

import odlm  # First: it replaces the clock and chance before anything else takes hold of them.
from wit_world import exports
from wit_world.imports import types

import rule
import settings


class Strategy(exports.Strategy):
    """What odlm asks: who the strategy is, and who gets which lead."""

    @odlm.guarded
    def describe(self) -> types.Description:
        return types.Description(
            name="my-strategy",
            version="0.1.0",
            summary="Gives each lead to whoever is furthest below target",
            settings_schema=json.dumps(settings.SCHEMA),
            # A strategy sees no column that it does not ask for here: types.ColumnRequest("source", types.Kind.TEXTS, True).
            lead_columns=[],
            salesperson_columns=[],
        )

    @odlm.guarded
    def assign(self, request: types.Request) -> types.Plan:
        answer = rule.distribute(request, **settings.parse(request.settings))
        return types.Plan(
            assignee=answer.assignee,
            reason=answer.reason,
            reasons=answer.reasons,
            notes=[types.Note(lead, text) for lead, text in answer.notes],
            memory=b"",
        )
