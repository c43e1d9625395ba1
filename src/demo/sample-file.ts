/** A file of samples/, its path with `/` whatever the system. */
export interface SampleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}
