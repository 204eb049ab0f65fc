export interface Metadata {
  name: string;
  /** Absent of what belongs to the whole cluster. */
  namespace?: string;
  labels: Record<string, string>;
}
