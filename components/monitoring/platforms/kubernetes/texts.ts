// Texts of a cluster's settings that charts, Grafana's ini file and the API server read further: each is what they read it as.
import { z } from "zod";
import { httpUrl } from "../../settings/fields";

/** What Helm's templates evaluate in values. */
const TEMPLATE = "{{";

const withoutTemplate = (value: string) => !value.includes(TEMPLATE);

const labelKey = z
  .string()
  .regex(
    /^([a-z0-9][a-z0-9.-]*\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
    "a label such as app or app.kubernetes.io/name",
  );

const labelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
    "a label's value: at most 63 letters, digits, dashes, underscores and dots",
  );

/** Labels of Kubernetes, one at least. */
export const labels = z.record(labelKey, labelValue).refine((all) => Object.keys(all).length > 0, "at least one label");

/** Below which the images are. */
export const registry = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)*$/, "a registry such as mirror.example.com:5000/images");

/** Values of annotations may have lines. */
export const annotation = z.string().refine(withoutTemplate, `no ${TEMPLATE}, which Helm would evaluate`);

export const valuesUrl = httpUrl.refine(withoutTemplate, {
  error: `no ${TEMPLATE}, which Helm would evaluate`,
  when: ({ issues }) => issues.length === 0,
});

/** Grafana replaces `$…`, and a comment or a quote ends a value. */
export const iniText = z
  .string()
  .regex(/^[^\p{C}"`#;$\\{}]+$/u, 'one line without ", `, #, ;, $, \\ and braces, which Grafana would read');

export const iniUrl = httpUrl.refine((value) => !/["`#;${}]/.test(value), {
  error: 'a URL without ", `, #, ;, $ and braces, which Grafana would read',
  when: ({ issues }) => issues.length === 0,
});

/** It needs quotes and braces, but not at its beginning. */
export const jmesPath = z
  .string()
  .regex(/^[^\p{C}"`#;$][^\p{C}#;$]*$/u, 'JMESPath in one line, without #, ; and $, and not beginning with " or `')
  .refine(withoutTemplate, `no ${TEMPLATE}, which Helm would evaluate`);

/** Of a database. */
export const userName = z
  .string()
  .regex(/^[^\p{C}"'`$\\{}]+$/u, "a user's name in one line without quotes, $, \\ and braces");
