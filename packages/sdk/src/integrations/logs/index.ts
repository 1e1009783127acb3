/** The trace id in lines of logs, by which a line leads to its trace. */

// For users
export {
  type ConsoleLike,
  logs,
  type TraceFields,
  tracedConsole,
  traceFields,
  winstonTrace,
} from './logs.js';
