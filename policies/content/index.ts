// Finds what policies judge inside resources of any program and inside plain files.
export { componentsOf } from "./collector";
export {
  type AlertmanagerConfig,
  type Content,
  type Dashboard,
  type Document,
  expressionsOf,
  type GrafanaRule,
  NOTHING,
  type Panel,
  type Place,
  placesOf,
  type Query,
  queriesOf,
  type Receiver,
  type Refusal,
  type Relabeling,
  type Resource,
  type Route,
  type RouteMatcher,
  type Rule,
  type ScrapeJob,
  type Server,
  type ServerFile,
  together,
  type Unread,
  type Unreadable,
} from "./content";
export { UNIT_TESTS } from "./dialects/not-judged";
export { durationProblem } from "./durations";
export { EXEMPTION } from "./exemption";
export { isNothing } from "./kubernetes/wrapped";
export { scrapeFileOf } from "./prometheus/scrape-files";
export { readText, valuesOf } from "./read";
export { contentOf, placeOf } from "./resource";
export { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from "./values";
export { positionOf } from "./yaml/position";
