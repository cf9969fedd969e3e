// What differs between the inputs of the last deployment and those of now.
import { isDeepStrictEqual } from "node:util";
import { plain } from "../../../components/host/provider/values";
import type { Values } from "./asked";

/** What providers note in the inputs for themselves begins with this, such as `__defaults`. */
const isOwnNote = (property: string) => property.startsWith("__");

/**
 * The properties whose values differ, sorted; being secret or not is no difference. A nested object is one property.
 *
 * @param ignored Paths that the program ignores; by their first part.
 */
export function changedProperties(olds: Values, news: Values, ignored: readonly string[]): string[] {
  const all = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const isIgnored = (property: string) => isOwnNote(property) || ignored.includes(property);
  return [...all]
    .filter((property) => !isIgnored(property) && !isDeepStrictEqual(value(olds[property]), value(news[property])))
    .sort();
}

/** A value as it is compared: neither marks of secrets nor providers' notes, which are nested as well. */
function value(given: unknown): unknown {
  return withoutNotes(plain(given));
}

function withoutNotes(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutNotes);
  if (typeof given !== "object" || given === null) return given;
  const entries = Object.entries(given).filter(([property]) => !isOwnNote(property));
  return Object.fromEntries(entries.map(([property, inner]) => [property, withoutNotes(inner)]));
}

/**
 * The new inputs with the defaults that the real provider filled in when it deployed: it lists them in `__defaults`, and
 * would fill them in again. Without them every resource of a stack deployed for real would look changed.
 */
export function withFormerDefaults(olds: Values, news: Values): Values {
  const joined: Values = { ...news, ...withFormerName(olds.metadata, news.metadata ?? {}) };
  const { __defaults: defaults } = olds;
  for (const property of Array.isArray(defaults) ? defaults.filter((name) => typeof name === "string") : []) {
    const former = olds[property];
    if (former !== undefined && !(property in news)) joined[property] = former;
  }
  for (const [property, now] of Object.entries(joined)) {
    const former = olds[property];
    if (Array.isArray(now) && Array.isArray(former)) {
      joined[property] = now.map((item, index) => defaulted(former[index], item));
    } else joined[property] = defaulted(former, now);
  }
  return joined;
}

const NAMED_BY_PROVIDER = "pulumi.com/autonamed";

/** Kubernetes' provider does not list the name that it makes up, but marks it with an annotation. */
function withFormerName(former: unknown, now: unknown): Values {
  if (!isObject(former) || !isObject(now) || "name" in now || former.name === undefined) return {};
  const marks = isObject(former.annotations) ? former.annotations : {};
  const annotations = isObject(now.annotations) ? now.annotations : {};
  const mark = marks[NAMED_BY_PROVIDER];
  if (mark === undefined) return {};
  return { metadata: { ...now, name: former.name, annotations: { ...annotations, [NAMED_BY_PROVIDER]: mark } } };
}

function defaulted<T>(former: unknown, now: T): T | Values {
  return isObject(former) && isObject(now) ? withFormerDefaults(former, now) : now;
}

const isObject = (given: unknown): given is Values =>
  typeof given === "object" && given !== null && !Array.isArray(given);
