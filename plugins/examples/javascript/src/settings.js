// What the operator may set. odlm checks it against the schema and fills in the defaults.

export const SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Settings of score-weighted",
  type: "object",
  additionalProperties: false,
  properties: {
    score: {
      description:
        "What a lead is worth: its expected revenue times its probability, either of them alone, Odoo's priority " +
        "(no star counts 1, three count 4), or the field x_score",
      enum: ["expected_value", "expected_revenue", "probability", "priority", "x_score"],
      default: "expected_value",
    },
    weight: {
      description:
        "What shares go by: people's targets, the column weight of the campaign table (1 for whoever has none), or " +
        "nothing, so that all are equal",
      enum: ["target", "table", "equal"],
      default: "target",
    },
    carry_over: {
      description: "Whether what somebody got too much or too little of is made up for in later runs",
      type: "boolean",
      default: true,
    },
  },
};

/** The settings, as the rule takes them. */
export function parse(text) {
  const { score = "expected_value", weight = "target", carry_over: carryOver = true } = JSON.parse(text || "{}");
  return { score, weight, carryOver };
}
