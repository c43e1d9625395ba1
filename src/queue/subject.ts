/** Numbers of rows, joined by hyphens; nothing for work that has no subject. The house rings with no other. */
const SUBJECT = /^(?:\d{1,15}(?:-\d{1,15})*)?$/;

/** Whether a job may be one of ours: whoever reaches the queue can put anything into it, by hand or by mistake. */
export const isSubject = (value: unknown): value is string => typeof value === 'string' && SUBJECT.test(value);
