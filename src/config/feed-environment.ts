import { IsOptional, IsString } from 'class-validator';
import { existsSync, statSync } from 'node:fs';
import { Check, isPortal, Whole } from './checks';
import { Variable } from './variable';

/** Where documents of rates arrive by themselves: a part of the environment. */
export class FeedEnvironment {
  /** Folder in which files of rates are dropped, absolute. */
  @Variable('FEED_FOLDER')
  @IsOptional()
  @Check((text) => existsSync(text) && statSync(text).isDirectory(), "le chemin d'un dossier existant")
  readonly feedFolder?: string;

  /** A portal from which returns are fetched; its paths are below this address. */
  @Variable('CRM_URL')
  @IsOptional()
  @Check(isPortal, 'une adresse https:// sans nom ni mot de passe')
  readonly crmUrl?: string;

  @Variable('CRM_USER')
  @IsOptional()
  @Check((text) => !text.includes(':'), 'un nom sans deux-points')
  readonly crmUser?: string;

  @Variable('CRM_PASSWORD')
  @IsOptional()
  @IsString()
  readonly crmPassword?: string;

  /** Where the portal gives a token. */
  @Variable('CRM_TOKEN_PATH')
  @IsString()
  readonly crmTokenPath: string;

  /** Where it lists deposits. */
  @Variable('CRM_DEPOSITS_PATH')
  @IsString()
  readonly crmDepositsPath: string;

  /** Where it lists the returns of a deposit. */
  @Variable('CRM_RETURNS_PATH')
  @Check((text) => text.includes('{flux}'), 'un chemin où {flux} tient la place du dépôt')
  readonly crmReturnsPath: string;

  /** Where it gives one return. */
  @Variable('CRM_RETURN_PATH')
  @Check((text) => text.includes('{retour}'), 'un chemin où {retour} tient la place du retour')
  readonly crmReturnPath: string;

  /** How many days back deposits are asked for. */
  @Variable('CRM_DAYS')
  @Whole(1, 1100)
  readonly crmDays: number;
}

/** The paths are ours, to be replaced by those that the portal in use documents. */
export const FEED_DEFAULTS = {
  CRM_TOKEN_PATH: 'jeton',
  CRM_DEPOSITS_PATH: 'depots?depuis={depuis}',
  CRM_RETURNS_PATH: 'depots/{flux}/retours',
  CRM_RETURN_PATH: 'retours/{retour}',
  CRM_DAYS: '62',
};
