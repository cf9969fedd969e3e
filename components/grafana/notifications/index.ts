// Who is notified of what, as Grafana's contact points, policies, mute timings and message templates.
export { contactPoint } from "./contact-point";
export { messageTemplate } from "./message-template";
export { ALWAYS, type MuteInterval, muteIntervals } from "./mute-timing";
export { inhibitionRules, routingTree, TREE_LABEL, treeNameOf } from "./own-tree";
export { type Policy, type PolicyTree, policyTree } from "./policy";
