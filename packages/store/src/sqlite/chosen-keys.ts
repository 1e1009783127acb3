import { type Database, numberOf, type Statement, transaction } from './driver.js';
import { keyText, MOST_KEYS } from './note-keys.js';
import { TRACE_FLAGS } from './row-flags.js';
import { LONGEST_INDEXED_BYTES, ROWS_PER_TRACE } from './search-rows.js';

/** What is done for keys of annotations that are to be indexed however many others there are. */
interface ChosenKeys {
  readonly select: Statement;
  readonly insert: Statement;
  readonly index: Statement;
  readonly fill: Statement;
  readonly reread: Statement;
  readonly count: Statement;
}

/**
 * Indexes keys of annotations from now on, and the values of those that are stored already: at once from the rows of notes, which takes some seconds
 * a million traces when a key is chosen for the first time. Where there were so many keys that a new one had no rows, traces that hold some of those
 * are read again behind the scenes.
 */
export function chooseKeys(database: Database, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const statements = prepared(database);
  transaction(database, () => {
    for (const key of keys) choose(keyText(key), statements);
  });
}

function choose(name: string, { select, insert, index, fill, reread, count }: ChosenKeys): void {
  const known = select.get(name);
  if (known === undefined) {
    if (numberOf(count.get()?.['n']) >= MOST_KEYS) reread.run();
    insert.run(name);
  } else if (known['indexed'] === 0) {
    fill.run(numberOf(known['id']));
    index.run(numberOf(known['id']));
  }
}

function prepared(database: Database): ChosenKeys {
  return {
    select: database.prepare('SELECT id, indexed FROM note_key WHERE name = ?'),
    insert: database.prepare('INSERT INTO note_key (name, indexed) VALUES (?, 1)'),
    index: database.prepare('UPDATE note_key SET indexed = 1 WHERE id = ?'),
    fill: database.prepare(
      `INSERT OR IGNORE INTO noted (key, value, at, rid)
       SELECT note.key, note.value, trace.at, trace.rid
       FROM note CROSS JOIN trace ON trace.rid = note.id / ${ROWS_PER_TRACE}
       WHERE note.key = ? AND (typeof(note.value) <> 'blob' OR length(note.value) <= ${LONGEST_INDEXED_BYTES})`,
    ),
    reread: database.prepare(`UPDATE entry SET flags = NULL WHERE flags & ${TRACE_FLAGS.moreNotes} <> 0`),
    count: database.prepare('SELECT count(*) AS n FROM note_key'),
  };
}
