/** What this page's tabs tell one another: that the store has changed, or that somebody has signed in. */

export type Told = 'store' | 'session';

const CHANNEL = 'moineau';
const telling = new BroadcastChannel(CHANNEL);

/** Tells every open tab of this page, this one included. */
export function tellTabs(told: Told): void {
  telling.postMessage(told);
}

/** Calls `listener` for what any tab tells, this one included; answers how to stop it. */
export function hearTabs(listener: (told: Told) => void): () => void {
  const hearing = new BroadcastChannel(CHANNEL);
  hearing.onmessage = ({ data }) => listener(data === 'session' ? 'session' : 'store');
  return () => hearing.close();
}
