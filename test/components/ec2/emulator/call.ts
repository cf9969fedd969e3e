// A call of AWS' API, and what arguments of several have in common.
import type { Properties } from "../cloudformation/forms";
import { tagList } from "../cloudformation/template";
import type { Resource } from "../registered";

export interface Call {
  /** Of boto3: `ec2.create_volume`. */
  call: string;
  args: (inputs: Properties, one: Resource) => Properties;
  /** Where the answer has what others name the resource by. */
  id?: string;
}

export const pick = (inputs: Properties, ...names: string[]): Properties =>
  Object.fromEntries(names.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]));
export const tagged =
  (ResourceType: string) =>
  ({ Tags }: Properties): Properties => ({ TagSpecifications: [{ ResourceType, Tags: tagList(Tags) }] });
