// A Pulumi resource of any program → the content that it carries.
import { type Content, NOTHING, type Place, together } from "./content";
import { readText } from "./read";
import { ofFiles, ofManifest } from "./recognise";
import { type Fields, fieldsOf, listOf, textOf, textsOf } from "./values";

export interface Resource {
  name: string;
  type: string;
  /** Values that are not known yet are undefined. */
  props: Fields;
}

type Carrier = (props: Fields, place: Place) => Content;

const textAt =
  (key: string, fileAt: string): Carrier =>
  (props, place) => {
    const text = textOf(props[key]);
    return text === undefined ? NOTHING : readText(text, { ...place, file: textOf(props[fileAt]) ?? "" });
  };

const files: Carrier = (props, place) => ofFiles(textsOf(props.files), place);

const bucketObject: Carrier = (props, place) => {
  const encoded = textOf(props.contentBase64);
  const decoded = encoded === undefined ? {} : { content: Buffer.from(encoded, "base64").toString("utf8") };
  return textAt("content", "key")({ ...props, ...decoded }, place);
};

const uploads: Carrier = (props, place) =>
  together(listOf(props.uploads).map((upload) => textAt("content", "file")(fieldsOf(upload), place)));

/** Which resources carry files, and how. */
const CARRIERS: readonly (readonly [RegExp, Carrier])[] = [
  [/^host:index:(Process|Files)$/, files],
  [/^aws:s3\/bucketObject(v2)?:/i, bucketObject],
  [/^aws:ssm\/parameter:/, textAt("value", "name")],
  [/^aws:amp\/ruleGroupNamespace:/, textAt("data", "name")],
  [/^docker:index\/container:/, uploads],
  [/^grafana:(oss\/|index\/)?dashboard:/, textAt("configJson", "folder")],
];

/** What policies judge in a resource. */
export function contentOf({ name, type, props }: Resource): Content {
  const place = { resource: `${name} (${type})` };
  if (type.startsWith("kubernetes:")) return ofManifest({ kind: type.split(":").at(-1), ...props }, place);
  return CARRIERS.find(([pattern]) => pattern.test(type))?.[1](props, place) ?? NOTHING;
}
