// Not built yet: it says so, and deploys nothing.
import { stackOn } from "./stack";

const unfinished = () => {
  throw new Error('The platform "grafana" is not built yet; use kind: local');
};

export const grafana = stackOn("grafana", { monitoring: unfinished, deploy: unfinished });
