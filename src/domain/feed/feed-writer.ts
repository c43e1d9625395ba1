import { formatRate, type Rate } from '#domain/values/rate';

/** A rate to be written; texts are written as they are, so that samples and tests may write what a caisse never would. */
export interface RateToWrite {
  readonly siret: string;
  readonly code: string;
  readonly office?: string;
  readonly section?: string;
  readonly rate: Rate | string;
  readonly effectiveFrom: string;
  readonly calculatedAt?: string;
  readonly ctn?: string;
}

/** `older` holds `taux_AT` inside the declaration; `current` a communication after it. */
export type Crm34Layout = 'current' | 'older';

export interface Crm34ToWrite {
  /** Consecutive rates of one SIRET share a declaration. */
  readonly rates: readonly RateToWrite[];
  readonly type?: string;
  readonly collective?: string;
  /** The month declared, DDMMYYYY. */
  readonly month?: string;
}

const CSV_HEADER = 'siren;nic;code_ctn;section;code_risque;temoin_bureau;taux;date_effet;date_calcul';

/** A CRM 34 document in UTF-8, one element per line. */
export function writeCrm34(document: Crm34ToWrite, layout: Crm34Layout): string {
  const declarations = byEstablishment(document.rates).map((rates) =>
    layout === 'older' ? olderDeclaration(document, rates) : currentDeclaration(document, rates),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<dsn:rapport xmlns:dsn="http://www.gip-mds.fr/" type="${escaped(document.type ?? '34')}" profil="DSN" version="v02r02">`,
    ...declarations,
    '</dsn:rapport>\n',
  ].join('\n');
}

/** Our tabular form: header, `;`, decimal comma, CRLF. */
export function writeCsv(rates: readonly RateToWrite[]): string {
  return `${[CSV_HEADER, ...rates.map(csvRow)].join('\r\n')}\r\n`;
}

function csvRow(rate: RateToWrite): string {
  const { siret, ctn = '', section = '', code, office = '', effectiveFrom, calculatedAt = '' } = rate;
  const cells = [siret.slice(0, 9), siret.slice(9), ctn, section, code, office];
  cells.push(writtenRate(rate).replace('.', ','), effectiveFrom, calculatedAt);
  return cells.map(csvCell).join(';');
}

function byEstablishment(rates: readonly RateToWrite[]): RateToWrite[][] {
  const groups: RateToWrite[][] = [];
  let last: RateToWrite[] = [];
  for (const rate of rates) {
    if (last[0]?.siret === rate.siret) last.push(rate);
    else groups.push((last = [rate]));
  }
  return groups;
}

function olderDeclaration(document: Crm34ToWrite, rates: readonly RateToWrite[]): string {
  return ['<declaration>', identification(document, rates), '<declaration_bilan><etat>OK</etat>', ...rates.map(tauxAt)]
    .concat('</declaration_bilan>', '</declaration>')
    .join('\n');
}

function tauxAt(rate: RateToWrite): string {
  const fields = [
    element('code_ctn', rate.ctn),
    element('section', rate.section),
    element('code_risque', rate.code),
    element('temoin_bureau', rate.office),
    element('taux', writtenRate(rate)),
    element('date_effet', rate.effectiveFrom),
    element('date_calcul', rate.calculatedAt),
  ];
  return `<taux_AT>\n${fields.join('\n')}\n</taux_AT>`;
}

function currentDeclaration(document: Crm34ToWrite, rates: readonly RateToWrite[]): string {
  return [
    `<declaration>\n${identification(document, rates)}\n</declaration>`,
    `<communication>\n<information_collective type="${escaped(document.collective ?? 'atmp')}">`,
    ...rates.map(calcul),
    '</information_collective>\n</communication>',
  ].join('\n');
}

function calcul(rate: RateToWrite): string {
  const date = rate.calculatedAt === undefined ? '' : ` date_calcul="${escaped(rate.calculatedAt)}"`;
  return [
    `<calcul${date}>\n<information>\n<donnees_clefs><rubriques>`,
    rubrique('string', 'section', rate.section),
    rubrique('date', 'dateDebutEffet', rate.effectiveFrom),
    '</rubriques></donnees_clefs>\n<donnees_declaration><rubriques>',
    rubrique('string', 'codeCtn', rate.ctn),
    rubrique('string', 'codeRisque', rate.code),
    rubrique('string', 'temoinBureau', rate.office),
    '</rubriques></donnees_declaration>',
    `<donnees_paie><taux part="patronale">${escaped(writtenRate(rate))}</taux></donnees_paie>`,
    '</information>\n</calcul>',
  ].join('\n');
}

function identification(document: Crm34ToWrite, rates: readonly RateToWrite[]): string {
  const siret = rates[0]?.siret ?? '';
  const nic = siret.slice(9);
  return [
    '<declaration_identification>',
    element('nature', '01'),
    element('type', '01'),
    element('mois', document.month ?? '01012026'),
    element('SIREN', siret.slice(0, 9)),
    element('nic_siege', nic),
    element('nic_affectation', nic),
    '</declaration_identification>',
  ].join('\n');
}

const writtenRate = ({ rate }: RateToWrite): string => (typeof rate === 'string' ? rate : formatRate(rate));

const element = (name: string, text = ''): string => `<${name}>${escaped(text)}</${name}>`;

const rubrique = (kind: 'string' | 'date', name: string, text = ''): string =>
  `<rubrique_${kind} name="${name}">${escaped(text)}</rubrique_${kind}>`;

const csvCell = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const escaped = (text: string): string =>
  /[&<>"]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : text;
