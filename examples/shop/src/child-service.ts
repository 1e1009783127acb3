import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A service of the shop that runs in a process of its own. */
export interface ChildService {
  readonly url: string;
  readonly process: ChildProcess;
}

/**
 * Starts a service of the shop in a process of its own and waits until it listens.
 *
 * @param name the folder of the service beside this file
 * @param environment what the service needs to know, such as the addresses of the services it calls
 */
export function startService(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildService> {
  const file = fileURLToPath(new URL(`./${name}/main.js`, import.meta.url));
  const child = fork(file, { env: { ...process.env, ...environment } });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ url: (message as { url: string }).url, process: child }));
    child.once('exit', (code) =>
      reject(new Error(`the service '${name}' ended with code ${code} before it listened`)),
    );
    child.once('error', reject);
  });
}
