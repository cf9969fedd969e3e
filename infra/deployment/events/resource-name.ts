// What the engine's events call a resource, as people know it.

export const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** The stack, providers and components are only frames around what is deployed. */
export const isFrame = (type: string): boolean => type.startsWith("pulumi:") || type.startsWith("tocsin:");
