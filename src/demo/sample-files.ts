import { dsnFiles } from './sample-dsn';
import { feedFiles } from './sample-feeds';
import type { SampleFile } from './sample-file';
import { readme } from './sample-readme';
import { artistsFile, companyFiles } from './sample-tables';

/** Everything under samples/, byte for byte the same at every call. */
export const sampleFiles = (): readonly SampleFile[] => [
  ...companyFiles(),
  ...dsnFiles(),
  ...feedFiles(),
  artistsFile(),
  readme(),
];
