// Containers of Kubernetes' workloads and of Docker.
import { type Fields, fieldsOf, listOf, type Resource, textOf } from "../content";

/** The specifications of pods in a Pod, in a workload's template, and in a CronJob's. */
export function podsOf({ type, props }: Resource): Fields[] {
  if (!type.startsWith("kubernetes:")) return [];
  const spec = fieldsOf(props.spec);
  const template = fieldsOf(fieldsOf(spec.template).spec);
  const job = fieldsOf(fieldsOf(fieldsOf(fieldsOf(spec.jobTemplate).spec).template).spec);
  return [spec, template, job].filter(({ containers }) => Array.isArray(containers));
}

export const containersOf = (pod: Fields): Fields[] => listOf(pod.containers).map(fieldsOf);

export const initContainersOf = (pod: Fields): Fields[] => listOf(pod.initContainers).map(fieldsOf);

/** The container's name for a message. */
export const nameOf = (container: Fields): string => textOf(container.name) ?? "a container";
