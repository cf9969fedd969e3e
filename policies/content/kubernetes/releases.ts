// Custom resources that install charts → what policies judge in the values that they give them.
import { type Content, type Place, together } from "../content";
import { readText } from "../read";
import { type Fields, fieldsOf, listOf, textOf } from "../values";
import { ofChartValues } from "./chart";

type Reader = (spec: Fields, place: Place) => Content;

/** Values as a mapping, and as text. */
const given = (values: unknown, text: unknown, place: Place): Content =>
  together([ofChartValues(fieldsOf(values), place), readText(textOf(text) ?? "", place)]);

/** What is read in each kind's `spec`. */
export const RELEASE_KINDS: Readonly<Record<string, Reader>> = {
  // Of Flux.
  HelmRelease: ({ values }, place) => given(values, undefined, place),
  // Of Argo CD.
  Application: ({ source, sources }, place) =>
    together(
      [source, ...listOf(sources)].map((one) => {
        const { valuesObject, values } = fieldsOf(fieldsOf(one).helm);
        return given(valuesObject, values, place);
      }),
    ),
  // Of k3s.
  HelmChart: ({ valuesContent }, place) => given(undefined, valuesContent, place),
  HelmChartConfig: ({ valuesContent }, place) => given(undefined, valuesContent, place),
};
