// Text → content. YAML covers JSON, of which dashboards are made.
import { LineCounter, parseAllDocuments, YAMLParseError } from "yaml";
import { messageOf } from "../../components/error-text";
import { type Content, NOTHING, type Place, type ServerFile, together } from "./content";
import { exemptionsInComments } from "./exemption";
import { exempted } from "./place";
import { recognise } from "./recognise";
import { BINARY } from "./yaml/binary";
import { beforeMarker, type FirstDocument, firstDocumentOf } from "./yaml/first-document";
import { plainValuesOf } from "./yaml/plain";
import { remember } from "./yaml/position";

/** Words without which a text holds nothing that policies judge; it is then not parsed at all. */
const TELLTALE =
  /\b(groups|scrape_configs|scrape_interval|receivers|panels|rows|policies|alertmanager_config|apiVersion|rules|alert|record|config|remote_write|remote_read|alerting|otlp|tsdb|external_labels|evaluation_interval|rule_files|tracing|query_log_file|scrape_timeout|targets|scrape_config_files|elements|tests|configuration|contactPoints)\b|serverFiles|additional|extraScrapeConfigs|stringConfig/;

/** Everything found in a text. Text that cannot be parsed though it looks like configuration is reported, not thrown. */
export function readText(text: string, at: Place): Content {
  if (!TELLTALE.test(text)) return NOTHING;
  const first = beforeMarker(text);
  const alone = first && beforeIts(first, at);
  if (first && alone && (isWhole(alone) || isUnloaded(text, first, at))) return alone;
  const place = exempted(at, exemptionsInComments(text));
  try {
    const values = valuesOf(text);
    const content = together(values.map((value) => recognise(value, place)));
    return values.length === 1 ? withText(content, values[0], text) : content;
  } catch (error) {
    const before = firstDocumentOf(text);
    if (before) return beforeIts(before, at);
    if (!looksLikeConfiguration(text, place)) return NOTHING;
    const [, kind] = OF_SERVERS.find(([field]) => field.test(text)) ?? [];
    return { ...unreadable(error, place), serverFiles: kind ? [{ place, kind, value: undefined, text }] : [] };
  }
}

/** Whose a text is that lint cannot parse: its server may. */
const OF_SERVERS: readonly (readonly [RegExp, ServerFile["kind"]])[] = [
  [/^ *"?groups"?\s*:/m, "rules"],
  [/^ *"?scrape_configs"?\s*:/m, "prometheus"],
  [/^ *"?receivers"?\s*:/m, "alertmanager"],
];

/** What the servers read of a text, and that they read no more. */
function beforeIts({ text, stopsAt, why }: FirstDocument, at: Place): Content {
  const read = readText(text, at);
  return { ...read, unread: [...read.unread, { place: { ...at, line: stopsAt }, reason: `line ${stopsAt} ${why}` }] };
}

/** Whether the text, and not a part of it, is what a server loads. */
const isWhole = ({ serverFiles }: Content) => serverFiles.some(({ text }) => text !== undefined);

/** Parts of a configuration that some have before the others. */
const PART = /^(global|templates|receivers|inhibit_rules|time_intervals|mute_time_intervals|rule_files|alerting)\s*:/;

/** Whether what a server would load is behind a document without content, or with the first parts of a configuration alone. */
const isUnloaded = (text: string, { text: first, stopsAt }: FirstDocument, at: Place) =>
  first.split("\n").every((line) => /^[\s#-]|^$/.test(line) || PART.test(line)) &&
  isWhole(
    readText(
      text
        .split("\n")
        .slice(stopsAt - 1)
        .join("\n"),
      at,
    ),
  );

/** What is said of a text that cannot be parsed. */
export function unreadable(error: unknown, place: Place): Content {
  const [at] = error instanceof YAMLParseError ? (error.linePos ?? []) : [];
  const [problem = ""] = messageOf(error).split("\n");
  return { ...NOTHING, unreadable: [{ place: at ? { ...place, line: at.line, column: at.col } : place, problem }] };
}

/** A server's file that is the whole text has it as it is written; Prometheus 2 does not decode what is in base64. */
const withText = (content: Content, value: unknown, text: string): Content =>
  !text.includes("!!binary") && content.serverFiles.some((file) => file.value === value)
    ? { ...content, serverFiles: content.serverFiles.map((file) => (file.value === value ? { ...file, text } : file)) }
    : content;

/** The values of a text's documents. Throws where one is malformed. */
export function valuesOf(text: string): unknown[] {
  if (/^\s*[{[]/.test(text)) {
    try {
      const value: unknown = JSON.parse(text);
      return [value];
    } catch {
      // YAML's flow style starts like JSON.
    }
  }
  const plain = plainValuesOf(text);
  if (plain) return plain;
  const lineCounter = new LineCounter();
  // Go's YAML merges `<<`, as YAML 1.1 does.
  const documents = parseAllDocuments(text, {
    logLevel: "silent",
    merge: true,
    lineCounter,
    customTags: (tags) => [...tags, BINARY],
  });
  const errors = documents.flatMap((document) => document.errors);
  // The servers take \' for an apostrophe.
  const escaped = errors.filter(({ code, pos: [at] }) => code === "BAD_DQ_ESCAPE" && text.startsWith("\\'", at));
  if (escaped.length > 0)
    return valuesOf(
      without(
        text,
        escaped.map(({ pos: [at] }) => at),
      ),
    );
  // The servers let a quoted text go on at any column.
  const lenient = errors.some(({ message }) => message.startsWith("Missing closing")) && plainValuesOf(text, true);
  if (lenient) return lenient;
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    const value: unknown = document.toJS({ maxAliasCount: 1_000 });
    if (!("empty" in document)) remember(document, value, lineCounter);
    return value;
  });
}

/** A text without the characters at these places, which are in order. */
const without = (text: string, places: readonly number[]): string =>
  places.reduceRight((left, at) => left.slice(0, at) + left.slice(at + 1), text);

/** Whether a text that cannot be parsed was meant for Prometheus, Alertmanager or Grafana. */
function looksLikeConfiguration(text: string, { file = "" }: Place): boolean {
  // A chart's or a program's template is not configuration yet.
  // {{ $labels.job }} is no chart's, but a text of a rule that wants quotes around it.
  if (/(^|[:-] )[ \t]*(\{\{(?!-?[ \t]*\$(labels|value|externalLabels)\b)|\{%|<%)/m.test(text)) return false;
  const named = /\.(ya?ml|json|rules)$/i.test(file) || file === "";
  return named && /^[ \t]*"?(groups|scrape_configs|receivers|panels)"?\s*:/m.test(text);
}
