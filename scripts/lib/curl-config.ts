/**
 * How curl finds the sandbox: a `.curlrc` in its state directory, read by whoever sets CURL_HOME to it. The API and X
 * then answer by their public names, for that shell alone. It must never hold a secret.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes it, over that of an earlier start: the ports are new each time. `hosts`: the port of each name. */
export async function writeCurlConfig(
  stateDirectory: string,
  { certFile, hosts }: { certFile: string; hosts: Readonly<Record<string, number>> },
): Promise<void> {
  const lines = [
    '# Where the sandbox of this start listens: CURL_HOME=<this folder> curl https://api.moineau.example/readyz',
    `cacert = ${JSON.stringify(certFile)}`,
    ...Object.entries(hosts).map(([host, port]) => `connect-to = "${host}:443:127.0.0.1:${port}"`),
  ];
  await writeFile(join(stateDirectory, '.curlrc'), `${lines.join('\n')}\n`);
}
