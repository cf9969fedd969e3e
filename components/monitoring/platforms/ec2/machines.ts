// Machines of an AWS account as settings name them: new ones, groups, and those that exist.
import { z } from "zod";
import { name } from "../../settings/fields";
import { ownTags, tagKey } from "../aws-access";

export const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id such as ${prefix}-0123456789abcdef0`);

export const instanceType = z.string().regex(/^[a-z]+\d[a-z0-9-]*\.[a-z0-9-]+$/, "an instance type such as t4g.small");

const os = z.enum(["amazon-linux", "debian", "ubuntu"]);

/** A value to look for: `*` and `?` stand for any text. */
const tagPattern = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[\p{L}\p{N}\p{Zs}_.:/=+@*?-]+$/u, "a tag's value, with * for any text");

/** SSM takes five targets for an association, each with fifty values. */
const MOST_TAGS = 5;

/** Tags that an instance must have, each with one of the values; `*` stands for any text. */
const tags = z
  .record(tagKey, z.union([tagPattern, z.array(tagPattern).min(1).max(50, "at most 50 values, which is SSM's limit")]))
  .refine((all) => Object.keys(all).length > 0, "at least one tag, or every instance of the account is meant")
  .refine(
    (all) => Object.keys(all).length <= MOST_TAGS,
    `at most ${MOST_TAGS} tags, which is what an association of SSM takes`,
  );

/** What runs on a host. The blackbox exporter, which asks any address that a request names, only where hosts are to probe. */
export const hostExporters = z.array(z.enum(["node", "container", "blackbox"])).default(["node", "container"]);

const host = {
  type: instanceType.default("t4g.small"),
  os: os.default("amazon-linux"),
  tags: ownTags(40),
  securityGroups: z
    .array(id("sg"))
    .default([])
    .describe("Of the machine's own business, beside the one that lets the monitoring servers in."),
};

export const instance = z.strictObject({
  name: name.describe("One of `hosts`."),
  ...host,
  subnet: id("subnet").optional(),
  formerly: z.array(name).default([]).describe("Names that it had: a new name then does not replace the machine."),
});

export const group = z
  .strictObject({
    name,
    team: name.optional(),
    ...host,
    min: z.int().min(0).default(1).describe("An alert fires when fewer are discovered."),
    max: z.int().min(1),
  })
  .refine(({ min, max }) => min <= max, "a max that is not less than min");

export const existing = z.strictObject({
  name,
  tags,
  os,
  architecture: z.enum(["arm64", "amd64"]).default("amd64"),
  expected: z
    .int()
    .min(1)
    .describe(
      "How many instances carry the tags at least: for the forecast; an alert fires when fewer are discovered.",
    ),
  securityGroups: z
    .array(id("sg"))
    .default([])
    .describe("Security groups of theirs that are to let the monitoring servers in."),
});
