import type { TaskOnPages } from '#application/tasks/read-task';

type Named = Pick<TaskOnPages['establishment'], 'name' | 'town' | 'siret'>;

/** `Menuiserie Kerbrat, Quimper`; the SIRET until a name is known. */
export const establishmentName = ({ name, town, siret }: Named): string =>
  [name ?? `Établissement ${siret}`, ...(town === null ? [] : [town])].join(', ');
