import { type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";
import { containersOf, initContainersOf, podsOf } from "../workloads";

export const imageWithVersion: Policy = {
  name: "image-with-version",
  level: "mandatory",
  description: "Container images are named with a version or digest.",
  judges: "resource",
  *check(resource) {
    for (const image of imagesOf(resource).filter(isUnpinned)) {
      yield {
        found: `the image ${image} has no version`,
        why: "Each start may run something else, and a fault cannot be distinguished from an upgrade",
        fix: `Write the version: ${image.replace(/:latest$/, "")}:<version>`,
      };
    }
  },
  examples: {
    bad: 'new docker.RemoteImage("prometheus", { name: "prom/prometheus" })',
    good: 'new docker.RemoteImage("prometheus", { name: "prom/prometheus:v3.5.0" })',
  },
};

/** A digest, or a tag other than `latest`; an id of an image that is built here is one as well. */
function isUnpinned(image: string): boolean {
  if (/@sha256:|^sha256:/.test(image)) return false;
  const tag = image.split("/").at(-1)?.split(":")[1];
  return tag === undefined || tag === "" || tag === "latest";
}

function imagesOf(resource: Resource): string[] {
  const { type, props } = resource;
  if (/^docker:index\/remoteImage:/i.test(type)) return texts(props.name);
  if (/^docker:index\/container:/.test(type)) return texts(props.image);
  return podsOf(resource)
    .flatMap((pod) => [...containersOf(pod), ...initContainersOf(pod)])
    .flatMap(({ image }) => texts(image));
}

/** An empty name is filled in later: by an operator, or by what takes the manifest for a template. */
const texts = (value: unknown) => {
  const text = textOf(value);
  return text ? [text] : [];
};
