// The tags of everything: whose it is, and by which servers find machines.

/** What a machine is for. */
export type Role = "host" | "monitoring";

export const ENVIRONMENT_TAG = "tocsin:environment";
export const ROLE_TAG = "tocsin:role";

/** The tag whose value is the name of the service that runs there. */
export const serviceTag = (mixin: string) => `tocsin:${mixin}`;

export const tagsOf = (environment: string, name: string, more: Readonly<Record<string, string>> = {}) => ({
  Name: name,
  [ENVIRONMENT_TAG]: environment,
  "managed-by": "pulumi",
  ...more,
});

/** An object of S3 takes ten tags, so that the provider's default ones, where there are any, are kept from it. */
export const onObjects = (defaultTags: Readonly<Record<string, string>>) =>
  Object.keys(defaultTags).length > 0 && { overrideProvider: { defaultTags: { tags: {} } } };
