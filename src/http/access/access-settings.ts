/** Under which the settings of access are handed to controllers. */
export const ACCESS_SETTINGS = Symbol('access settings');
