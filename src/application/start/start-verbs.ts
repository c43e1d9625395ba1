import type { Provider } from '@nestjs/common';
import { EndInterruptedImports } from './end-interrupted-imports';
import { HasCompanies } from './has-companies';
import { ImportRoom } from './import-room';
import { ListImports } from './list-imports';
import { ReadImport } from './read-import';
import { StartImport } from './start-import';
import { TakeInFiles } from './take-in-files';

/** The first files, and those of every month after. */
export const START_VERBS: Provider[] = [
  EndInterruptedImports,
  HasCompanies,
  ImportRoom,
  ListImports,
  ReadImport,
  StartImport,
  TakeInFiles,
];
