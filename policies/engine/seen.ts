// A resource as Pulumi gives it → what policies judge: its values, and the content that it carries.
import { type Content, contentOf, type Fields, type Resource, together } from "../content";
import { knownValues } from "./known";

/** A resource of a program. */
export interface Given {
  urn?: string;
  name: string;
  type: string;
  props: Fields;
  /** URNs of the resources that each property was made from. */
  madeFrom?: Resource["madeFrom"];
}

export interface Seen {
  resource: Resource;
  content: Content;
}

/** @param directory Where relative paths of assets begin; undefined where that is not known. */
export async function seen({ props, ...given }: Given, directory?: string): Promise<Seen> {
  const resource = { ...given, props: await knownValues(props, directory) };
  return { resource, content: contentOf(resource) };
}

/** All resources of a program, and all content that they carry. */
export async function seenTogether(given: readonly Given[], directory?: string) {
  const all = await Promise.all(given.map((one) => seen(one, directory)));
  return { resources: all.map(({ resource }) => resource), content: together(all.map(({ content }) => content)) };
}
