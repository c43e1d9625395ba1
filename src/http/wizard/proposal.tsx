import type { JSX } from 'preact';
import type { TaskOnPages } from '#application/tasks/read-task';
import { pairProfiles } from '#domain/rates/pairing';
import type { RateProfile } from '#domain/rates/profile';
import { frenchDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { AWAITING_NOTICE, dsnCode } from '#domain/values/risk-code';
import { Table } from '../ui/table';

const COLUMNS = [
  { label: 'Code risque' },
  { label: 'Section' },
  { label: 'En place', numeric: true },
  { label: 'Proposé', numeric: true },
];

/** What the task is pre-filled with, beside what holds today; nothing when there is nothing to propose. */
export function Proposal({ shown }: { readonly shown: TaskOnPages }): JSX.Element | null {
  const { task, onFile, reference, question } = shown;
  const { profiles, feed, effectiveFrom } = task.prefill;
  if (profiles.length === 0 || question.kind === 'EMPLOYEE_AFFILIATION') return null;
  const former = new Map(pairProfiles(profiles, onFile?.profiles ?? []).pairs);
  const since = frenchDate(effectiveFrom ?? question.defaultDate);
  return (
    <Table
      caption={feed === null ? `Ce que nous connaissons, proposé au ${since}` : `Notifié par la caisse au ${since}`}
      columns={COLUMNS}
      empty=""
      rows={profiles.map((profile) => [
        <CodeCell key="code" profile={profile} label={reference.label(profile.code)} />,
        profile.section ?? '—',
        rateOf(former.get(profile)),
        <strong key="rate">{rateOf(profile)}</strong>,
      ])}
    />
  );
}

export const CodeCell = ({
  profile: { code, office },
  label,
}: {
  readonly profile: RateProfile;
  readonly label: string | null;
}): JSX.Element => (
  <>
    <strong>{dsnCode(code, office)}</strong>
    {office ? <p class="tj-fine">Fonctions supports de nature administrative</p> : null}
    {label === null ? null : <p class="tj-fine">{label.replace(/\.\s*$/, '')}</p>}
  </>
);

const rateOf = (profile: RateProfile | undefined): string => {
  if (profile === undefined) return '—';
  return profile.code === AWAITING_NOTICE ? 'en attente' : frenchRate(profile.rate);
};
