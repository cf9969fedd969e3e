// Grafana: what has a uid can be linked to.
import type { Answers, Asked, Outputs } from "../asked";

const URL = "https://grafana.example.com";

const uidOf = (asked: Asked) => asked.text("uid") ?? asked.hex(14);

/** An id of organisation 1, as Grafana's provider makes them. */
const withUid = (asked: Asked): Outputs => ({ id: `1:${uidOf(asked)}`, uid: uidOf(asked) });

const named = (asked: Asked): Outputs => ({ id: `1:${asked.named("name")}`, name: asked.named("name") });

/** An id that Grafana's own API server makes. */
const ofItsOwn = (asked: Asked): Outputs => ({ id: asked.hex(32) });

/** The uid that a dashboard's JSON states. */
function dashboardUid(asked: Asked): string {
  try {
    const { uid } = JSON.parse(asked.text("configJson") ?? "{}");
    if (typeof uid === "string") return uid;
  } catch {
    // Not JSON: policies say so; here it only gets another uid.
  }
  return asked.hex(14);
}

export const grafana: Answers = {
  resources: {
    "grafana:alerting/contactPoint:ContactPoint": named,
    "grafana:alerting/messageTemplate:MessageTemplate": named,
    "grafana:alerting/muteTiming:MuteTiming": named,
    "grafana:alerting/v1beta1/notificationsInhibitionRule:NotificationsInhibitionRule": ofItsOwn,
    "grafana:alerting/v1beta1/notificationsRoutingTree:NotificationsRoutingTree": ofItsOwn,
    "grafana:alerting/notificationPolicy:NotificationPolicy": () => ({ id: "1:policy" }),
    "grafana:alerting/ruleGroup:RuleGroup": (asked) => ({
      id: `1:${asked.text("folderUid") ?? asked.hex(14)}:${asked.named("name")}`,
      name: asked.named("name"),
    }),
    "grafana:oss/dashboard:Dashboard": (asked) => {
      const uid = dashboardUid(asked);
      return { id: `1:${uid}`, uid, url: `${URL}/d/${uid}`, dashboardId: 1 + asked.number(10_000), version: 1 };
    },
    "grafana:oss/folder:Folder": (asked) => {
      const uid = uidOf(asked);
      return { id: `1:${uid}`, uid, url: `${URL}/dashboards/f/${uid}` };
    },
    "grafana:oss/serviceAccount:ServiceAccount": (asked) => ({ id: `1:${1 + asked.number(10_000)}`, role: "Viewer" }),
    "grafana:oss/serviceAccountToken:ServiceAccountToken": (asked) => ({
      id: `${1 + asked.number(10_000)}`,
      key: "offline",
    }),
  },
  anyResource: withUid,
  lookUps: {
    "grafana:oss/getDashboard:getDashboard": withUid,
    "grafana:oss/getDataSource:getDataSource": withUid,
    "grafana:oss/getFolder:getFolder": withUid,
    "grafana:oss/getTeam:getTeam": (asked) => ({
      id: `1:${1 + asked.number(10_000)}`,
      teamId: 1 + asked.number(10_000),
    }),
  },
};
