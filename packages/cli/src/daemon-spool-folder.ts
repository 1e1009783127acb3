import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder for documents that wait on disk where `--spool` names none: under what systemd gives a service for its state, or under
 * `$XDG_STATE_HOME` or `~/.local/state`. Daemons at different ports have folders of their own.
 */
export function defaultSpoolFolder(
  port: number,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  // systemd may list several folders; the first is the service's own.
  const [state = ''] = (environment['STATE_DIRECTORY'] ?? '').split(':');
  if (isAbsolute(state)) return join(state, `spool-${port}`);
  const { XDG_STATE_HOME: xdg = '' } = environment;
  return join(isAbsolute(xdg) ? xdg : join(home, '.local', 'state'), 'radiograph', `spool-${port}`);
}
