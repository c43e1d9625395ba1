import type { JSX } from 'preact';
import type { TaskOnPages } from '#application/tasks/read-task';
import { enrolmentPenalty, PENALTY_ARTICLE, penaltyScale } from '#domain/tariff/enrolment-penalty';
import { frenchHeadcount } from '#domain/tariff/headcount';
import { frenchAmount } from '#domain/values/money';
import { InsetText } from '../ui/inset-text';
import { WarningText } from '../ui/warning-text';

/** Registration is obligatory: what its absence may cost this firm, or that it is done. */
export function Enrolment({ shown }: { readonly shown: TaskOnPages }): JSX.Element {
  const { tariff } = shown;
  if (tariff.atmpAccount === true)
    return (
      <InsetText>
        <p>L’entreprise est inscrite au compte AT/MP : son taux y est, ou y sera notifié.</p>
      </InsetText>
    );
  const known = tariff.atmpAccount === false ? 'L’entreprise n’y est pas inscrite.' : 'Vérifiez qu’elle l’est.';
  return (
    <>
      <WarningText>
        L’inscription au compte AT/MP est gratuite, et obligatoire pour toute entreprise depuis 2022. {known}
      </WarningText>
      <p class="govuk-body">{penaltyWords(shown)}</p>
    </>
  );
}

function penaltyWords({ tariff: { headcount }, employees, reference, today }: TaskOnPages): string {
  const year = Number(today.slice(0, 4));
  const pmss = reference.pmss(year);
  if (pmss === null)
    return `Sans inscription, une pénalité est due par salarié et par année civile (${PENALTY_ARTICLE}) ; le plafond de la sécurité sociale de ${String(year)}, dont elle dépend, n’est pas connu ici.`;
  if (headcount === null) {
    const scale = penaltyScale(pmss).map(
      ({ from, perEmployee }) => `${frenchAmount(perEmployee)} à partir de ${frenchHeadcount(from)} salariés`,
    );
    return `Sans inscription, la pénalité de ${String(year)} est, par salarié : ${scale.join(', ')} (${PENALTY_ARTICLE}). L’effectif retenu de l’entreprise n’est pas connu.`;
  }
  const { perEmployee, total, capped } = enrolmentPenalty(headcount, employees, pmss);
  const sum = `${frenchAmount(perEmployee)} par salarié, soit ${frenchAmount(total)} pour les ${String(employees)} salariés de cet établissement${capped ? ' (plafond annuel)' : ''}`;
  return `Sans inscription, la pénalité de ${String(year)} serait pour cette entreprise (effectif retenu : ${frenchHeadcount(headcount)}) de ${sum} (${PENALTY_ARTICLE}). Seule l’entreprise peut s’inscrire : un cabinet ne le fait pas à sa place.`;
}
