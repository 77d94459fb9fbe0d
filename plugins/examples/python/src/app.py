"""`territory`: joins the rule to odlm's contract, `wit/strategy.wit`. The modules of the contract exist only inside the component."""

import json

import odlm  # First: it replaces the clock and chance before anything else takes hold of them.
from wit_world import exports
from wit_world.imports import types

import columns
import rule
import settings


class Strategy(exports.Strategy):
    """What odlm asks: who the strategy is, and who gets which lead."""

    @odlm.guarded
    def describe(self) -> types.Description:
        return types.Description(
            name="territory",
            version="1.0.0",
            summary="Gives each lead to the people whose territory covers it, the closest territory first",
            settings_schema=json.dumps(settings.SCHEMA),
            lead_columns=[types.ColumnRequest(name, types.Kind.TEXTS, False) for name in rule.COLUMNS],
            salesperson_columns=[
                types.ColumnRequest("territories", types.Kind.TEXT_LISTS, True),
                types.ColumnRequest("team", types.Kind.TEXTS, False),
            ],
        )

    @odlm.guarded
    def assign(self, request: types.Request) -> types.Plan:
        territories, teams = request.salespeople.columns
        answer = rule.distribute(
            request,
            places=[columns.texts(column, request.texts) for column in request.leads.columns],
            territories=columns.text_lists(territories, request.texts),
            teams=columns.texts(teams, request.texts),
            settings=settings.parse(request.settings),
        )
        return types.Plan(
            assignee=answer.assignee,
            reason=answer.reason,
            reasons=answer.reasons,
            notes=[types.Note(lead, text) for lead, text in answer.notes],
            memory=b"",
        )
