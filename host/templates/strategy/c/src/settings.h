/* What the operator may set. odlm checks it against the schema and fills in the defaults. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

extern const char SETTINGS_SCHEMA[];

struct settings {
  bool past_target; /* whether leads are given out past the targets */
};

/* Reads the settings: one JSON object that odlm has checked. False when it is none. */
bool parse_settings(const char *json, size_t length, struct settings *settings);

#endif
