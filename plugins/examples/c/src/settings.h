/* What the operator may set. odlm checks it against the schema and fills in the defaults. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const char SETTINGS_SCHEMA[];

/* As the schema has it. */
#define MOST_PUBLIC_DOMAINS 1000

struct settings {
  bool by_contact, by_email, by_domain; /* what tells that a customer is known */
  bool wait_when_full;                  /* whether a lead stays when whoever had its customer can take no more */
  bool load_by_target;                  /* whether load is leads for each lead of the target, or just leads */
  uint32_t forget_after_days;
  size_t public_count;
  uint64_t public_domains[MOST_PUBLIC_DOMAINS]; /* keys of domains that many customers share */
};

/* Reads the settings: one JSON object that odlm has checked. False when it is none. What is not there has the schema's default, but for the
   domains, of which there are none then. */
bool parse_settings(const char *json, size_t length, struct settings *settings);

#endif
