// Pulumi's engine: finding or installing it, where its state is, and whether that state can be worked on.
export { type Backend, chooseBackend, pulumiHome } from "./backend";
export { ensureEngine } from "./ensure";
export { type Engine, findEngine } from "./find";
export { checkStackLock, type StackState } from "./lock";
export { refusePublishedSecrets, refusePublishedState, usesPublishedPassphrase } from "./secrets";
export { checkState, forgetState, stackFileOf } from "./state";
