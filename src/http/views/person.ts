/** The journal says `personne : Anne Martin (…)`; a page needs the name alone. */
export const personWords = (actor: string): string => actor.replace(/^personne\s*:\s*/, '');
