// The settings' schema → a JSON schema of Pulumi.<environment>.yaml, which editors complete and check against.
import { z } from "zod";
import { credential, durationText, retentionText, secretUrl } from "../../components/monitoring/settings/fields";
import { settingsSchema } from "../../components/monitoring/settings/schema";

export type Json = Readonly<Record<string, unknown>>;

/** The keys below `config`, each with its JSON schema. */
export function settingsJson(): Json {
  const schema = z.toJSONSchema(settingsSchema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === durationText || zodSchema === retentionText)
        Object.assign(jsonSchema, { type: "string", examples: ["30s", "5m", "1h"] });
      // Left out by zod where what the default stands in for is transformed.
      if (zodSchema instanceof z.ZodDefault)
        jsonSchema.default ??= zodSchema.def.defaultValue as typeof jsonSchema.default;
      if (zodSchema === secretUrl) {
        const text = { ...jsonSchema };
        for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
        jsonSchema.anyOf = [text, { type: "object", properties: { secure: { type: "string" } }, required: ["secure"] }];
      }
      if (zodSchema === credential)
        jsonSchema.anyOf?.push({ type: "object", properties: { secure: { type: "string" } }, required: ["secure"] });
    },
  });
  return { ...schema.properties };
}

/** The whole file, as text. */
export function schemaFile(): string {
  const keys = Object.entries(settingsJson()).map(([key, value]) => [`tocsin:${key}`, value]);
  const file = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Tocsin's settings for one environment",
    type: "object",
    properties: { config: { type: "object", properties: Object.fromEntries(keys) } },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
