// The settings' schema → a JSON schema of Pulumi.<environment>.yaml, which editors complete and check against.
import { z } from "zod";
import { SHIPPED_MIXINS } from "../../components/mixins/table";
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

/** What tocsin.config.ts calls a mixin of the project's own: editors cannot know which there are. */
const OWN_MIXIN = { type: "string", pattern: "^[a-z][a-z0-9-]*$" };

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** With mixins of the project's own wherever one of Tocsin's can be named; editors still offer Tocsin's. */
export function withOwnMixins(schema: Json, shipped: readonly string[] = Object.keys(SHIPPED_MIXINS)): Json {
  const opened = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(opened);
    if (!isJson(value)) return value;
    const inside = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
    const { enum: names, oneOf } = inside;
    if (Array.isArray(names) && shipped.every((name) => names.includes(name)))
      return { anyOf: [{ type: "string", enum: names }, OWN_MIXIN] };
    const [first] = Array.isArray(oneOf) ? oneOf : [];
    const fields = isJson(first) ? first.properties : undefined;
    if (!Array.isArray(oneOf) || !isJson(fields) || !isJson(fields.mixin) || !("const" in fields.mixin)) return inside;
    const own = { ...OWN_MIXIN, not: { enum: shipped } };
    const options = { type: "object", default: {} };
    return { ...inside, oneOf: [...oneOf, { ...first, properties: { ...fields, mixin: own, options } }] };
  };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, opened(value)]));
}

/** The whole file, as text. */
export function schemaFile(): string {
  const keys = Object.entries(withOwnMixins(settingsJson())).map(([key, value]) => [`tocsin:${key}`, value]);
  const file = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Tocsin's settings for one environment",
    type: "object",
    properties: { config: { type: "object", properties: Object.fromEntries(keys) } },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
