// A Pulumi resource of any program → the content that it carries.
import { notificationPolicyOf, routingTreeOf } from "./alertmanager/alertmanager";
import { contactPointOf } from "./alertmanager/receivers";
import { type Content, NOTHING, type Place, type Resource, together } from "./content";
import { EXEMPTION, type Exemption, exemptionsIn } from "./exemption";
import { grafanaGroup } from "./grafana/grafana-rules";
import { ofChartValues } from "./kubernetes/chart";
import { exempted } from "./place";
import { readText, valuesOf } from "./read";
import { ofFiles, ofManifest } from "./recognise";
import { type Fields, fieldsOf, listOf, textOf, textsOf } from "./values";

type Carrier = (props: Fields, place: Place) => Content;

const textAt =
  (key: string, fileAt: string): Carrier =>
  (props, place) => {
    const text = textOf(props[key]);
    return text === undefined ? NOTHING : readText(text, { ...place, file: textOf(props[fileAt]) ?? "" });
  };

const files: Carrier = (props, place) => ofFiles(textsOf(props.files), place);

/** The text, the text in base64, or an asset, whose text is read by whoever has it. */
const bucketObject: Carrier = (props, place) => {
  const encoded = textOf(props.contentBase64);
  const text = textOf(props.content) ?? textOf(fieldsOf(props.source).text);
  const content = encoded === undefined ? text : Buffer.from(encoded, "base64").toString("utf8");
  return content === undefined ? NOTHING : readText(content, { ...place, file: textOf(props.key) ?? "" });
};

const parameter: Carrier = (props, place) =>
  textAt("value", "name")(props, { ...place, sealed: props.type === "SecureString" });

/** Configuration is a text somewhere inside: what a step writes into a file. */
const document: Carrier = (props, place) => {
  const text = textOf(props.content) ?? "";
  const at = { ...place, file: textOf(props.name) ?? "" };
  try {
    return together(valuesOf(text).flatMap((value) => textsInside(value).map((inner) => readText(inner, at))));
  } catch {
    // What the service takes for a document and this does not is no monitoring.
    return NOTHING;
  }
};

function textsInside(value: unknown): string[] {
  if (typeof value === "string") return value.includes("\n") ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsInside) : [];
}

const uploads: Carrier = (props, place) =>
  together(
    listOf(props.uploads).map((value) => {
      const upload = fieldsOf(value);
      const encoded = textOf(upload.contentBase64);
      const content = encoded === undefined ? upload.content : Buffer.from(encoded, "base64").toString("utf8");
      return textAt("content", "file")({ ...upload, content }, place);
    }),
  );

/** The values of a release or chart, and those that it is given as text. */
const chart: Carrier = (props, place) => ofChartValues(fieldsOf(props.values), place);

/** What a ConfigGroup, ConfigFile or `yaml/v2` resource is given: text, and objects. */
const manifests: Carrier = ({ yaml, objs, resources }, place) =>
  together([
    ...(typeof yaml === "string" ? [yaml] : listOf(yaml)).map((text) => readText(textOf(text) ?? "", place)),
    ...[...listOf(objs), ...listOf(resources)].map((one) => ofManifest(fieldsOf(one), place)),
  ]);

/** Which resources carry content, and how. */
const CARRIERS: readonly (readonly [RegExp, Carrier])[] = [
  [/^host:index:(Process|ContainerConfiguration|Files)$/, files],
  [/^aws:s3\/bucketObject(v2)?:/i, bucketObject],
  [/^aws:ssm\/parameter:/, parameter],
  [/^aws:ssm\/document:/, document],
  [/^aws:amp\/ruleGroupNamespace:/, textAt("data", "name")],
  [/^aws:amp\/alertManagerDefinition:/, textAt("definition", "workspaceId")],
  [/^docker:index\/container:/, uploads],
  [/^grafana:(oss\/|index\/)?dashboard:/, textAt("configJson", "folder")],
  [
    /^grafana:(alerting\/|index\/)?ruleGroup:/,
    (props, place) => ({ ...NOTHING, grafanaRules: grafanaGroup(props, place) }),
  ],
  [
    /^grafana:(alerting\/|index\/)?notificationPolicy:/,
    (props, place) => ({ ...NOTHING, alertmanagers: [notificationPolicyOf(props, place)] }),
  ],
  [
    /^grafana:alerting\/v\w+\/notificationsRoutingTree:/,
    (props, place) => ({ ...NOTHING, alertmanagers: [routingTreeOf(props, place)] }),
  ],
  [
    /^grafana:(alerting\/|index\/)?contactPoint:/,
    ({ orgId: _, disableProvenance: __, ...fields }, place) => ({
      ...NOTHING,
      receivers: [contactPointOf(fields, place)],
    }),
  ],
  [/^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/, chart],
  [/^kubernetes:yaml(\/v2)?:/, manifests],
  [/^kubernetes:/, (props, place) => ofManifest(props, place)],
];

/** What policies judge in a resource. */
export function contentOf(resource: Resource): Content {
  const { type, props } = resource;
  const carrier = CARRIERS.find(([pattern]) => pattern.test(type))?.[1];
  if (!carrier) return NOTHING;
  const isManifest = type.startsWith("kubernetes:");
  // The annotations of a manifest are read with it.
  const place = isManifest ? { resource: `${resource.name} (${type})` } : placeOf(resource);
  return carrier(isManifest ? { kind: type.split(":").at(-1), ...props } : props, place);
}

/** Where a resource is, with what its tags or annotations exempt it from. */
export function placeOf({ name, type, props, place = { resource: `${name} (${type})` } }: Resource): Place {
  return exempted(place, exemptionsOf(props));
}

function exemptionsOf({ tags, metadata, labels }: Fields): Exemption[] {
  const inLabels = listOf(labels)
    .map(fieldsOf)
    .filter(({ label }) => label === EXEMPTION)
    .map(({ value }) => textOf(value));
  const texts = [textsOf(tags)[EXEMPTION], textsOf(fieldsOf(metadata).annotations)[EXEMPTION], ...inLabels];
  return texts.flatMap(exemptionsIn);
}
