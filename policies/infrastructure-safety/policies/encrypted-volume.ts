import { type Fields, fieldsOf, isFields, listOf, type Resource } from "../../content";
import type { Policy } from "../../policy";

export const encryptedVolume: Policy = {
  name: "encrypted-volume",
  level: "mandatory",
  description: "Volumes are encrypted.",
  judges: "resources",
  *check(resources) {
    // Set for the region, it holds for every volume that is made there.
    if (resources.some(({ type, props }) => /^aws:ebs\/encryptionByDefault:/.test(type) && props.enabled !== false))
      return;
    for (const resource of resources) {
      for (const { name, fields } of volumesOf(resource)) {
        // A copy of a snapshot is encrypted as the snapshot is; what is not known yet is looked at when it is.
        if (fields.encrypted === true || fields.encrypted === "true" || fields.snapshotId !== undefined) continue;
        if ("encrypted" in fields && fields.encrypted === undefined) continue;
        yield {
          place: { resource: `${resource.name} (${resource.type})` },
          found: `${name} is not encrypted`,
          why: "Its snapshots, and what is left of it on the disk, can be read without a key",
          fix: "Set encrypted: true",
        };
      }
    }
  },
  examples: {
    bad: 'new aws.ebs.Volume("tsdb", { availabilityZone, size: 100 })',
    good: 'new aws.ebs.Volume("tsdb", { availabilityZone, size: 100, encrypted: true })',
  },
};

function volumesOf({ type, props }: Resource): { name: string; fields: Fields }[] {
  if (/^aws:ebs\/volume:/.test(type)) return [{ name: "the volume", fields: props }];
  if (/^aws:efs\/fileSystem:/.test(type)) return [{ name: "the file system", fields: props }];
  if (/^aws:ec2\/launchTemplate:/.test(type)) {
    return listOf(props.blockDeviceMappings).flatMap((one, i) => {
      const { ebs } = fieldsOf(one);
      return isFields(ebs) ? [{ name: `blockDeviceMappings[${i}].ebs`, fields: ebs }] : [];
    });
  }
  if (!/^aws:ec2\/instance:/.test(type)) return [];
  const root =
    props.rootBlockDevice === undefined ? [] : [{ name: "rootBlockDevice", fields: fieldsOf(props.rootBlockDevice) }];
  return [
    ...root,
    ...listOf(props.ebsBlockDevices).map((one, i) => ({ name: `ebsBlockDevices[${i}]`, fields: fieldsOf(one) })),
  ];
}
