/** Under which the settings of access are handed to controllers. */
export const ACCESS_SETTINGS = Symbol('access settings');

/** Under which the log is handed to controllers: one line for who runs the program. */
export const LOG = Symbol('log');
export type Log = (line: string) => void;
