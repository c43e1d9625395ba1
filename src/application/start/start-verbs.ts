import type { Provider } from '@nestjs/common';
import { HasCompanies } from './has-companies';
import { ListImports } from './list-imports';
import { ReadImport } from './read-import';
import { StartImport } from './start-import';
import { TakeImport } from './take-import';
import { TakeInFiles } from './take-in-files';

/** The first files, and those of every month after. */
export const START_VERBS: Provider[] = [HasCompanies, ListImports, ReadImport, StartImport, TakeImport, TakeInFiles];
