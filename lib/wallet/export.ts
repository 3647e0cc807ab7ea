/**
 * Fetches the history as a file and keeps it for the page that asked: a page may not call the API, and a message is no way for
 * a file. In the store it is on the disk, and gone when it was taken.
 */
import { platform } from '#platform';
import type { Input } from '../messages.ts';
import { putSingleton } from '../store/database.ts';
import { openDownload } from './api.ts';
import { WalletFailure, walletError } from './failure.ts';
import { requireSession } from './session.ts';

/** @throws WalletFailure when it could not be fetched whole */
export async function fetchExport({ format, from, to }: Input<'wallet.export'>): Promise<void> {
  const { accessToken } = await requireSession();
  const query = { format, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
  const response = await openDownload(accessToken, new URLSearchParams(query), platform.language());
  if (!response?.body) throw new WalletFailure(walletError('offline'));
  const parts: Blob[] = [];
  try {
    for await (const part of response.body) {
      // A long file takes longer than an idle worker is let live.
      platform.stayAwake();
      parts.push(new Blob([part]));
    }
  } catch {
    throw new WalletFailure(walletError('offline'));
  }
  const type = response.headers.get('content-type') ?? '';
  const [, name = 'moineau'] =
    /filename="([^"/\\]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  await putSingleton('export', { name, content: new Blob(parts, { type }) });
}
