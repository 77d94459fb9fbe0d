// What the operator may set. odlm checks it against the schema and fills in the defaults.

export const SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Settings of my-strategy",
  type: "object",
  additionalProperties: false,
  properties: {
    past_target: {
      description: "Whether leads are given out past the targets, evenly, once everybody has reached theirs",
      type: "boolean",
      default: false,
    },
  },
};

/** The settings, as the rule takes them. */
export function parse(text) {
  const { past_target: pastTarget = false } = JSON.parse(text || "{}");
  return { pastTarget };
}
