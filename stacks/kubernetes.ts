// Not built yet: it says so, and deploys nothing.
import { stackOn } from "./stack";

const unfinished = () => {
  throw new Error('The platform "kubernetes" is not built yet; use kind: local');
};

export const kubernetes = stackOn("kubernetes", { monitoring: unfinished, deploy: unfinished });
