// The parts of Grafana's JSON that tests look at, typed.
import { z } from "zod";
import { type Dashboard, type RenderOptions, renderDashboard } from "../../../components/dashboards";

const steps = z.array(z.object({ value: z.number().nullable(), color: z.string() }));

const panel = z.object({
  type: z.string(),
  id: z.number(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  links: z.array(z.object({ title: z.string(), url: z.string() })).optional(),
  targets: z
    .array(
      z.object({
        refId: z.string(),
        expr: z.string(),
        legendFormat: z.string(),
        instant: z.boolean(),
        range: z.boolean(),
        format: z.string(),
      }),
    )
    .optional(),
  fieldConfig: z
    .object({
      defaults: z.object({
        unit: z.string(),
        min: z.number().optional(),
        max: z.number().optional(),
        thresholds: z.object({ mode: z.string(), steps }).optional(),
        custom: z
          .object({
            axisSoftMin: z.number().optional(),
            stacking: z.object({ mode: z.string() }).optional(),
            thresholdsStyle: z.object({ mode: z.string() }).optional(),
          })
          .optional(),
      }),
      overrides: z.array(
        z.object({
          matcher: z.object({ options: z.string() }),
          properties: z.array(z.object({ id: z.string(), value: z.unknown() })),
        }),
      ),
    })
    .optional(),
});

const schema = z.object({
  uid: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  editable: z.boolean(),
  refresh: z.string(),
  graphTooltip: z.number(),
  time: z.object({ from: z.string(), to: z.string() }),
  links: z.array(z.object({ type: z.string(), tags: z.array(z.string()), asDropdown: z.boolean() })),
  templating: z.object({
    list: z.array(
      z.object({
        type: z.string(),
        name: z.string(),
        query: z.string(),
        multi: z.boolean(),
        includeAll: z.boolean(),
        allValue: z.string().optional(),
        refresh: z.number().optional(),
        current: z.object({ value: z.union([z.string(), z.array(z.string())]) }).optional(),
      }),
    ),
  }),
  annotations: z.object({ list: z.array(z.object({ name: z.string(), expr: z.string().optional() })) }),
  panels: z.array(panel),
});

export type RenderedPanel = z.infer<typeof panel>;

export const rendered = (dashboard: Dashboard, options: Partial<RenderOptions> = {}) =>
  schema.parse(JSON.parse(renderDashboard(dashboard, { alerts: [], ...options })));
