// Package strategy joins the rule to odlm's contract, wit/strategy.wit.
package strategy

import (
	types "my-strategy/bindings/odlm_strategy_types"
	wit "my-strategy/bindings/wit/types"
	"my-strategy/odlm"
	"my-strategy/rule"
	"my-strategy/settings"
)

// Describe tells odlm what the strategy is.
func Describe() types.Description {
	return types.Description{
		Name:           "my-strategy",
		Version:        "0.1.0",
		Summary:        "Gives each lead to whoever is furthest below target",
		SettingsSchema: settings.Schema,
		// A strategy sees no column that it does not ask for here: {Name: "source", Kind: types.Kind_Texts, Required: true}.
		LeadColumns:        nil,
		SalespersonColumns: nil,
	}
}

// Assign tells odlm who gets which lead.
func Assign(request types.Request) wit.Result[types.Plan, string] {
	return odlm.Guard(func() (types.Plan, error) { return assign(request) })
}

func assign(request types.Request) (types.Plan, error) {
	set, err := settings.Parse(request.Settings)
	if err != nil {
		return types.Plan{}, err
	}
	people := request.Salespeople
	answer := rule.Distribute(rule.Request{
		Owner: request.Leads.Owner,
		People: rule.People{
			ID: people.Id, Target: people.Target, Workload: people.Workload, Room: people.Room, Credit: people.Credit,
		},
		Seed:    request.Seed,
		Explain: request.Explain,
	}, set)
	plan := types.Plan{Assignee: answer.Assignee, Reason: answer.Reason, Reasons: rule.Reasons[:]}
	for _, note := range answer.Notes {
		plan.Notes = append(plan.Notes, types.Note{Lead: note.Lead, Text: note.Text})
	}
	return plan, nil
}
