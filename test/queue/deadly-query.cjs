// Loaded before a worker by `--require`: a statement with these words and this value ends the process at once, as the
// machine does with one that takes all its memory.
const { Client } = require('pg');

const { DEADLY_WORDS, DEADLY_VALUE } = process.env;
const { query } = Client.prototype;

Client.prototype.query = function (statement, values, ...more) {
  const text = typeof statement === 'string' ? statement : (statement.text ?? statement.cursor?.text ?? '');
  const given = values ?? statement.values ?? statement.cursor?.values ?? [];
  if (text.includes(DEADLY_WORDS) && JSON.stringify(given).includes(DEADLY_VALUE)) process.kill(process.pid, 'SIGKILL');
  return query.call(this, statement, values, ...more);
};
