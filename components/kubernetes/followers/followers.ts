// The programs that Alertmanager sends groups to, beside receivers: which there are, where they listen, and their password.
import { USERNAME } from "../../host/password-files";
import { type IncidentsPlan, incidentsPlanOf } from "../../incidents";
import type { Monitoring } from "../../monitoring";
import { type RemediationPlan, remediationPlanOf } from "../../remediation";
import { ACCESS } from "../content/asking";
import type { Names } from "../names";

/** What each is to do; undefined where the settings ask for none. */
export interface Followers {
  incidents: IncidentsPlan | undefined;
  remediation: RemediationPlan | undefined;
}

export const followersOf = (monitoring: Monitoring): Followers => ({
  incidents: incidentsPlanOf(monitoring),
  remediation: remediationPlanOf(monitoring),
});

/** Where each listens. */
export const FOLLOWER_PORTS = { incidents: 9902, remediation: 9903 } as const satisfies Record<keyof Followers, number>;

export const hasFollowers = (followers: Followers): boolean =>
  Object.values(followers).some((plan) => plan !== undefined);

/** One of them as Alertmanager's configuration has it. */
export const followerIn = (which: keyof Followers, names: Names, namespace: string) => ({
  url: `http://${names[which]}.${namespace}:${FOLLOWER_PORTS[which]}/groups`,
  username: USERNAME,
  passwordFile: `/etc/alertmanager/secrets/${names.followersAccess}/${ACCESS.password}`,
});
