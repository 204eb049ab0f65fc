/** A text that may hold ConfigMaps. */
export interface Source {
  /** The file's path, `<stdin>`, or `configmap NAMESPACE/NAME` of a live one. */
  name: string;
  text: string;
  /** From a cluster: nobody has ever seen this text, so its lines and columns say nothing. */
  live?: boolean;
}
