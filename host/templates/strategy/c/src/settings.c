#include "settings.h"

#include <string.h>

const char SETTINGS_SCHEMA[] =
    "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\","
    " \"title\": \"Settings of my-strategy\","
    " \"type\": \"object\","
    " \"additionalProperties\": false,"
    " \"properties\": {"
    "  \"past_target\": {"
    "   \"description\": \"Whether leads are given out past the targets, evenly, once everybody has reached theirs\","
    "   \"type\": \"boolean\","
    "   \"default\": false}}}";

/* A place in the text. What is read here is flat: names without escapes, values true and false. For anything else take a JSON library. */
struct reader {
  const char *at, *end;
};

static char next(struct reader *reader) {
  while (reader->at < reader->end && strchr(" \t\r\n", *reader->at)) reader->at++;
  return reader->at < reader->end ? *reader->at : '\0';
}

static bool take(struct reader *reader, const char *word) {
  size_t length = strlen(word);
  next(reader);
  if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) return false;
  reader->at += length;
  return true;
}

static bool take_bool(struct reader *reader, bool *value) {
  if (take(reader, "true")) return *value = true;
  if (!take(reader, "false")) return false;
  *value = false;
  return true;
}

bool parse_settings(const char *json, size_t length, struct settings *settings) {
  struct reader reader = {json, json + length};
  *settings = (struct settings){.past_target = false};
  if (next(&reader) == '\0') return true;
  if (!take(&reader, "{")) return false;
  while (!take(&reader, "}")) {
    if (!take(&reader, "\"past_target\"") || !take(&reader, ":")) return false;
    if (!take_bool(&reader, &settings->past_target)) return false;
    if (!take(&reader, ",") && next(&reader) != '}') return false;
  }
  return next(&reader) == '\0';
}
