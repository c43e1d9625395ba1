/** The variables of a process that this one starts: its own, but for those given; an empty one counts as absent. */
export const environmentWith = (variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...variables,
});
