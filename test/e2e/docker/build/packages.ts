// The Debian packages of a Docker daemon, unpacked into the tool cache: none is installed, so no service of them starts.
import { findPackage, openApt, unpackPackage } from "../../../../components/host/tools/sources/apt";
import type { Recipe } from "../../../cluster/build/recipe";

const PACKAGES = [
  "docker.io",
  "containerd",
  "runc",
  "busybox-static",
  // What they link to, beyond what every Debian has.
  "libdevmapper1.02.1",
  "libseccomp2",
];

export const packages: Recipe = {
  name: "docker-packages-1",
  what: "Docker's Debian packages",
  make: async (scratch, { environment, onProgress }) => {
    const apt = await openApt(environment, onProgress);
    for (const name of PACKAGES) {
      await findPackage(apt, name);
      await unpackPackage(apt, name, scratch);
    }
  },
};
