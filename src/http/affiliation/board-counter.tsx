import type { JSX } from 'preact';
import type { NamedContract } from '#application/affiliation/affiliation-file';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import type { Seat } from '#domain/journey/affiliation-board';
import { Figures } from '../ui/figures';
import { frenchNumber } from '../views/words';
import { rankedProfile, STANDING, standingWords } from './words';

interface Props {
  readonly about: AffiliationOnPages;
  /** Those whose choice stands on the page. */
  readonly onPage: readonly Seat<NamedContract>[];
}

/**
 * How many are on each profile and what is still missing. The page's script counts again while choices change: it is
 * told how many stand on other pages, profile by profile, those without profile last.
 */
export function BoardCounter({ about: { question, board, reference }, onPage }: Props): JSX.Element {
  const counts = [...board.headcounts, board.unplaced];
  const here = countsOf(onPage, question.profiles.length);
  const elsewhere = counts.map((count, index) => count - (here[index] ?? 0));
  return (
    <div
      class="tj-board-counter"
      data-elsewhere={elsewhere.join(' ')}
      data-may-stay-empty={String(board.seats.length < question.profiles.length)}
      data-words={JSON.stringify(STANDING)}
    >
      <Figures
        label="Salariés par profil"
        items={[
          ...question.profiles.map((profile, index) => ({
            label: labelled(rankedProfile(profile, index + 1), reference.label(profile.code)),
            value: frenchNumber(board.headcounts[index] ?? 0),
          })),
          { label: 'Sans profil', value: frenchNumber(board.unplaced) },
        ]}
      />
      <p class={board.isComplete ? 'tj-standing tj-standing--complete' : 'tj-standing'} role="status">
        {standingWords(board)}
      </p>
    </div>
  );
}

/** Of a long label the first sentence: the code tells the rest. */
const labelled = (name: string, label: string | null): string =>
  label === null ? name : `${name} (${label.split('. ')[0]?.replace(/\.$/, '') ?? label})`;

/** Profile by profile, those without profile last. */
function countsOf(seats: readonly Seat[], profiles: number): readonly number[] {
  const counts = new Array<number>(profiles + 1).fill(0);
  for (const { rank } of seats) {
    const index = rank === null ? profiles : rank - 1;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}
