// What the preview reads of a dashboard's JSON, as Grafana does.
import { z } from "zod";

const target = z.object({
  refId: z.string(),
  expr: z.string(),
  legendFormat: z.string().default(""),
  instant: z.boolean().default(false),
});

const step = z.object({ value: z.number().nullable(), color: z.string() });

const link = z.object({ title: z.string(), url: z.string() });

const defaults = z.object({
  unit: z.string().optional(),
  max: z.number().optional(),
  thresholds: z.object({ steps: z.array(step) }).default({ steps: [] }),
  custom: z
    .object({
      fillOpacity: z.number().default(0),
      lineWidth: z.number().default(1),
      axisSoftMin: z.number().optional(),
      stacking: z.object({ mode: z.string() }).default({ mode: "none" }),
      thresholdsStyle: z.object({ mode: z.string() }).default({ mode: "off" }),
    })
    .prefault({}),
});

/** Of a column by its name: such as its title, its unit and where its values lead. */
const override = z.object({
  matcher: z.object({ options: z.string() }),
  properties: z.array(z.object({ id: z.string(), value: z.unknown() })),
});

const panel = z.object({
  type: z.string(),
  title: z.string().default(""),
  description: z.string().default(""),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target).default([]),
  links: z.array(link).default([]),
  fieldConfig: z.object({ defaults: defaults.prefault({}), overrides: z.array(override).default([]) }).prefault({}),
});

const variable = z.object({
  name: z.string(),
  label: z.string().optional(),
  type: z.string(),
  query: z.string().optional(),
  allValue: z.string().optional(),
  current: z.object({ text: z.union([z.string(), z.array(z.string())]) }).optional(),
});

const annotation = z.object({ name: z.string(), expr: z.string().optional(), titleFormat: z.string().default("") });

const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  description: z.string().default(""),
  tags: z.array(z.string()),
  templating: z.object({ list: z.array(variable) }),
  annotations: z.object({ list: z.array(annotation) }),
  panels: z.array(panel),
});

export type Dashboard = z.infer<typeof dashboard>;
export type Panel = z.infer<typeof panel>;
export type Target = z.infer<typeof target>;
export type Step = z.infer<typeof step>;

/** Throws, with the path, where the JSON is not a dashboard's. */
export const readDashboard = (json: unknown): Dashboard => dashboard.parse(json);
