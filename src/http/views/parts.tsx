import type { JSX } from 'preact';
import type { FeedLine } from '#application/overview/list-feeds';
import type { TaskLine } from '#application/overview/task-line';
import type { RateChange, VerdictLine } from '#application/overview/verdict-line';
import { frenchMoment } from '#application/ports/paris';
import { PATHS } from './layout';
import { Table } from './table';
import { frenchNumber, monthWords, REASON_WORDS, TASK_WORDS, VERDICT_ORDER, VERDICT_WORDS } from './words';

interface Placed {
  readonly siret: string;
  readonly company: string | null;
  readonly town: string | null;
}

const Place = ({ siret, company, town }: Placed): JSX.Element => (
  <>
    <strong>{company ?? 'Établissement inconnu'}</strong>
    <br />
    <span class="fine">{town === null ? siret : `${town} · ${siret}`}</span>
  </>
);

const Rates = ({ rates }: { readonly rates: readonly RateChange[] }): JSX.Element => (
  <>
    {rates.length === 0 ? '—' : null}
    {rates.map(({ code, label, before, after }) => (
      <p key={code} class="rate">
        <span class="figures">
          {code} <b>{before === null ? after : `${before} → ${after ?? ''}`}</b>
        </span>
        {label === null ? null : <span class="fine">{label}</span>}
      </p>
    ))}
  </>
);

export const Tasks = ({ lines }: { readonly lines: readonly TaskLine[] }): JSX.Element => (
  <Table
    caption="Tâches ouvertes, les plus pressantes d’abord"
    columns={['Tâche', 'Établissement', 'Caisse', 'Paie', 'Taux proposé', 'État']}
    empty="Aucune tâche ouverte."
    rows={lines.map((line) => [
      <>
        {TASK_WORDS[line.kind]}
        <br />
        <span class="fine">{REASON_WORDS[line.reason]}</span>
      </>,
      <Place {...line} />,
      line.caisse ?? '—',
      monthWords(line.period),
      <Rates rates={line.proposed} />,
      line.postponedUntil === null ? 'À\u00a0faire' : `Reportée à ${monthWords(line.postponedUntil)}`,
    ])}
  />
);

export const Verdicts = ({ lines }: { readonly lines: readonly VerdictLine[] }): JSX.Element => (
  <Table
    caption="Un verdict par établissement et par document, le dernier document d’abord"
    columns={['Verdict', 'Établissement', 'Caisse', 'Code et taux', 'Pourquoi']}
    empty="Aucun verdict."
    rows={lines.map((line) => [
      <span class={`tag ${line.verdict.toLowerCase().replace('_', '-')}`}>{VERDICT_WORDS[line.verdict]}</span>,
      <Place {...line} />,
      line.caisse ?? '—',
      <Rates rates={line.rates} />,
      <>
        {line.why}
        <br />
        <span class="fine">{line.file}</span>
      </>,
    ])}
  />
);

export const Feeds = ({ lines }: { readonly lines: readonly FeedLine[] }): JSX.Element => (
  <Table
    caption="Documents reçus, le dernier d’abord, avec leurs verdicts à la réception"
    columns={['Document', 'Reçu', 'Lignes', 'Verdicts']}
    empty="Aucun document reçu."
    rows={lines.map(({ id, file, receivedAt, lines: count, verdicts, withheld }) => [
      <a href={`${PATHS.verdicts}?flux=${String(id)}`}>{file}</a>,
      frenchMoment(receivedAt),
      frenchNumber(count),
      <>
        {withheld ? <strong>Lot retenu en entier. </strong> : null}
        {verdicts === null ? 'en cours de décision' : countsText(verdicts)}
      </>,
    ])}
  />
);

export function countsText(verdicts: NonNullable<FeedLine['verdicts']>): string {
  const counts = VERDICT_ORDER.filter((verdict) => verdicts[verdict] > 0).map(
    (verdict) => `${VERDICT_WORDS[verdict]} : ${frenchNumber(verdicts[verdict])}`,
  );
  return counts.length === 0 ? 'aucun' : counts.join(', ');
}
