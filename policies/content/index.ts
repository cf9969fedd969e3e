// Finds what policies judge inside resources of any program and inside plain files.
export {
  type AlertmanagerConfig,
  type Content,
  type Dashboard,
  NOTHING,
  type Place,
  type Route,
  type Rule,
  type ScrapeJob,
  together,
  type Unreadable,
} from "./content";
export { readText, valuesOf } from "./read";
export { contentOf, type Resource } from "./resource";
export { type Fields, fieldsOf, isFields, listOf, textOf } from "./values";
