import type { Provider } from '@nestjs/common';
import { ImportCompanies } from './import-companies';
import { ListCompanies } from './list-companies';
import { ListEstablishments } from './list-establishments';

/** Companies and their establishments. */
export const COMPANY_VERBS: Provider[] = [ImportCompanies, ListCompanies, ListEstablishments];
