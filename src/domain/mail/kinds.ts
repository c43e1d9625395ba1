/** Messages that a person may do without; an invitation is sent because somebody asked for it. */
export const SUBSCRIPTIONS = ['DIGEST', 'REMINDER'] as const;
export type Subscription = (typeof SUBSCRIPTIONS)[number];
/** An alert tells support what only they can mend. */
export type MailKind = 'INVITATION' | 'ALERT' | Subscription;

export const SUBSCRIPTION_WORDS: Readonly<Record<Subscription, string>> = {
  DIGEST: 'Résumé du mois : combien de tâches vous attendent',
  REMINDER: 'Rappel avant l’échéance de la DSN, s’il reste des tâches',
};

export const isSubscription = (text: string): text is Subscription => SUBSCRIPTIONS.some((kind) => kind === text);
