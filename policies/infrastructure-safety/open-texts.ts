// The texts of a resource that whoever may look at it reads: user data, environments, values of charts, custom resources.
import { type Fields, fieldsOf, isFields, listOf, type Resource, textOf } from "../content";
import { containersOf, initContainersOf, nameOf, podsOf } from "./workloads";

export interface OpenText {
  /** As a message names it. */
  at: string;
  /** Of the variable or the key; empty where it says nothing of the text. */
  name: string;
  text: string;
}

type Reader = (resource: Resource) => OpenText[];

/** Kinds that are made for secrets, or that other policies read as files. */
const READ_ELSEWHERE = /^kubernetes:core\/v1:(Secret|ConfigMap)(List|Patch)?$/;

/** By the first that matches. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^aws:ec2\/(instance|launchTemplate|launchConfiguration|spotInstanceRequest):/, ({ props }) => userData(props)],
  [/^docker:index\/container:/, ({ props }) => listOf(props.envs).flatMap((one) => variable(textOf(one) ?? ""))],
  [/^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/, ({ props }) => ofChart("", { values: props.values })],
  [/^kubernetes:helm\.toolkit\.fluxcd\.io\//, ({ props }) => ofChart("spec", props.spec)],
  [/^kubernetes:argoproj\.io\/.*:Application(Set)?$/, ({ props }) => ofChart("spec", props.spec)],
  [/^kubernetes:(monitoring\.coreos\.com|grafana\.\w+\.\w+|operator\.victoriametrics\.com)\//, custom],
  [/^grafana:/, ofGrafana],
  [READ_ELSEWHERE, () => []],
  [/^kubernetes:/, environments],
];

/** Those of a resource. */
export const openTextsOf: Reader = (resource) =>
  READERS.find(([pattern]) => pattern.test(resource.type))?.[1](resource) ?? [];

/** Plain, or in base64. */
function userData(props: Fields): OpenText[] {
  const texts = [textOf(props.userData), textOf(props.userDataBase64)].flatMap((text) =>
    text === undefined ? [] : [text, Buffer.from(text, "base64").toString("utf8")],
  );
  return texts.flatMap((text) => [
    { at: "user data", name: "", text },
    ...[...text.matchAll(/^[ \t]*(?:export\s+|Environment="?)?([A-Z][A-Z0-9_]*)=["']?([^"'\s]+)/gm)].map(
      ([, name = "", value = ""]) => ({ at: "user data", name, text: value }),
    ),
  ]);
}

function variable(text: string): OpenText[] {
  const [name = "", ...value] = text.split("=");
  return [{ at: "the environment of the container", name, text: value.join("=") }];
}

function environments(resource: Resource): OpenText[] {
  return podsOf(resource)
    .flatMap((pod) => [...containersOf(pod), ...initContainersOf(pod)])
    .flatMap((container) =>
      listOf(container.env).flatMap((value) => {
        const { name, value: text } = fieldsOf(value);
        return typeof text === "string"
          ? [{ at: `the environment of ${nameOf(container)}`, name: textOf(name) ?? "", text }]
          : [];
      }),
    );
}

/** What charts put into a Secret whole: Alertmanager's configuration. */
const IN_A_SECRET = /(^|\.)(config|stringConfig)$/;

/** Texts in a chart's values; a text of several lines is a file with keys of its own. */
const ofChart = (path: string, values: unknown): OpenText[] =>
  inside(values, path, (at) => IN_A_SECRET.test(at)).map((one) => ({ ...one, at: `the chart's ${one.at}` }));

/** What custom resources name: of a Secret its name and its key, elsewhere what is meant. */
function custom({ props }: Resource): OpenText[] {
  return inside(props.spec, "spec", () => false);
}

/** Fields that the provider of Grafana seals, and addresses of receivers, which programs seal. */
const SEALED =
  /(^|\.|\])(secureJsonDataEncoded|httpHeaders|settings|url|endpointUrl|token|apiKey|apiSecret|secret|integrationKey|userKey|apiToken|password|authorizationCredentials|basicAuthPassword|secretKey|routingKey)$/;

function ofGrafana({ type, props }: Resource): OpenText[] {
  const isReceiver = /contactPoint:/.test(type);
  const { jsonDataEncoded, ...rest } = props;
  return [
    ...inside(rest, "", (at) => (isReceiver ? SEALED.test(at) : /(^|\.)(secureJsonDataEncoded|httpHeaders)$/.test(at))),
    ...inside(parsed(textOf(jsonDataEncoded) ?? ""), "jsonDataEncoded", () => false),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys whose value is the name of a Secret, or of a key in one. */
const NAMES_A_SECRET = /^(?!client[_-]?secret$)(\w*secret|secret[_-]?key)$/i;

const nameOfKey = (path: string) => {
  const key = path.split(".").at(-1) ?? "";
  return NAMES_A_SECRET.test(key) ? "" : key;
};

/** What is in a value, each by its path; a variable that is `{name, value}` has its own name. */
function inside(value: unknown, path: string, isSealed: (path: string) => boolean): OpenText[] {
  if (isSealed(path)) return [];
  if (typeof value === "string") return [{ at: path, name: nameOfKey(path), text: value }];
  if (Array.isArray(value)) return value.flatMap((one, index) => inside(one, `${path}[${index}]`, isSealed));
  if (!isFields(value)) return [];
  const { name, value: text } = value;
  if (typeof name === "string" && typeof text === "string" && !isSealed(`${path}.value`))
    return [{ at: path, name, text }];
  return Object.entries(value).flatMap(([key, inner]) => inside(inner, path === "" ? key : `${path}.${key}`, isSealed));
}
