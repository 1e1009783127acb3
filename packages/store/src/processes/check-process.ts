import { openForCheck, problemsOf } from '../sqlite/integrity.js';
import type { CheckMessage } from './background-check.js';

const [folder = ''] = process.argv.slice(2);
const tell = (message: CheckMessage): void => void process.send?.(message);

const opened = openForCheck(folder);
const problems =
  opened === undefined
    ? []
    : problemsOf(opened.database, 'by-table', (step, done, all) => tell({ kind: 'step', step, done, all }));
opened?.database.close();
tell({ kind: 'problems', problems });
process.disconnect();
