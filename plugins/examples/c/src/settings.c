#include "settings.h"

#include <string.h>

#include "account.h"

const char SETTINGS_SCHEMA[] =
    "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\","
    " \"title\": \"Settings of sticky-owner\","
    " \"type\": \"object\","
    " \"additionalProperties\": false,"
    " \"properties\": {"
    "  \"by_contact\": {"
    "   \"description\": \"Whether leads of one contact belong together\", \"type\": \"boolean\", \"default\": true},"
    "  \"by_email\": {"
    "   \"description\": \"Whether leads of one e-mail address belong together\", \"type\": \"boolean\", \"default\": true},"
    "  \"by_domain\": {"
    "   \"description\": \"Whether leads of one e-mail domain belong together\", \"type\": \"boolean\", \"default\": true},"
    "  \"public_domains\": {"
    "   \"description\": \"Domains that many customers share; a list of your own takes the place of this one\","
    "   \"type\": \"array\", \"maxItems\": 1000,"
    "   \"items\": {\"type\": \"string\", \"maxLength\": 253, \"pattern\": \"^[^\\\\\\\\\\\"@\\\\s\\\\x00-\\\\x1f]+$\"},"
    "   \"default\": [\"aol.com\", \"bluewin.ch\", \"free.fr\", \"freenet.de\", \"gmail.com\", \"gmx.at\", \"gmx.de\", \"gmx.net\","
    "    \"googlemail.com\", \"hotmail.com\", \"icloud.com\", \"libero.it\", \"live.com\", \"mail.com\", \"mail.ru\", \"me.com\", \"msn.com\","
    "    \"orange.fr\", \"outlook.com\", \"proton.me\", \"protonmail.com\", \"qq.com\", \"t-online.de\", \"web.de\", \"wp.pl\","
    "    \"yahoo.com\", \"yandex.ru\"]},"
    "  \"wait_when_full\": {"
    "   \"description\": \"Whether a lead stays where it is when whoever had its customer can take no more\","
    "   \"type\": \"boolean\", \"default\": false},"
    "  \"load_by_target\": {"
    "   \"description\": \"Whether the least loaded is who has fewest leads for their target, or fewest leads\","
    "   \"type\": \"boolean\", \"default\": true},"
    "  \"forget_after_days\": {"
    "   \"description\": \"Days after the last lead of a customer until it is a new one\","
    "   \"type\": \"integer\", \"minimum\": 1, \"maximum\": 3650, \"default\": 365}}}";

/* A place in the text. What is read here is flat, and the schema keeps escapes out of it. For anything else take a JSON library. */
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

static bool take_days(struct reader *reader, uint32_t *value) {
  uint32_t number = 0;
  if (next(reader) < '0' || *reader->at > '9') return false;
  while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9' && number < 100000) {
    number = number * 10 + (uint32_t)(*reader->at++ - '0');
  }
  *value = number;
  return number >= 1 && number <= 3650;
}

static bool take_domains(struct reader *reader, struct settings *settings) {
  if (!take(reader, "[")) return false;
  settings->public_count = 0;
  while (!take(reader, "]")) {
    if (settings->public_count == MOST_PUBLIC_DOMAINS || !take(reader, "\"")) return false;
    const char *begin = reader->at;
    while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\') reader->at++;
    struct letters domain = {(const uint8_t *)begin, (size_t)(reader->at - begin)};
    if (!take(reader, "\"")) return false;
    settings->public_domains[settings->public_count++] = text_key(domain, DOMAIN);
    if (!take(reader, ",") && next(reader) != ']') return false;
  }
  return true;
}

static bool take_setting(struct reader *reader, struct settings *settings) {
  const struct { const char *name; bool *value; } flags[] = {
      {"\"by_contact\"", &settings->by_contact},         {"\"by_email\"", &settings->by_email},
      {"\"by_domain\"", &settings->by_domain},           {"\"wait_when_full\"", &settings->wait_when_full},
      {"\"load_by_target\"", &settings->load_by_target},
  };
  for (size_t flag = 0; flag < sizeof flags / sizeof *flags; flag++) {
    if (take(reader, flags[flag].name)) return take(reader, ":") && take_bool(reader, flags[flag].value);
  }
  if (take(reader, "\"forget_after_days\"")) return take(reader, ":") && take_days(reader, &settings->forget_after_days);
  return take(reader, "\"public_domains\"") && take(reader, ":") && take_domains(reader, settings);
}

bool parse_settings(const char *json, size_t length, struct settings *settings) {
  struct reader reader = {json, json + length};
  *settings = (struct settings){
      .by_contact = true, .by_email = true, .by_domain = true, .load_by_target = true, .forget_after_days = 365};
  if (next(&reader) == '\0') return true;
  if (!take(&reader, "{")) return false;
  while (!take(&reader, "}")) {
    if (!take_setting(&reader, settings)) return false;
    if (!take(&reader, ",") && next(&reader) != '}') return false;
  }
  return next(&reader) == '\0';
}
