import { homedir } from 'node:os';
import { isAbsolute, posix, win32 } from 'node:path';

/** What decides where a user's data lies. */
export interface DataFolderPlace {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly xdgDataHome: string | undefined;
  readonly localAppData: string | undefined;
}

/**
 * The folder for a user's traces where `--data` names none: `$XDG_DATA_HOME/radiograph` or `~/.local/share/radiograph`,
 * on macOS `~/Library/Application Support/Radiograph`, on Windows `%LOCALAPPDATA%\Radiograph`.
 */
export function defaultDataFolder(place: DataFolderPlace = thisPlace()): string {
  const { platform, home, xdgDataHome, localAppData } = place;
  if (platform === 'win32')
    return win32.join(localAppData || win32.join(home, 'AppData', 'Local'), 'Radiograph');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Radiograph');
  // The XDG specification has relative paths ignored.
  const base =
    xdgDataHome !== undefined && isAbsolute(xdgDataHome) ? xdgDataHome : posix.join(home, '.local', 'share');
  return posix.join(base, 'radiograph');
}

function thisPlace(): DataFolderPlace {
  const { XDG_DATA_HOME: xdgDataHome, LOCALAPPDATA: localAppData } = process.env;
  return { platform: process.platform, home: homedir(), xdgDataHome, localAppData };
}
