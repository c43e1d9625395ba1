/** For the doors, which never reach storage themselves. */
export { refusalOfFailure } from '#storage/failures';
