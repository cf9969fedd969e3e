// systemd's container manager and debootstrap, unpacked into the tool cache: none is installed, so no service of them starts.
import { findPackage, openApt, unpackPackage } from "../../../../../components/host/tools/sources/apt";
import type { Recipe } from "../../../../cluster/build/recipe";

export const nspawn: Recipe = {
  name: "nspawn-packages-1",
  what: "systemd-nspawn and debootstrap",
  make: async (scratch, { environment, onProgress }) => {
    const apt = await openApt(environment, onProgress);
    for (const name of ["systemd-container", "debootstrap"]) {
      await findPackage(apt, name);
      await unpackPackage(apt, name, scratch);
    }
  },
};
