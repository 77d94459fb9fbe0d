// Package settings is what the operator may set. odlm checks it against the schema and fills in the defaults.
package settings

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Schema is the JSON Schema of the settings.
//
//go:embed schema.json
var Schema string

// Settings of the strategy.
type Settings struct {
	// PastTarget: leads are given out past the targets.
	PastTarget bool `json:"past_target"`
}

// Parse reads the settings; no text counts as none.
func Parse(text string) (Settings, error) {
	var set Settings
	if text == "" {
		return set, nil
	}
	if err := json.Unmarshal([]byte(text), &set); err != nil {
		return set, fmt.Errorf("the settings cannot be used: %w", err)
	}
	return set, nil
}
