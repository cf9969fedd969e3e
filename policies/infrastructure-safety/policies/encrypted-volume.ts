import { type Fields, fieldsOf, listOf, type Resource } from "../../content";
import type { Policy } from "../../policy";

export const encryptedVolume: Policy = {
  name: "encrypted-volume",
  level: "mandatory",
  description: "Volumes are encrypted.",
  judges: "resource",
  *check(resource) {
    for (const { name, fields } of volumesOf(resource)) {
      // A copy of a snapshot is encrypted as the snapshot is.
      if (fields.encrypted === true || fields.encrypted === "true" || fields.snapshotId !== undefined) continue;
      yield {
        found: `${name} is not encrypted`,
        why: "Its snapshots, and what is left of it on the disk, can be read without a key",
        fix: "Set encrypted: true",
      };
    }
  },
  examples: {
    bad: 'new aws.ebs.Volume("tsdb", { availabilityZone, size: 100 })',
    good: 'new aws.ebs.Volume("tsdb", { availabilityZone, size: 100, encrypted: true })',
  },
};

function volumesOf({ type, props }: Resource): { name: string; fields: Fields }[] {
  if (/^aws:ebs\/volume:/.test(type)) return [{ name: "the volume", fields: props }];
  if (!/^aws:ec2\/instance:/.test(type)) return [];
  const root =
    props.rootBlockDevice === undefined ? [] : [{ name: "rootBlockDevice", fields: fieldsOf(props.rootBlockDevice) }];
  return [
    ...root,
    ...listOf(props.ebsBlockDevices).map((one, i) => ({ name: `ebsBlockDevices[${i}]`, fields: fieldsOf(one) })),
  ];
}
