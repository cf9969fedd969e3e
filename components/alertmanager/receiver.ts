// A receiver → its entry in alertmanager.yml. Credentials are files that Alertmanager reads at each message.
import type { CredentialPaths, Receiver } from "../monitoring";
import { waysOf } from "../monitoring/receivers";
import { type Follower, followerConfig } from "./follower";

/**
 * A receiver of `alertmanager.yml`; one that has no way to notify anybody stays silent.
 * @param incidents What adds to its messages' threads, where they have any.
 */
export function receiver(receiver: Receiver, paths: CredentialPaths, incidents?: Follower): { name: string } {
  const ways = waysOf(receiver);
  const configs = ways.flatMap((way) => Object.entries(way.alertmanager(paths)));
  const isFollowed = incidents !== undefined && ways.some(({ thread }) => thread !== undefined);
  return {
    name: receiver.name,
    ...Object.fromEntries(configs),
    ...(isFollowed && { webhook_configs: [followerConfig(incidents)] }),
  };
}

/** The same in the definition of a managed workspace. Throws where a kind of receiver cannot be reached from there. */
export function managedReceiver(receiver: Receiver, { topic, region }: { topic: string; region: string }) {
  const configs = waysOf(receiver).map(({ words, managed }) => {
    if ("refused" in managed) throw new Error(`Receiver "${receiver.name}" is ${words}, ${managed.refused}`);
    return {
      topic_arn: topic,
      sigv4: { region },
      send_resolved: managed.sendResolved,
      attributes: {
        receiver: receiver.name,
        severity: "{{ .CommonLabels.severity }}",
        team: "{{ .CommonLabels.team }}",
      },
    };
  });
  return { name: receiver.name, ...(configs.length > 0 && { sns_configs: configs }) };
}
