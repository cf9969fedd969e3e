// Which resource of the same stack another one is about.
import { type Resource, textOf } from "../content";

/** Whether a property of one resource names the other: by its id, or by being made from it where that is not known yet. */
export function isAbout(one: Resource, property: string, other: Resource): boolean {
  if (other.urn !== undefined && one.madeFrom?.[property]?.includes(other.urn)) return true;
  const named = textOf(one.props[property]);
  return (
    named !== undefined && [other.props.bucket, other.props.id, other.props.name].some((id) => textOf(id) === named)
  );
}
