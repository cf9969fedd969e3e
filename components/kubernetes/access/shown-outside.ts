// An ingress to a part's pages: only where the ingress asks who comes.
import { Ingress } from "@pulumi/kubernetes/networking/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesPlatform } from "../../monitoring";
import { ingressOf, type Page } from "../charts/values/ingress";

export interface ShownOutside {
  /** Of the part's Service, whose name the ingress has. */
  metadata: { name: string; namespace: string; labels: Readonly<Record<string, string>> };
  page: Page;
  /** The Service's port, by its name. */
  port: string;
  ingress?: KubernetesPlatform["ingress"];
}

export function shownOutside(
  name: string,
  { metadata, page, port, ingress }: ShownOutside,
  opts: pulumi.CustomResourceOptions,
) {
  if (!ingress?.authentication) return;
  const { annotations, ingressClassName, tls, hosts } = ingressOf(ingress, page, ingress.authentication);
  const service = { name: metadata.name, port: { name: port } };
  const http = { paths: [{ path: "/", pathType: "Prefix", backend: { service } }] };
  new Ingress(
    name,
    {
      metadata: { ...metadata, annotations },
      spec: { ingressClassName, tls, rules: hosts.map((host) => ({ host, http })) },
    },
    opts,
  );
}
