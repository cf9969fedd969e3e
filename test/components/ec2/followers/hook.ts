// A hook as the settings of an environment on EC2 have it.
export const hook = {
  name: "restart",
  alerts: ["ServiceDown"],
  webhook: { file: "/webhook" },
  secret: { file: "/secret" },
  reason: "A restart has helped each time this year",
  limit: { calls: 3, per: "1h" },
};
