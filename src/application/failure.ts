/** For the doors, which never reach storage themselves. */
export { refusalOfFailure, UNFORESEEN } from '#storage/failures';
